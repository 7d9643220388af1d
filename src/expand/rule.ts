/** The parsed form of an RFC 5545 RRULE; an R5 pattern is read into the same. A part that is not there is undefined. */
import type { WallTime } from '../time/zone.ts';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** 0 is Monday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export interface ByDay {
  readonly weekday: Weekday;
  /** `2` is the second of the month or year, `-1` its last; undefined: each. */
  readonly nth: number | undefined;
}

export interface RecurrenceRule {
  readonly freq: Frequency;
  readonly interval: number;
  /** Counts excluded occurrences too (RFC 5545 §3.8.5.1: EXDATE comes after). */
  readonly count?: number | undefined;
  /** Inclusive. */
  readonly until?: WallTime | undefined;
  readonly bymonth?: readonly number[] | undefined;
  readonly byweekno?: readonly number[] | undefined;
  readonly byyearday?: readonly number[] | undefined;
  readonly bymonthday?: readonly number[] | undefined;
  readonly byday?: readonly ByDay[] | undefined;
  readonly byhour?: readonly number[] | undefined;
  readonly byminute?: readonly number[] | undefined;
  readonly bysecond?: readonly number[] | undefined;
  readonly bysetpos?: readonly number[] | undefined;
  readonly wkst: Weekday;
}
