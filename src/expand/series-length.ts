/** How long each occurrence of a series lasts. */
import { timeOfDay, toWall } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import type { Series } from './series.ts';

const LAST_MINUTE = DAY_MS - 60_000;

export function seriesLength(start: Date, end: Date | undefined, zone: string): Pick<Series, 'durationMs' | 'days' | 'wallDurationMs'> {
  if (end === undefined) return { durationMs: undefined, days: undefined, wallDurationMs: undefined };
  const from = toWall(start, zone);
  const to = toWall(end, zone);
  const wholeDays = timeOfDay(from) === 0 && to > from && (timeOfDay(to) === 0 || timeOfDay(to) >= LAST_MINUTE);
  return {
    durationMs: end.getTime() - start.getTime(),
    days: wholeDays ? Math.ceil((to - from) / DAY_MS) : undefined,
    wallDurationMs: wholeDays ? to - from : undefined,
  };
}
