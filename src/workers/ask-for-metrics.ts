import type { Registry } from 'prom-client';
import { isMetricsMessage, type MetricsMessage } from './metrics-message.ts';

/** Longer than the supervisor waits for the slowest worker. */
const WAIT_MS = 2_000;

/** In a worker: gives its metrics when the supervisor asks, and answers how those of all are had. */
export function askForMetrics(registry: Registry): () => Promise<string> {
  const asked = new Map<number, (text: string) => void>();
  let last = 0;

  const say = (message: MetricsMessage): void => void process.send?.(message);

  process.on('message', (message: unknown) => {
    if (!isMetricsMessage(message)) return;
    const { id } = message;
    if (message.metrics === 'give') void registry.getMetricsAsJSON().then((values) => say({ metrics: 'given', id, values }));
    if (message.metrics === 'gathered') asked.get(id)?.(message.text);
  });

  return () =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const giveUp = setTimeout(() => {
        asked.delete(id);
        reject(new Error('the supervisor does not gather the metrics'));
      }, WAIT_MS);
      asked.set(id, (text) => {
        clearTimeout(giveUp);
        asked.delete(id);
        resolve(text);
      });
      say({ metrics: 'want', id });
    });
}
