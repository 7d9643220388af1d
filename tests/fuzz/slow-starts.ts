/**
 * A third engine, for rules that neither of the others answers as RFC 5545 §3.3.10 has it: each day of each period is asked, from
 * DTSTART on, by means of `Date` alone. Slow, and too plain to share a fault with the one it checks.
 */
import { parseDateTime } from '../../src/expand/parse-date-time.ts';
import type { RandomSeries } from './random-series.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** Local times of the rule itself, as if in UTC, before `end`. */
export function slowStarts({ dtstart, parts, until }: RandomSeries, end: number): number[] {
  const start = wall(dtstart);
  const last = until === undefined ? Number.POSITIVE_INFINITY : wall(until.length === 8 ? `${until}T235959` : until);
  const list = (name: string): string[] | undefined => parts.get(name)?.split(',');
  const numbers = (name: string): number[] | undefined => list(name)?.map(Number);
  const freq = parts.get('FREQ') ?? '';
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const wkst = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  const first = new Date(start);
  const [months, weeks, yeardays, monthdays] = ['BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY'].map(numbers);
  let days = list('BYDAY');
  let [byMonth, byMonthday] = [months, monthdays];
  if (days === undefined && yeardays === undefined && monthdays === undefined && freq !== 'DAILY') {
    if (freq === 'WEEKLY' || weeks !== undefined) days = [WEEKDAYS[first.getUTCDay()] ?? ''];
    else byMonthday = [first.getUTCDate()];
    if (freq === 'YEARLY' && weeks === undefined) byMonth = months ?? [first.getUTCMonth() + 1];
  }
  const weekStart = (day: number): number => day - ((new Date(day).getUTCDay() - wkst + 7) % 7) * DAY_MS;
  const year = (day: number): number => new Date(day).getUTCFullYear();
  const month = (day: number): number => year(day) * 12 + new Date(day).getUTCMonth();
  const midnight = Math.floor(start / DAY_MS) * DAY_MS;
  /** Which period from the first a day is in. */
  const period = {
    DAILY: (day: number) => (day - midnight) / DAY_MS,
    WEEKLY: (day: number) => (weekStart(day) - weekStart(midnight)) / (7 * DAY_MS),
    MONTHLY: (day: number) => month(day) - month(midnight),
    YEARLY: (day: number) => year(day) - year(midnight),
  }[freq as 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'];
  const from = {
    DAILY: midnight,
    WEEKLY: weekStart(midnight),
    MONTHLY: Date.UTC(year(midnight), first.getUTCMonth()),
    YEARLY: Date.UTC(year(midnight), 0),
  };

  /** Whether a list has the place of `day` between two days, counted from either end in steps. */
  const placed = (wanted: readonly number[], day: number, [begin, finish]: readonly [number, number], step = 1): boolean =>
    wanted.includes(Math.floor((day - begin) / DAY_MS / step) + 1) ||
    wanted.includes(-Math.floor((finish - DAY_MS - day) / DAY_MS / step) - 1);
  const yearOf = (day: number): [number, number] => [Date.UTC(year(day), 0), Date.UTC(year(day) + 1, 0)];
  const monthOf = (day: number): [number, number] => {
    const date = new Date(day);
    return [Date.UTC(date.getUTCFullYear(), date.getUTCMonth()), Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)];
  };
  const isIn = (day: number): boolean => {
    const date = new Date(day);
    if (byMonth?.includes(date.getUTCMonth() + 1) === false) return false;
    const fourth = weekStart(day) + 3 * DAY_MS;
    if (weeks !== undefined && !placed(weeks, fourth, yearOf(fourth), 7)) return false;
    if (yeardays !== undefined && !placed(yeardays, day, yearOf(day))) return false;
    if (byMonthday !== undefined && !placed(byMonthday, day, monthOf(day))) return false;
    if (days === undefined) return true;
    const range = freq === 'MONTHLY' || byMonth !== undefined ? monthOf(day) : yearOf(day);
    return days.some(
      (item) =>
        item.endsWith(WEEKDAYS[date.getUTCDay()] ?? '') && (item.length === 2 || placed([Number.parseInt(item, 10)], day, range, 7)),
    );
  };
  const times = (numbers('BYHOUR') ?? [first.getUTCHours()])
    .flatMap((hour) => (numbers('BYMINUTE') ?? [first.getUTCMinutes()]).map((minute) => hour * 60 + minute))
    .flatMap((minutes) => (numbers('BYSECOND') ?? [first.getUTCSeconds()]).map((second) => (minutes * 60 + second) * 1000))
    .sort((a, b) => a - b);

  const sets = new Map<number, number[]>();
  for (let day = from[freq as keyof typeof from]; day < end + 400 * DAY_MS; day += DAY_MS) {
    const index = period(day);
    if (index % interval !== 0 || !isIn(day)) continue;
    sets.set(index, [...(sets.get(index) ?? []), ...times.map((time) => day + time)]);
  }
  const places = numbers('BYSETPOS');
  const picked = [...sets.values()].flatMap((set) =>
    set.filter((_, index) => !places || places.includes(index + 1) || places.includes(index - set.length)),
  );
  return picked
    .filter((time) => time >= start && time <= last)
    .slice(0, Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY))
    .filter((time) => time < end);
}

const wall = (local: string): number => parseDateTime(local)?.wall ?? Number.NaN;
