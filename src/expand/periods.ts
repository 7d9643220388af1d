/**
 * A rule as a row of periods: each day, week, month or year that FREQ and INTERVAL name, counted from the one that holds DTSTART.
 *
 * Periods of one shape (a month of 30 days that begins on a Tuesday) hold the same times, so each shape is worked out once;
 * and counting the occurrences before a period is arithmetic, or a sum over shapes. Neither walks the series from its start.
 */
import type { WallTime } from '../time/zone.ts';
import {
  calendarDay,
  DAY_MS,
  daysOfMonths,
  type EpochDay,
  firstOfMonth,
  firstOfYear,
  isLeap,
  LAST_DAY,
  monthIndex,
  weekdayOf,
  yearLength,
} from './calendar.ts';
import { dayFilter } from './day-filter.ts';
import { impliedParts } from './implied-parts.ts';
import type { Frequency, RecurrenceRule } from './rule.ts';
import { timesOfDay } from './times-of-day.ts';

export interface Periods {
  /** The number of the last period that may hold anything. */
  readonly last: number;
  /** The period a wall time falls in, or the one before it where INTERVAL leaps over it. */
  indexOf(wall: WallTime): number;
  /** The midnight a period begins. */
  startOf(index: number): WallTime;
  /** All times of a period, in order; BYSETPOS is done, DTSTART, UNTIL and COUNT are not looked at. */
  timesOf(index: number): WallTime[];
  /** How many times the periods before this one hold. */
  countBefore(index: number): number;
}

/** Where the periods of a frequency lie, by their index. */
interface Grid {
  indexOf(day: EpochDay): number;
  firstDay(index: number): EpochDay;
  /** In days. */
  length(index: number): number;
  /** Equal for two periods whose times lie equally within them. */
  shapeOf(index: number): number;
  /** After so many periods the shapes come again in the same order; undefined: only with the calendar itself. */
  readonly cycle: number | undefined;
}

export function periodsOf(given: RecurrenceRule, dtstart: WallTime): Periods {
  const rule = impliedParts(given, dtstart);
  const { indexOf, firstDay, shapeOf, length, cycle } = grids[rule.freq](rule, Math.floor(dtstart / DAY_MS));
  const matches = dayFilter(rule);
  const times = timesOfDay(rule, dtstart);

  const shapes = new Map<number, readonly number[]>();
  /** The times of a period, in milliseconds from its first midnight. */
  const offsetsOf = (index: number): readonly number[] => {
    const shape = shapeOf(index);
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    const first = firstDay(index);
    const offsets: number[] = [];
    for (const day of daysOfMonths(first, length(index), rule.bymonth)) {
      if (matches(day)) for (const time of times) offsets.push((day.day - first) * DAY_MS + time);
    }
    const picked = rule.bysetpos === undefined ? offsets : pick(offsets, rule.bysetpos);
    shapes.set(shape, picked);
    return picked;
  };

  const sums = [0];
  const sumBefore = (index: number): number => {
    for (let n = sums.length - 1; n < index; n += 1) sums.push((sums[n] ?? 0) + offsetsOf(n).length);
    return sums[index] ?? 0;
  };

  return {
    last: Math.min(indexOf(LAST_DAY), rule.until === undefined ? Number.POSITIVE_INFINITY : indexOf(Math.floor(rule.until / DAY_MS))),
    indexOf: (wall) => indexOf(Math.floor(wall / DAY_MS)),
    startOf: (index) => (firstDay(index) * DAY_MS) as WallTime,
    timesOf: (index) => {
      const midnight = firstDay(index) * DAY_MS;
      return offsetsOf(index).map((offset) => (midnight + offset) as WallTime);
    },
    countBefore: (index) =>
      cycle === undefined ? sumBefore(index) : Math.floor(index / cycle) * sumBefore(cycle) + sumBefore(index % cycle),
  };
}

/** BYSETPOS: the n-th from the front, or from the back; a place beyond the set is none. */
function pick(offsets: readonly number[], places: readonly number[]): number[] {
  const kept = new Set(places.map((place) => (place > 0 ? place - 1 : offsets.length + place)));
  return offsets.filter((_, index) => kept.has(index));
}

/** The shape of a period that BYMONTH leaves out. */
const NOTHING = -1;

const grids: Record<Frequency, (rule: RecurrenceRule, start: EpochDay) => Grid> = {
  DAILY: ({ interval, bymonth, bymonthday, byday }, start) => {
    const firstDay = (index: number): EpochDay => start + index * interval;
    const byWeekdayAlone = bymonth === undefined && bymonthday === undefined;
    return {
      indexOf: (day) => Math.floor((day - start) / interval),
      firstDay,
      length: () => 1,
      shapeOf: (index) => {
        if (byWeekdayAlone) return weekdayOf(firstDay(index));
        const { month, monthday, monthLength, weekday } = calendarDay(firstDay(index));
        if (bymonth?.includes(month) === false) return NOTHING;
        return (bymonthday === undefined ? 0 : monthday * 32 + monthLength) * 7 + (byday === undefined ? 0 : weekday);
      },
      cycle: byWeekdayAlone ? 7 : undefined,
    };
  },

  WEEKLY: ({ interval, wkst, bymonth }, start) => {
    const week = start - ((weekdayOf(start) - wkst + 7) % 7);
    const firstDay = (index: number): EpochDay => week + index * 7 * interval;
    return {
      indexOf: (day) => Math.floor((day - week) / (7 * interval)),
      firstDay,
      length: () => 7,
      shapeOf: (index) => {
        if (bymonth === undefined) return 0;
        const { month, monthday, monthLength } = calendarDay(firstDay(index));
        return month * 8 + Math.min(7, monthLength - monthday);
      },
      cycle: bymonth === undefined ? 1 : undefined,
    };
  },

  MONTHLY: ({ interval, bymonth, byday }, start) => {
    const month = monthIndex(calendarDay(start));
    const firstDay = (index: number): EpochDay => firstOfMonth(month + index * interval);
    const length = (index: number): number => firstOfMonth(month + index * interval + 1) - firstDay(index);
    return {
      indexOf: (day) => Math.floor((monthIndex(calendarDay(day)) - month) / interval),
      firstDay,
      length,
      shapeOf: (index) => {
        if (bymonth?.includes(((month + index * interval) % 12) + 1) === false) return NOTHING;
        return length(index) * 7 + (byday === undefined ? 0 : weekdayOf(firstDay(index)));
      },
      cycle: undefined,
    };
  },

  YEARLY: ({ interval, byday, byweekno }, start) => {
    const { year: first } = calendarDay(start);
    const firstDay = (index: number): EpochDay => firstOfYear(first + index * interval);
    return {
      indexOf: (day) => Math.floor((calendarDay(day).year - first) / interval),
      firstDay,
      length: (index) => yearLength(first + index * interval),
      shapeOf: (index) => {
        const year = first + index * interval;
        const leap = Number(isLeap(year)) * 7;
        if (byweekno === undefined && byday === undefined) return leap;
        const shape = leap + weekdayOf(firstDay(index));
        // Weeks that lie across New Year are numbered in the year beside it.
        return byweekno === undefined ? shape : shape + Number(isLeap(year - 1)) * 14 + Number(isLeap(year + 1)) * 28;
      },
      cycle: undefined,
    };
  },
};
