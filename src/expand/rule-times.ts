/** The times a rule yields, in wall time: from DTSTART, to UNTIL or COUNT. */
import type { WallTime } from '../time/zone.ts';
import { DAY_MS, LAST_DAY } from './calendar.ts';
import { periodsOf } from './periods.ts';
import type { RecurrenceRule } from './rule.ts';

export interface RuleTimes {
  /** In order, without end where the calendar's is not near: the reader stops. */
  from(wall: WallTime): Generator<WallTime>;
  countBefore(wall: WallTime): number;
  /** A wall time that is not after the rule's n-th, and not more than a period before it. */
  near(n: number): WallTime;
}

/** Rules do not change, and what their periods hold is worth keeping as long as they live. */
const known = new WeakMap<RecurrenceRule, { readonly dtstart: WallTime; readonly times: RuleTimes }>();

export function ruleTimes(rule: RecurrenceRule, dtstart: WallTime): RuleTimes {
  const found = known.get(rule);
  if (found?.dtstart === dtstart) return found.times;
  const times = timesOfRule(rule, dtstart);
  known.set(rule, { dtstart, times });
  return times;
}

function timesOfRule(rule: RecurrenceRule, dtstart: WallTime): RuleTimes {
  const { count = Number.POSITIVE_INFINITY, until = (LAST_DAY + 1) * DAY_MS - 1 } = rule;
  const periods = periodsOf(rule, dtstart);
  /** Those of the first period that lie before DTSTART are none of the series'. */
  const skipped = periods.timesOf(0).filter((wall) => wall < dtstart).length;

  const countBefore = (wall: number): number => {
    const end = Math.min(wall, until + 1) as WallTime;
    if (end <= dtstart) return 0;
    const index = periods.indexOf(end);
    const within = periods.timesOf(index).filter((time) => time < end).length;
    return Math.min(count, periods.countBefore(index) + within - skipped);
  };

  return {
    countBefore,

    *from(wall) {
      const begin = Math.max(wall, dtstart) as WallTime;
      let n = countBefore(begin);
      for (let index = periods.indexOf(begin); index <= periods.last; index += 1) {
        for (const time of periods.timesOf(index)) {
          if (time < begin) continue;
          n += 1;
          if (n > count || time > until) return;
          yield time;
        }
      }
    },

    near(n) {
      const isBefore = (index: number): boolean => periods.countBefore(index) - skipped < n;
      let low = 0;
      let high = 1;
      while (high <= periods.last && isBefore(high)) high *= 2;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (middle <= periods.last && isBefore(middle)) low = middle;
        else high = middle;
      }
      return periods.startOf(low);
    },
  };
}
