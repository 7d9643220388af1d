/** Stored row → FHIR Appointment, as text: the head is written here, the tail was at ingest. */

import { occurrenceIdOf } from '../fhir/appointment-id.ts';
import { EXT } from '../fhir/extension.ts';
import { visitTime, visitTimeJson } from '../normalise/visit-time.ts';
import { withoutHome } from '../normalise/without-home.ts';
import type { OccurrenceRow } from '../store/occurrence.ts';
import { formatInstant } from '../time/zone.ts';

export const occurrenceId = ({ appointment_id, original_start, kind }: OccurrenceRow): string =>
  kind === 'series' ? occurrenceIdOf(appointment_id, original_start) : appointment_id;

export function renderOccurrence(row: OccurrenceRow): string {
  const { starts_at, ends_at, guided, minutes } = row;
  const end = ends_at ?? undefined;
  const time = visitTime({ start: starts_at, end, guided, minutesDuration: minutes ?? undefined });
  const endMember = end === undefined ? '' : `"end":"${formatInstant(end)}",`;
  const head =
    `{"resourceType":"Appointment","id":"${occurrenceId(row)}","status":"${row.status}","start":"${formatInstant(starts_at)}",${endMember}` +
    `"extension":[${visitTimeJson(time)}`;
  if (row.tail === null) return head + row.masked_tail;
  const whole = `${head}${inSeries(row)}${row.tail}`;
  return row.home_streets === null ? whole : withoutHome(whole, row.home_streets);
}

/** Where an occurrence stands in its series. */
function inSeries({ kind, original_start, recurrence_id }: OccurrenceRow): string {
  if (kind !== 'series') return '';
  const number = recurrence_id === null ? '' : `,{"url":"${EXT.recurrenceId}","valuePositiveInt":${recurrence_id}}`;
  return `,{"url":"${EXT.originalStart}","valueInstant":"${formatInstant(original_start)}"}${number}`;
}
