/** Half-open, instants: `start` is inside, `end` is not. */
export interface Interval {
  readonly start: Date;
  readonly end: Date;
}

/** Whether a thing that lasts `[start, end)` touches `within`; a thing without length, or without a known end, is its start alone. */
export function touches(start: Date, end: Date | undefined, within: Interval): boolean {
  return start < within.end && (start >= within.start || (end !== undefined && end > within.start));
}
