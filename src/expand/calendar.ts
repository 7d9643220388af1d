/** The Gregorian calendar by whole days, without `Date`: a day is its number since 1 January 1970. */
import type { Weekday } from './rule.ts';

export type EpochDay = number;

export const DAY_MS = 86_400_000;

/** No rule is followed past 31 December 2199 (DESIGN §4.1: times lie between 1900 and 2199). */
export const LAST_DAY: EpochDay = Date.UTC(2199, 11, 31) / DAY_MS;

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const;

/** A day with all that a BY part may ask of it. Months and days count from 1. */
export interface CalendarDay {
  readonly day: EpochDay;
  readonly year: number;
  readonly month: number;
  readonly monthday: number;
  readonly monthLength: number;
  readonly yearday: number;
  readonly yearLength: number;
  readonly weekday: Weekday;
}

export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const yearLength = (year: number): number => (isLeap(year) ? 366 : 365);

export const weekdayOf = (day: EpochDay): Weekday => (((day % 7) + 10) % 7) as Weekday;

export const firstOfYear = (year: number): EpochDay =>
  365 * (year - 1970) + Math.floor((year - 1969) / 4) - Math.floor((year - 1901) / 100) + Math.floor((year - 1601) / 400);

/** Days of the year before a month, from 1 (January) to 13 (the whole year). */
const before = (month: number, year: number): number => (BEFORE_MONTH[month - 1] ?? 0) + (month > 2 && isLeap(year) ? 1 : 0);

/** Months counted through the years, so that intervals are plain arithmetic: January of year 0 is 0. */
export const monthIndex = ({ year, month }: CalendarDay): number => year * 12 + month - 1;

export function firstOfMonth(index: number): EpochDay {
  const year = Math.floor(index / 12);
  return firstOfYear(year) + before(index - year * 12 + 1, year);
}

export function calendarDay(day: EpochDay): CalendarDay {
  let year = 1970 + Math.floor(day / 365.2425);
  if (day < firstOfYear(year)) year -= 1;
  else if (day >= firstOfYear(year + 1)) year += 1;
  const yearday = day - firstOfYear(year) + 1;
  let month = Math.min(12, Math.ceil(yearday / 29));
  while (before(month, year) >= yearday) month -= 1;
  const passed = before(month, year);
  return {
    day,
    year,
    month,
    monthday: yearday - passed,
    monthLength: before(month + 1, year) - passed,
    yearday,
    yearLength: yearLength(year),
    weekday: weekdayOf(day),
  };
}

/** So many days from `first` on, those of other months than the ones named left out. */
export function daysOfMonths(first: EpochDay, length: number, months: readonly number[] | undefined): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let n = 0; n < length; ) {
    const { year, month, monthday, monthLength, yearday, yearLength } = calendarDay(first + n);
    const rest = Math.min(length - n, monthLength - monthday + 1);
    if (months?.includes(month) !== false) {
      for (let step = 0; step < rest; step += 1) {
        const day = first + n + step;
        days.push({
          day,
          year,
          month,
          monthday: monthday + step,
          monthLength,
          yearday: yearday + step,
          yearLength,
          weekday: weekdayOf(day),
        });
      }
    }
    n += rest;
  }
  return days;
}
