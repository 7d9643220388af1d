/** A rule with what it leaves to DTSTART written out. */
import type { WallTime } from '../time/zone.ts';
import { calendarDay, DAY_MS } from './calendar.ts';
import type { RecurrenceRule, Weekday } from './rule.ts';

const EVERY_DAY = ([0, 1, 2, 3, 4, 5, 6] as Weekday[]).map((weekday) => ({ weekday, nth: undefined }));

/**
 * What a rule does not name is taken from DTSTART: "every year in March" is the day of March that DTSTART is.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10 RFC 5545 §3.3.10}
 */
export function impliedParts(rule: RecurrenceRule, dtstart: WallTime): RecurrenceRule {
  const { month, monthday, weekday } = calendarDay(Math.floor(dtstart / DAY_MS));
  const onDays = [rule.byday, rule.bymonthday, rule.byyearday].some((part) => part !== undefined);
  const sameWeekday = [{ weekday, nth: undefined }];
  switch (rule.freq) {
    case 'DAILY':
      return byMonths(rule);
    case 'WEEKLY':
      return byMonths(onDays ? rule : { ...rule, byday: sameWeekday });
    case 'MONTHLY':
      return onDays ? rule : { ...rule, bymonthday: [monthday] };
    case 'YEARLY':
      if (onDays) return rule;
      if (rule.byweekno !== undefined) return { ...rule, byday: sameWeekday };
      return { ...rule, bymonth: rule.bymonth ?? [month], bymonthday: [monthday] };
    default:
      return rule.freq satisfies never;
  }
}

/** Each day, or each week, within some days of some months is the same as each month with those days; and months are soon counted. */
function byMonths(rule: RecurrenceRule): RecurrenceRule {
  const namesMonths = rule.bymonth !== undefined || rule.bymonthday !== undefined;
  if (!namesMonths || rule.interval > 1 || rule.bysetpos !== undefined) return rule;
  return { ...rule, freq: 'MONTHLY', byday: rule.byday ?? (rule.bymonthday === undefined ? EVERY_DAY : undefined) };
}
