/** Config → database → service → listen; SIGTERM undoes them in reverse. */
import { createServer } from 'node:http';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { createService } from './service.ts';
import { openDatabase } from './store/database.ts';

/** What is still running after a signal is given this long. */
const STOP_MS = 10_000;

const config = readConfig();
const log = createLog(config.logLevel);
const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
const { app } = await createService(config, database, log);
const server = createServer(app);
server.listen(config.port, config.host, () => log.info({ host: config.host, port: config.port }, 'listening'));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    server.close(() => void database.close().then(() => process.exit(0)));
    server.closeIdleConnections();
  });
}
