/** N processes behind one port: this one listens, hands connections out in turn, and puts another worker in the place of one that ends. */
import cluster, { type Worker } from 'node:cluster';
import { CannotStart } from '../cannot-start.ts';
import type { Log } from '../log.ts';
import { gatherMetrics } from './gather-metrics.ts';
import { restartDelayMs } from './restart-delay.ts';

export interface Supervised {
  /** Tells each worker to end what it is at; resolves once all are gone. */
  stop(): Promise<void>;
}

/** More than it takes to get to the longest delay. */
const REMEMBERED = 20;

/**
 * One worker starts first, and the others once it listens: it alone brings the schema up to date, and a start that cannot be is told of once.
 * @throws CannotStart where that one ends before it listens; it has said why
 */
export async function superviseWorkers(count: number, log: Log): Promise<Supervised> {
  const alive = new Set<Worker>();
  const listening = new Set<Worker>();
  const delayed = new Set<NodeJS.Timeout>();
  let ends: number[] = [];
  let allGone: (() => void) | undefined;

  gatherMetrics(listening);
  cluster.on('listening', (worker) => listening.add(worker));

  function replace(worker: Worker, code: number | null, signal: string | null): void {
    alive.delete(worker);
    listening.delete(worker);
    if (allGone !== undefined) {
      if (alive.size === 0) allGone();
      return;
    }
    ends = [...ends, performance.now()].slice(-REMEMBERED);
    const delayMs = restartDelayMs(ends);
    log.warn({ worker: worker.id, code, signal, delayMs }, 'a worker ended, another takes its place');
    const timer = setTimeout(() => {
      delayed.delete(timer);
      alive.add(cluster.fork());
    }, delayMs);
    delayed.add(timer);
  }

  alive.add(await startFirst());
  cluster.on('exit', replace);
  for (let started = 1; started < count; started++) alive.add(cluster.fork());

  return {
    stop: () =>
      new Promise((resolve) => {
        allGone = resolve;
        for (const timer of delayed) clearTimeout(timer);
        for (const worker of alive) worker.process.kill('SIGTERM');
        if (alive.size === 0) resolve();
      }),
  };
}

function startFirst(): Promise<Worker> {
  const worker = cluster.fork();
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new CannotStart('No worker could be started'));
    worker.once('exit', refuse).once('listening', () => {
      worker.off('exit', refuse);
      resolve(worker);
    });
  });
}
