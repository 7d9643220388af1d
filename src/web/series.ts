/** Visits of one series told as one: how often, and which are next. Pure; from what is shown alone, so it tells no more than that. */
import { dateOf, type LocalDate, wallOfDate } from '../time/zone.ts';
import type { Visit } from './visit.ts';

export interface Series {
  readonly key: string;
  /** Soonest first. */
  readonly visits: readonly Visit[];
  /** Undefined where the days follow no simple rule, or are too few to tell. */
  readonly pattern: Pattern | undefined;
}

/** `weekdays` from 0, Monday; every so many weeks. All seven of every week is every day. */
export interface Pattern {
  readonly weekdays: readonly number[];
  readonly weeks: number;
}

const DAY = 86_400_000;
const FEWEST = 3;

/** Series of more than one visit, in the order of their first. */
export function toSeries(visits: readonly Visit[]): Series[] {
  const groups = new Map<string, Visit[]>();
  for (const visit of visits) {
    if (visit.series !== undefined) groups.set(visit.series, [...(groups.get(visit.series) ?? []), visit]);
  }
  return [...groups]
    .filter(([, group]) => group.length > 1)
    .map(([key, group]) => ({ key, visits: group, pattern: patternOf(group.map(({ originalStart }) => dateOf(originalStart))) }));
}

/** The weekdays and the step in weeks that give these days and, between the first and the last of them, no other. */
export function patternOf(dates: readonly LocalDate[]): Pattern | undefined {
  const days = [...new Set(dates.map((date) => Math.round(wallOfDate(date) / DAY)))].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || days.length < FEWEST) return undefined;
  const weekdays = [...new Set(days.map(weekdayOf))].sort((a, b) => a - b);
  const weeks = [...new Set(days.map(weekOf))];
  const step = Math.min(...weeks.slice(1).map((week, index) => week - (weeks[index] ?? 0)));
  if (!Number.isFinite(step)) return undefined;
  const expected: number[] = [];
  for (let day = first; day <= last; day++) {
    if (weekdays.includes(weekdayOf(day)) && (weekOf(day) - weekOf(first)) % step === 0) expected.push(day);
  }
  // Less than two rounds of the rule prove nothing.
  const enough = days.length > weekdays.length + (weekdays.length === 1 ? 1 : 0);
  return enough && expected.join() === days.join() ? { weekdays, weeks: step } : undefined;
}

/** The epoch's first day was a Thursday. */
const weekdayOf = (day: number): number => (day + 3) % 7;
const weekOf = (day: number): number => Math.floor((day + 3) / 7);
