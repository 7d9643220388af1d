/** Config → database → app → a port that is listened on; `stop` undoes them in reverse. */
import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';
import { keepLog } from './access/keep-log.ts';
import type { AppDeps } from './app.ts';
import { CannotStart } from './cannot-start.ts';
import type { Config } from './config.ts';
import { keepExtending } from './extend/keep-extending.ts';
import { createHttpServer } from './http-server.ts';
import type { Log } from './log.ts';
import type { ShareMetrics } from './metrics/metrics.ts';
import { keepCounting } from './quality/keep-counting.ts';
import { createService } from './service.ts';
import { openDatabase } from './store/database.ts';
import { setHandedOver } from './store/minlog-outbox.ts';
import { systemClock } from './time/clock.ts';

export interface RunningService {
  readonly deps: AppDeps;
  /** Where this process listens, `http://127.0.0.1:3000`: where port 0 is asked for, the system chose it. */
  readonly origin: string;
  /** Lets what is under way end, then closes the database and gives its folder free. */
  stop(): Promise<void>;
}

/** Of one process among several. */
export interface Share {
  readonly maxConnections?: number;
  readonly shareMetrics?: ShareMetrics;
}

/** @throws CannotStart where the port, or the folder of the embedded database, is not to be had */
export async function startService(config: Config, log: Log, { maxConnections, shareMetrics }: Share = {}): Promise<RunningService> {
  const { databaseUrl: url, dataDir } = config;
  const database = await openDatabase({ url, dataDir, maxConnections });
  try {
    const { listener, deps } = await createService(config, database, log, { shareMetrics });
    await setHandedOver(deps.db, config.minlog !== undefined);
    const http = createHttpServer(listener);
    const port = await listen(http.server, config);
    log.info({ host: config.host, port }, 'listening');
    const { tellJob } = deps.metrics;
    const extending = keepExtending({ ...deps, machineClock: systemClock, tellJob });
    const { auditRetentionDays, minlog } = config;
    const keeping = keepLog({ ...deps, machineClock: systemClock, auditRetentionDays, minlog, tellJob });
    const counting = keepCounting(deps);
    return {
      deps,
      origin: `http://${isIPv6(config.host) ? `[${config.host}]` : config.host}:${port}`,
      stop: async () => {
        await Promise.all([http.stop(), extending.stop(), keeping.stop()]);
        await counting.stop();
        await database.close();
      },
    };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}

const listen = (server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> =>
  new Promise((resolve, reject) => {
    server
      .once('error', (cause: NodeJS.ErrnoException) => reject(refusalOf(cause, host, port)))
      .listen(port, host, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
  });

function refusalOf(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new CannotStart(`Port ${port} on ${host} is in use: stop what listens there, or set PORT to another`, { cause });
    case 'EACCES':
      return new CannotStart(`Port ${port} on ${host} is not yours to listen on: set PORT to one above 1023`, { cause });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CannotStart(`${host} is no address of this machine: set HOST to one that is`, { cause });
    default:
      return cause;
  }
}
