/** One time of a series: what expanding makes and storing keeps. */
export interface Occurrence {
  /** Where the rule put it, whatever an exception did later. The key of an exception, and part of the occurrence's id. */
  readonly originalStart: Date;
  readonly start: Date;
  /** Unknown where the series' end is unknown. */
  readonly end?: Date;
  /** R5's number, from 1 and the same whatever the horizon; absent where the occurrence has none (DESIGN §4.1: a `start` off its rule). */
  readonly recurrenceId?: number;
}
