/** `npm start [-- --workers N]`: the service, by the settings of the environment. */
import cluster from 'node:cluster';
import { whyNotStarted } from './cannot-start.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startService } from './start-service.ts';
import { stopOnSignal } from './stop-on-signal.ts';
import { askForMetrics } from './workers/ask-for-metrics.ts';
import { connectionsEach } from './workers/connections-each.ts';
import { parseWorkers } from './workers/parse-workers.ts';
import { superviseWorkers } from './workers/supervise-workers.ts';

try {
  const workers = parseWorkers(process.argv.slice(2));
  const config = readConfig();
  const maxConnections = connectionsEach(workers, config);
  const log = createLog(config.logLevel);
  if (workers === 1) stopOnSignal(await startService(config, log, { maxConnections }), log);
  else if (cluster.isPrimary) stopOnSignal(await superviseWorkers(workers, log), log);
  else stopOnSignal(await startService(config, log, { maxConnections, shareMetrics: askForMetrics, listenWhenReady: true }), log);
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
  // What ties a worker to its supervisor would keep it alive.
  process.disconnect?.();
}
