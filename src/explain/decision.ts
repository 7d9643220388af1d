/** Why an appointment is shown or hidden: the first that applies, in the order they are written here. Pure. */

import { isOver } from '../derive/retained-from.ts';
import type { AppointmentStatus } from '../fhir/types.ts';
import { sharing } from '../normalise/status.ts';
import type { Sight } from '../store/occurrence.ts';
import { dateOf, type LocalDate, startOfDay } from '../time/zone.ts';

/** Code → what it means, to a developer at the sender. The codes are a contract. */
export const decisions = {
  deleted: 'It was deleted',
  'without-series': 'The series that its originatingAppointment names is not here',
  'without-occurrence': 'Its series has no occurrence at its original start or number',
  superseded: 'A newer exception of the same occurrence is shown instead',
  'no-occurrence': 'The series has no occurrence at this original start',
  excluded: 'The series leaves this occurrence out',
  'entered-in-error': 'It, or its series, was entered in error',
  'status-kept': 'Its status is kept, and not shared',
  'no-start': 'It has no start',
  'cancelled-long-ago': 'It was cancelled, and the 14 Danish calendar days that this is shown are over',
  'past-retention': 'It was over before the day from which on past occurrences are kept',
  'before-received': 'It was over before the Danish day on which its series was first received',
  'beyond-window': 'It repeats, and its Danish day is not before the day on which the sharing window ends',
  'not-extended': 'Its series has not been extended so far ahead yet',
  'no-occurrence-shown': 'None of its occurrences is shown today',
  shown: 'It is shown, as far as no block of the citizen hides it from the reader',
} as const;

export type Decision = keyof typeof decisions;

/** One thing that a reader would see: a single appointment, or an occurrence with what its exception made of it. */
export interface Showing {
  readonly status: AppointmentStatus;
  readonly start: Date | undefined;
  readonly touchesUntil: Date | undefined;
  readonly hiddenFrom: Date | undefined;
  /** Whether the sharing window binds it. */
  readonly bound: boolean;
  /** Of an occurrence: the days between which its series has been made. */
  readonly made?: { readonly from: LocalDate; readonly until: LocalDate } | undefined;
}

/** What the clock and the settings decide of today. */
export interface Today extends Sight {
  readonly windowDays: number;
  /** Of a series, what was over before is not made. */
  readonly retainedFrom: Date;
}

export function decide(
  { status, start, touchesUntil, hiddenFrom, bound, made }: Showing,
  { now, windowEnd, retainedFrom }: Today,
): Decision {
  const how = sharing(status);
  if (how === 'hidden') return 'entered-in-error';
  if (how === 'kept') return 'status-kept';
  if (start === undefined) return 'no-start';
  if (hiddenFrom !== undefined && hiddenFrom <= now) return 'cancelled-long-ago';
  const times = { start, touchesUntil: touchesUntil ?? start };
  if (made !== undefined && isOver(times, retainedFrom)) return 'past-retention';
  if (made !== undefined && isOver(times, startOfDay(made.from))) return 'before-received';
  if (bound && start >= windowEnd) return 'beyond-window';
  if (made !== undefined && dateOf(start) >= made.until) return 'not-extended';
  return 'shown';
}
