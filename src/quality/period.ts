/** Danish days, ISO weeks and calendar months. Pure. */
import { addDays, type LocalDate, wallOfDate } from '../time/zone.ts';

export const granularities = ['day', 'week', 'month'] as const;
export type Granularity = (typeof granularities)[number];

/** Both days included. */
export interface Period {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The periods of a span, the first and the last cut to it. */
export function periodsOf({ from, to }: Period, by: Granularity): Period[] {
  const periods: Period[] = [];
  for (let day = from; day <= to; ) {
    const next = firstOfNext(day, by);
    const last = addDays(next, -1);
    periods.push({ from: day, to: last < to ? last : to });
    day = next;
  }
  return periods;
}

function firstOfNext(day: LocalDate, by: Granularity): LocalDate {
  switch (by) {
    case 'day':
      return addDays(day, 1);
    case 'week':
      return addDays(day, 7 - daysSinceMonday(day));
    case 'month':
      return `${addDays(`${day.slice(0, 7)}-01` as LocalDate, 31).slice(0, 7)}-01` as LocalDate;
    default:
      return by satisfies never;
  }
}

const daysSinceMonday = (day: LocalDate): number => (new Date(wallOfDate(day)).getUTCDay() + 6) % 7;
