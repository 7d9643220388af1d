/** How old a change is when everyone can read it, by sender. */
import { Histogram, type Registry } from 'prom-client';
import type { TellReadable } from '../ingest/readable.ts';

export function watchFreshness(registry: Registry): TellReadable {
  const readable = new Histogram({
    name: 'appointment_readable_seconds',
    help: 'Time from taking a sender’s call until what it changed can be read by everyone, of each call that changed something',
    labelNames: ['sender'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const lag = new Histogram({
    name: 'appointment_source_lag_seconds',
    help: 'Time from a change in the source system until it can be read here, of each change that tells when it was made there',
    labelNames: ['sender'],
    buckets: [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400],
    registers: [registry],
  });
  return ({ senderId: sender, acceptedAt, sourceLagsS }) => {
    readable.observe({ sender }, (performance.now() - acceptedAt) / 1000);
    for (const seconds of sourceLagsS) lag.observe({ sender }, seconds);
  };
}
