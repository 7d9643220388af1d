/** The days of the sample, told from today: a Danish day and a wall time in, an instant with its Danish offset out. Pure. */
import { addDays, formatInstant, type LocalDate, startOfDay, toInstant, type WallTime, wallOfDate } from '../../time/zone.ts';

/** Monday first, as in the templates of R5. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export interface SampleDays {
  readonly today: LocalDate;
  /** So many calendar days from today; back where negative. */
  day(offset: number): LocalDate;
  /** The nth of the days from today on that are Monday to Friday, from 0. */
  workday(n: number): LocalDate;
  /** The last such weekday at least so many days ago: where a series began. */
  lastWeekday(weekday: Weekday, daysAgo: number): LocalDate;
  /** The first such weekday at least so many days ahead. */
  nextWeekday(weekday: Weekday, daysAhead: number): LocalDate;
  /** The next day that loses an hour to summer time, today included. */
  summerTimeDay(): LocalDate;
}

const HOUR = 3_600_000;

export function sampleDays(today: LocalDate): SampleDays {
  const day = (offset: number): LocalDate => addDays(today, offset);
  return {
    today,
    day,
    workday: (n) => walk(today, 1, (date) => !isWeekend(date), n),
    lastWeekday: (weekday, daysAgo) => walk(day(-daysAgo), -1, (date) => weekdayOf(date) === weekday),
    nextWeekday: (weekday, daysAhead) => walk(day(daysAhead), 1, (date) => weekdayOf(date) === weekday),
    summerTimeDay: () => walk(today, 1, (date) => startOfDay(addDays(date, 1)).getTime() - startOfDay(date).getTime() === 23 * HOUR),
  };
}

/** The first day that is such, or the nth after it, from `from` on by `step`. */
function walk(from: LocalDate, step: 1 | -1, isSuch: (date: LocalDate) => boolean, n = 0): LocalDate {
  let date = from;
  for (let left = n; ; date = addDays(date, step)) if (isSuch(date) && left-- === 0) return date;
}

const weekdayOf = (date: LocalDate): Weekday | undefined => weekdays[(new Date(wallOfDate(date)).getUTCDay() + 6) % 7];

const isWeekend = (date: LocalDate): boolean => ['saturday', 'sunday'].includes(weekdayOf(date) ?? '');

/** @param clock Danish wall time, `07:00` */
export function at(date: LocalDate, clock: string): string {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return formatInstant(toInstant((wallOfDate(date) + hours * HOUR + minutes * 60_000) as WallTime));
}
