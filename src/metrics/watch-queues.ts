/** What waits: calls, statements, lines of the log, series, look-ups on their way to MinLog. Read when it is asked for. */
import { Gauge, type Registry } from 'prom-client';
import type { Backlog } from '../store/backlog.ts';
import type { Connections } from '../store/database.ts';

export interface Queues {
  readonly callsUnderWay: () => number;
  readonly maxCalls: number;
  readonly logLinesUnderWay: () => number;
  readonly connections: () => Connections;
  /** Undefined where there is no replica, or none that is read from. */
  readonly replicaLagS: () => number | undefined;
  /** Of all processes, from the database. */
  readonly readBacklog: () => Promise<Backlog>;
}

/** The database says within this what waits in it, or is said not to answer. */
const PATIENCE_MS = 500;
/** One reading serves all that one request for metrics asks of it. */
const FRESH_MS = 200;

export function watchQueues(
  registry: Registry,
  { callsUnderWay, maxCalls, logLinesUnderWay, connections, replicaLagS, readBacklog }: Queues,
): void {
  const registers = [registry];

  const own = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };

  own('http_requests_under_way', 'Calls taken and not answered yet', callsUnderWay);
  own('http_requests_under_way_limit', 'Calls under way before others are refused (MAX_WAITING)', () => maxCalls);
  own('log_lines_under_way', 'Lines of the citizens’ logs on their way to disk, each with an answer that waits for it', logLinesUnderWay);
  own('database_connections', 'Open connections to the database', () => connections().open);
  own('database_connections_idle', 'Those of them that nobody uses', () => connections().idle);
  own('database_connections_limit', 'Connections at the most', () => connections().limit);
  own('database_connections_waiting', 'Statements that wait for a connection', () => connections().waiting);

  new Gauge({
    name: 'database_replica_lag_seconds',
    help: 'How far the replica is behind that reads go to which tolerate it; absent while none is read from',
    registers,
    aggregator: 'max',
    collect() {
      const seconds = replicaLagS();
      if (seconds === undefined) this.remove();
      else this.set(seconds);
    },
  });

  const backlog = kept(() => inTime(readBacklog()), FRESH_MS);

  /** The same whichever process reads it. `unknown` where the database does not answer; without it the metric is then left out. */
  const shared = (name: string, help: string, pick: (found: Backlog) => number, unknown?: number): void => {
    new Gauge({
      name,
      help,
      registers,
      aggregator: unknown === undefined ? 'max' : 'min',
      async collect() {
        const found = await backlog();
        const value = found === undefined ? unknown : pick(found);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  };

  shared('database_answers', `Whether the database answers within ${PATIENCE_MS} ms: 1 or 0`, () => 1, 0);
  shared(
    'extend_slices_due',
    'Slices of the citizens, of 256, whose series today’s run has not taken further yet',
    ({ slicesDue }) => slicesDue,
  );
  shared('extend_days_behind', 'Days since every series was last taken further', ({ daysBehind }) => daysBehind);
  shared('minlog_outbox_lines', 'Look-ups that MinLog has not taken yet, counted to 100,000', ({ outboxLines }) => outboxLines);
  shared('minlog_outbox_oldest_seconds', 'Age of the oldest of them', ({ outboxOldestS }) => outboxOldestS);
}

/** Undefined where it fails, or takes longer. */
const inTime = <T>(work: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve) => {
    const late = setTimeout(resolve, PATIENCE_MS, undefined);
    work
      .catch(() => undefined)
      .then((value) => {
        clearTimeout(late);
        resolve(value);
      });
  });

function kept<T>(read: () => Promise<T>, ms: number): () => Promise<T> {
  let last: Promise<T> | undefined;
  let readAt = 0;
  return () => {
    const now = performance.now();
    if (last === undefined || now - readAt > ms) {
      last = read();
      readAt = now;
    }
    return last;
  };
}
