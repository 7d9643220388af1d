/** The service, which ends itself at a chosen line of the log as a kill would: at once, in the middle of the call. A program of its own. */
import { createServer } from 'node:http';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import type { AppendAudit } from '../../src/store/audit-event.ts';
import { openDatabase } from '../../src/store/database.ts';

const { KILL_WHEN: killWhen, KILL_AT_LINE: killAtLine } = process.env;
const kill = (): void => void process.kill(process.pid, 'SIGKILL');

const config = readConfig();
const { deps } = await createService(config, await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir }), createLog('silent'));

let lines = 0;
const appendAudit: AppendAudit = async (entry) => {
  const isLast = ++lines === Number(killAtLine);
  if (isLast && killWhen === 'before the line') kill();
  await deps.appendAudit(entry);
  if (isLast && killWhen === 'after the line') kill();
};

const { listener } = createApp({ ...deps, appendAudit });
const server = createServer(listener).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
