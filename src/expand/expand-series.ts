/** One series → its occurrences. */
import { type Interval, touches } from '../time/interval.ts';
import type { Occurrence } from '../time/occurrence.ts';
import { dateOfWall, toInstant, toWall, type WallTime } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import type { Series } from './series.ts';
import { type Numbered, timeNumbered, walk } from './walk.ts';

const END_OF_TIME = new Date(8.64e15);

/**
 * The occurrences of a series that touch `horizon`, in order of their start.
 *
 * A local time that a change to summer time skips moves forward by the gap (02:30 → 03:30); one that comes twice is the first.
 * `recurrenceId` is R5's number, the same whatever the horizon; a series sent as a rule has none.
 * Pure; never throws. Cost grows with the horizon, not with the age of the series.
 */
export function expandSeries(series: Series, horizon: Interval): Occurrence[] {
  const occurrences: Occurrence[] = [];
  const last = toWall(horizon.end, series.zone) + DAY_MS;
  for (const time of walk(series, reachingInto(horizon.start, series))) {
    if (time.wall >= last) break;
    const occurrence = toOccurrence(series, time);
    if (touches(occurrence.start, occurrence.end, horizon) && !leavesOut(series, time)) occurrences.push(occurrence);
  }
  return inOrderOnce(occurrences);
}

/**
 * The occurrence at an original start, an excluded one too (ask `isExcluded`); undefined where the series has none there.
 * Of a local time that comes twice either will do: the answer's `originalStart` is the one to keep.
 */
export function occurrenceAt(series: Series, originalStart: Date): Occurrence | undefined {
  const time = timeAt(series, originalStart);
  return time && toOccurrence(series, time);
}

/** The occurrence with R5's number, an excluded one too, since it keeps its number; undefined where the series does not come so far. */
export function occurrenceNumbered(series: Series, recurrenceId: number): Occurrence | undefined {
  const time = timeNumbered(series, recurrenceId);
  return time && toOccurrence(series, time);
}

/** Whether the series leaves out what it has at this original start: by EXDATE, `excludingDate` or `excludingRecurrenceId`. */
export function isExcluded(series: Series, originalStart: Date): boolean {
  const time = timeAt(series, originalStart);
  return time !== undefined && leavesOut(series, time);
}

/** Whether nothing of the series touches or follows an instant. */
export function endsBefore(series: Series, instant: Date): boolean {
  const onwards: Interval = { start: instant, end: END_OF_TIME };
  for (const time of walk(series, reachingInto(instant, series))) {
    const { start, end } = toOccurrence(series, time);
    if (touches(start, end, onwards) && !leavesOut(series, time)) return false;
  }
  return true;
}

/** Whether nothing is left of the series, from its very beginning. */
export function isEmpty(series: Series): boolean {
  for (const time of walk(series, Number.NEGATIVE_INFINITY as WallTime)) {
    if (!leavesOut(series, time)) return false;
  }
  return true;
}

/** The wall time from which on an occurrence may reach an instant; a day to spare for what summer time does. */
const reachingInto = (instant: Date, { zone, durationMs = 0 }: Series): WallTime =>
  (toWall(instant, zone) - durationMs - DAY_MS) as WallTime;

function timeAt(series: Series, originalStart: Date): Numbered | undefined {
  const wall = toWall(originalStart, series.zone);
  const at = toInstant(wall, series.zone).getTime();
  for (const time of walk(series, (wall - DAY_MS) as WallTime)) {
    if (time.wall > wall + DAY_MS) return undefined;
    if (toInstant(time.wall, series.zone).getTime() === at) return time;
  }
  return undefined;
}

const leavesOut = ({ zone, excluded }: Series, { wall, number }: Numbered): boolean =>
  excluded.recurrenceIds.has(number) ||
  (excluded.starts.size > 0 && excluded.starts.has(toInstant(wall, zone).getTime())) ||
  (excluded.dates.size > 0 && excluded.dates.has(dateOfWall(wall)));

function toOccurrence({ form, zone, durationMs, wallDurationMs, second }: Series, { wall, number }: Numbered): Occurrence {
  const start = second.get(wall) ?? toInstant(wall, zone);
  return {
    originalStart: start,
    start,
    ...(durationMs !== undefined && {
      end: wallDurationMs === undefined ? new Date(start.getTime() + durationMs) : toInstant((wall + wallDurationMs) as WallTime, zone),
    }),
    ...(form === 'template' && { recurrenceId: number }),
  };
}

/** In order of start; where a skipped local time meets the one it moves to, they are one (RFC 5545 §3.8.5.2: duplicates count once). */
const inOrderOnce = (occurrences: Occurrence[]): Occurrence[] =>
  occurrences
    .sort((a, b) => a.start.getTime() - b.start.getTime())
    .filter(({ start }, index, all) => start.getTime() !== all[index - 1]?.start.getTime());
