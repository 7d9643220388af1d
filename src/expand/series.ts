/** A series: what all three wire forms become (R5 template with short or long urls, RFC 5545 lines). */
import type { LocalDate, WallTime } from '../time/zone.ts';
import type { RecurrenceRule } from './rule.ts';

export interface Series {
  readonly form: 'template' | 'rrule';
  /** IANA. */
  readonly zone: string;
  /** `Appointment.start` on the wall, to the second. */
  readonly dtstart: WallTime;
  /** Exact elapsed time, as RFC 5545 §3.8.5.3 has it for DTEND; undefined: the end is unknown. */
  readonly durationMs: number | undefined;
  /** Of a series that goes from midnight to midnight, or to 23:59: how many days. It is walked by dates, not by elapsed time. */
  readonly days: number | undefined;
  /** How far the end is from the start on the wall clock, where `days` is given. */
  readonly wallDurationMs: number | undefined;
  /** undefined: the series is `rdates` alone. */
  readonly rule: RecurrenceRule | undefined;
  /** Times beyond those of the rule, in order, each once. */
  readonly rdates: readonly WallTime[];
  /** Where start or an RDATE names, by its instant, the second of a local time that comes twice. A rule yields the first. */
  readonly second: ReadonlyMap<WallTime, Date>;
  readonly excluded: Excluded;
}

/** What the series leaves out. The excluded keep their numbers, and are counted by COUNT. */
export interface Excluded {
  /** Instants, in milliseconds; of a local time that comes twice the first, whichever was named. */
  readonly starts: ReadonlySet<number>;
  /** Whole days in the series' zone. */
  readonly dates: ReadonlySet<LocalDate>;
  /** R5's `excludingRecurrenceId`. */
  readonly recurrenceIds: ReadonlySet<number>;
}
