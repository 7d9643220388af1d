/** `npm start`: the service, by the settings of the environment. */
import { whyNotStarted } from './cannot-start.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startService } from './start-service.ts';
import { stopOnSignal } from './stop-on-signal.ts';

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  stopOnSignal(await startService(config, log), log);
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
}
