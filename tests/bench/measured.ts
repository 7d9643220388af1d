/** What a load came to. */
export interface Measured {
  /** Requests. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of an answer's body, on average. */
  readonly bytes: number;
  /** Requests, those of the warm-up too. */
  readonly answered: number;
  /** The first answer that was no success. */
  readonly failed?: string | undefined;
}

/** Of values in order. */
export const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

export const median = (values: readonly number[]): number =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
