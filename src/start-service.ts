/** Config → a port that is listened on → database → app; `stop` undoes them in reverse. */
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
import { keepRetaining } from './retain/keep-retaining.ts';
import { createService } from './service.ts';
import { openDatabase } from './store/database.ts';
import { setHandedOver } from './store/minlog-outbox.ts';
import { readReplica } from './store/tolerant-reads.ts';
import { systemClock } from './time/clock.ts';
import { untilReachable } from './until-reachable.ts';

export interface RunningService {
  readonly deps: AppDeps;
  /** Where this process listens, `http://127.0.0.1:3000`: where port 0 is asked for, the system chose it. */
  readonly origin: string;
  /** Lets what is under way end, then closes the database and gives its folder free. With `drain` it first says for a while that it will. */
  stop(how?: { readonly drain: boolean }): Promise<void>;
}

/** Of one process among several. */
export interface Share {
  readonly maxConnections?: number;
  readonly shareMetrics?: ShareMetrics;
  /** The others answer meanwhile: callers are taken once they can be answered, and none is refused. */
  readonly listenWhenReady?: boolean;
}

/** @throws CannotStart where the port, or the database, is not to be had */
export async function startService(config: Config, log: Log, share: Share = {}): Promise<RunningService> {
  const { host, auditRetentionDays, quarantineRetentionDays, minlog } = config;
  const http = createHttpServer();
  let port = share.listenWhenReady === true ? undefined : await listen(http.server, config);
  if (port !== undefined) log.info({ host, port }, 'starting');
  let opened: Awaited<ReturnType<typeof open>> | undefined;
  try {
    opened = await untilReachable(() => open(config, log, share), { log });
    await setHandedOver(opened.database.db, minlog !== undefined);
    http.serve(opened.listener);
    port ??= await listen(http.server, config);
  } catch (cause) {
    await Promise.all([http.stop(), opened?.close()]);
    throw cause;
  }
  log.info({ host, port }, 'listening');
  const { close, deps } = opened;
  const { tellJob } = deps.metrics;
  const extending = keepExtending({ ...deps, machineClock: systemClock, tellJob });
  const retaining = keepRetaining({ ...deps, machineClock: systemClock, quarantineRetentionDays, tellJob });
  const keeping = keepLog({ ...deps, machineClock: systemClock, auditRetentionDays, minlog, tellJob });
  const counting = keepCounting(deps);
  return {
    deps,
    origin: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    stop: async ({ drain } = { drain: false }) => {
      await Promise.all([http.stop(drain ? config.drainSeconds * 1_000 : 0), extending.stop(), retaining.stop(), keeping.stop()]);
      await counting.stop();
      await close();
    },
  };
}

/** The database, and the app on it; where there cannot be one, the other is closed again. */
async function open(config: Config, log: Log, { maxConnections, shareMetrics }: Share) {
  const { databaseUrl: url, databaseReadUrl, dataDir } = config;
  const database = await openDatabase({ url, dataDir, maxConnections });
  const replica = databaseReadUrl === undefined ? undefined : readReplica(database.db, { url: databaseReadUrl, log });
  const close = async (): Promise<void> => {
    await replica?.close();
    await database.close();
  };
  try {
    return { database, close, ...(await createService(config, database, log, { shareMetrics, replica })) };
  } catch (cause) {
    await close();
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
