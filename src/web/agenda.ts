/** Visits → days, each with what is on it; pure. */
import { addDays, dateOf, type LocalDate, timeOfDay, toWall, wallOfDate } from '../time/zone.ts';
import type { Visit } from './visit.ts';

export interface Day {
  readonly date: LocalDate;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly visit: Visit;
  /** Of a stay of several days: which of them this is. */
  readonly stay: { readonly day: number; readonly of: number } | undefined;
}

const DAY = 86_400_000;
/** A stay is told on so many of its days from the first that is shown, and then on its last. */
const MAX_STAY_DAYS = 60;

/** The days from `from` to `to` (both included) that something is on, in order. */
export function toAgenda(visits: readonly Visit[], from: LocalDate, to?: LocalDate): Day[] {
  const days = new Map<LocalDate, Entry[]>();
  for (const visit of visits) {
    const { first, last } = daysOf(visit);
    const shownFrom = first < from ? from : first;
    const cut = addDays(shownFrom, MAX_STAY_DAYS);
    for (
      let date = shownFrom;
      date <= last && (to === undefined || date <= to);
      date = date === cut && cut < last ? last : addDays(date, 1)
    ) {
      const stay = first === last ? undefined : { day: daysBetween(first, date) + 1, of: daysBetween(first, last) + 1 };
      days.set(date, [...(days.get(date) ?? []), { visit, stay }]);
    }
  }
  return [...days].map(([date, entries]) => ({ date, entries })).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** A stay is on each of its days; a night, and a window over midnight, on the day that it begins. */
function daysOf({ start, end, time }: Visit): { first: LocalDate; last: LocalDate } {
  const first = dateOf(start);
  if (time.kind !== 'multi-day' || end === undefined) return { first, last: first };
  const last = dateOf(end);
  return { first, last: timeOfDay(toWall(end)) === 0 ? addDays(last, -1) : last };
}

const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((wallOfDate(to) - wallOfDate(from)) / DAY);

/** ISO 8601: the week that holds the day's Thursday; week 1 holds the year's first Thursday. */
export function isoWeek(date: LocalDate): number {
  const day = wallOfDate(date);
  const thursday = day + (3 - ((new Date(day).getUTCDay() + 6) % 7)) * DAY;
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / DAY / 7) + 1;
}
