/** Which appointments are past their retention. Pure. */
import { isOver } from '../derive/retained-from.ts';
import { endsBefore } from '../expand/expand-series.ts';
import { parseSeries } from '../expand/parse-series.ts';
import { Fault } from '../fhir/fault.ts';
import type { Appointment } from '../fhir/types.ts';
import { touchesUntil } from '../normalise/visit-time.ts';
import type { PastCandidate } from '../store/past-appointment.ts';

const DAY_MS = 86_400_000;

/**
 * Those of which nothing touches or follows `from`; what has no time, or was deleted, by when it last came. A series goes with its last
 * exception, and an exception once the occurrence that it is of is over too: without it the series would have that back.
 */
export function findPast(candidates: readonly PastCandidate[], from: Date): PastCandidate[] {
  const alone = candidates.filter((one) => (one.deleted || one.kind !== 'series') && isPast(one, from));
  const exceptions = new Map<string, number>();
  for (const { series_id, deleted } of alone) {
    if (series_id !== null && !deleted) exceptions.set(series_id, (exceptions.get(series_id) ?? 0) + 1);
  }
  const series = candidates.filter(
    (one) => !one.deleted && one.kind === 'series' && (exceptions.get(one.id) ?? 0) === one.exceptions && hasEnded(one, from),
  );
  return [...alone, ...series];
}

function isPast(candidate: PastCandidate, from: Date): boolean {
  const { deleted, updated_at, starts_at: start, ends_at, guided, minutes, original_start } = candidate;
  if (deleted || (start === null && original_start === null)) return updated_at < from;
  if (original_start !== null && plannedUntil(candidate, original_start) > from.getTime()) return false;
  if (start === null) return true;
  const timing = { start, end: ends_at ?? undefined, guided, minutesDuration: minutes ?? undefined };
  return isOver({ start, touchesUntil: touchesUntil(timing) }, from);
}

/** When the series' own occurrence is surely over; a day to spare for what summer time does, and for a day without a time. */
function plannedUntil({ series_starts_at, series_ends_at }: PastCandidate, originalStart: Date): number {
  const lengthMs = series_starts_at === null || series_ends_at === null ? 0 : series_ends_at.getTime() - series_starts_at.getTime();
  return originalStart.getTime() + lengthMs + DAY_MS;
}

/** One that cannot be read any more stays. */
function hasEnded({ resource }: PastCandidate, from: Date): boolean {
  try {
    const series = resource === null ? undefined : parseSeries(JSON.parse(resource) as Appointment)?.series;
    return series !== undefined && endsBefore(series, from);
  } catch (cause) {
    if (cause instanceof Fault) return false;
    throw cause;
  }
}
