/**
 * Which days a rule's BY parts let through, within the periods of its frequency.
 *
 * RFC 5545 §3.3.10 has parts that expand and parts that limit. Within a period they come to the same: a day is in when each part
 * that is there holds of it. BYMONTH has been seen to: days of other months are not asked.
 */
import { type CalendarDay, calendarDay } from './calendar.ts';
import type { ByDay, RecurrenceRule } from './rule.ts';

export function dayFilter({ freq, bymonth, byweekno, byyearday, bymonthday, byday, wkst }: RecurrenceRule): (day: CalendarDay) => boolean {
  const nthInMonth = freq === 'MONTHLY' || bymonth !== undefined;
  const parts: ((day: CalendarDay) => boolean)[] = [];
  if (byday !== undefined) parts.push((day) => byday.some((entry) => isByDay(entry, day, nthInMonth)));
  if (byweekno !== undefined) parts.push((day) => isIn(byweekno, weekOf(day, wkst)));
  if (byyearday !== undefined) parts.push(({ yearday, yearLength }) => isIn(byyearday, { place: yearday, of: yearLength }));
  if (bymonthday !== undefined) parts.push(({ monthday, monthLength }) => isIn(bymonthday, { place: monthday, of: monthLength }));
  return (day) => parts.every((holds) => holds(day));
}

/** A place counted from 1, among so many. */
interface Place {
  readonly place: number;
  readonly of: number;
}

/** Whether a list of places, negative ones counted from the end, has this one. */
const isIn = (list: readonly number[], { place, of }: Place): boolean => list.includes(place) || list.includes(place - of - 1);

function isByDay({ weekday, nth }: ByDay, day: CalendarDay, nthInMonth: boolean): boolean {
  if (day.weekday !== weekday) return false;
  if (nth === undefined) return true;
  return isIn([nth], nthInMonth ? nthOfItsKind(day.monthday, day.monthLength) : nthOfItsKind(day.yearday, day.yearLength));
}

/** Which Tuesday of the month, or of the year, a Tuesday is; and of how many. */
function nthOfItsKind(place: number, of: number): Place {
  const nth = Math.ceil(place / 7);
  return { place: nth, of: nth + Math.floor((of - place) / 7) };
}

/** A week belongs to the year that has its fourth day, and so has the number of that day among its kind (ISO 8601, WKST for Monday). */
function weekOf({ day, weekday }: CalendarDay, wkst: number): Place {
  const fourth = calendarDay(day - ((weekday - wkst + 7) % 7) + 3);
  return nthOfItsKind(fourth.yearday, fourth.yearLength);
}
