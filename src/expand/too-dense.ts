/** What makes a series more than one citizen's calendar can mean, and dearer than a sender may ask. */
import { error, type Issue } from '../fhir/fault.ts';
import type { WallTime } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import type { RecurrenceRule } from './rule.ts';
import { ruleTimes } from './rule-times.ts';
import type { Series } from './series.ts';

const MOST_A_DAY = 16;
const MOST_IN_A_WINDOW = 1000;
const WINDOW_DAYS = 30;

/** Before anything is walked: how many times of day the rule makes, whichever of them BYSETPOS would keep. */
export function tooDenseInADay({ byhour, byminute, bysecond }: RecurrenceRule, at: string): Issue | undefined {
  const times = [byhour, byminute, bysecond].reduce((product, list) => product * (list?.length ?? 1), 1);
  if (times <= MOST_A_DAY) return undefined;
  return error('too-costly', `A series has at most ${MOST_A_DAY} occurrences a day`, at, 'recurrence-dense-day');
}

/** Occurrences that touch one window of 30 days: long ones that overlap count, and so do listed dates that lie close. */
export function tooDenseInAWindow({ dtstart, durationMs = 0, rule, rdates }: Series, at: string): Issue | undefined {
  const span = WINDOW_DAYS * DAY_MS + Math.max(0, durationMs);
  const ofRule = rule === undefined ? 0 : ruleTimes(rule, dtstart).countBefore((dtstart + span) as WallTime);
  const room = Math.max(0, MOST_IN_A_WINDOW - ofRule);
  const crowded = rdates.some((wall, index) => wall - (rdates[index - room] ?? Number.NEGATIVE_INFINITY) < span);
  if (ofRule <= MOST_IN_A_WINDOW && !crowded) return undefined;
  return error(
    'too-costly',
    `A series has at most ${MOST_IN_A_WINDOW} occurrences that touch ${WINDOW_DAYS} days`,
    at,
    'recurrence-dense-window',
  );
}
