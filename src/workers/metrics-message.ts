/** What supervisor and workers say to each other of metrics. */
import type { MetricObjectWithValues, MetricValue } from 'prom-client';

/** A registry's values, as they travel. */
export type Values = MetricObjectWithValues<MetricValue<string>>[];

/**
 * - `want`: a worker asks for the metrics of all
 * - `give`: the supervisor asks a worker for its own
 * - `given`: these are they
 * - `gathered`: the supervisor answers the worker that asked
 */
export type MetricsMessage =
  | { readonly metrics: 'want' | 'give'; readonly id: number }
  | { readonly metrics: 'given'; readonly id: number; readonly values: Values }
  | { readonly metrics: 'gathered'; readonly id: number; readonly text: string };

/** Other things travel between them too. */
export const isMetricsMessage = (message: unknown): message is MetricsMessage =>
  typeof message === 'object' && message !== null && 'metrics' in message;
