import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry } from 'prom-client';
import { isMetricsMessage, type MetricsMessage, type Values } from './metrics-message.ts';

/** A worker that is too busy to say is left out. */
const WAIT_MS = 1_000;

/** In the supervisor: whichever worker is asked for `/metrics` answers with those of all, each metric added up as it says it is to be. */
export function gatherMetrics(workers: ReadonlySet<Worker>): void {
  const gathering = new Map<number, (values: Values) => void>();
  let last = 0;

  const say = (worker: Worker, message: MetricsMessage): void => {
    if (worker.isConnected()) worker.send(message);
  };

  const gather = (): Promise<Values[]> =>
    new Promise((resolve) => {
      const id = ++last;
      const asked = [...workers];
      const all: Values[] = [];
      const finish = (): void => {
        clearTimeout(late);
        gathering.delete(id);
        resolve(all);
      };
      const late = setTimeout(finish, WAIT_MS);
      gathering.set(id, (values) => {
        all.push(values);
        if (all.length === asked.length) finish();
      });
      for (const worker of asked) say(worker, { metrics: 'give', id });
    });

  cluster.on('message', (worker: Worker, message: unknown) => {
    if (!isMetricsMessage(message)) return;
    const { id } = message;
    if (message.metrics === 'given') gathering.get(id)?.(message.values);
    if (message.metrics !== 'want') return;
    void gather()
      .then((all) => AggregatorRegistry.aggregate(all).metrics())
      .then((text) => say(worker, { metrics: 'gathered', id, text }));
  });
}
