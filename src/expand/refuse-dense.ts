/** What no citizen's calendar can mean, and would cost more than a sender may ask. */
import type { WallTime } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import type { Refuse } from './refuse.ts';
import type { RecurrenceRule } from './rule.ts';
import { ruleTimes } from './rule-times.ts';
import type { Series } from './series.ts';

const MOST_A_DAY = 16;
const MOST_IN_A_WINDOW = 1000;
const WINDOW_DAYS = 30;

/** Before anything is walked: how many times of day the rule makes, whichever of them BYSETPOS would keep. */
export function refuseDenseDay({ byhour, byminute, bysecond }: RecurrenceRule, refuse: Refuse): void {
  const times = [byhour, byminute, bysecond].reduce((product, list) => product * (list?.length ?? 1), 1);
  if (times > MOST_A_DAY) refuse('recurrence-dense-day', `A series has at most ${MOST_A_DAY} occurrences a day`, undefined, 'too-costly');
}

/** Occurrences that touch one window: long ones that overlap count, and so do listed dates that lie close. */
export function refuseDenseWindow({ dtstart, durationMs = 0, rule, rdates }: Series, refuse: Refuse): void {
  const span = WINDOW_DAYS * DAY_MS + Math.max(0, durationMs);
  const ofRule = rule === undefined ? 0 : ruleTimes(rule, dtstart).countBefore((dtstart + span) as WallTime);
  const room = Math.max(0, MOST_IN_A_WINDOW - ofRule);
  const crowded = rdates.some((wall, index) => wall - (rdates[index - room] ?? Number.NEGATIVE_INFINITY) < span);
  if (ofRule > MOST_IN_A_WINDOW || crowded) {
    const most = `A series has at most ${MOST_IN_A_WINDOW} occurrences that touch ${WINDOW_DAYS} days`;
    refuse('recurrence-dense-window', most, undefined, 'too-costly');
  }
}
