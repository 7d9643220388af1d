import type { Insertable } from 'kysely';
import type { DerivedOccurrence } from '../derive/derived.ts';
import type { OccurrenceTable } from '../store/database.ts';

export const toOccurrenceRow = (citizenId: string, occurrence: DerivedOccurrence): Insertable<OccurrenceTable> => ({
  citizen_id: citizenId,
  original_start: occurrence.originalStart,
  appointment_id: occurrence.appointmentId,
  content_id: occurrence.contentId,
  starts_at: occurrence.start,
  ends_at: occurrence.end ?? null,
  touches_until: occurrence.touchesUntil,
  recurrence_id: occurrence.recurrenceId ?? null,
  status: occurrence.status,
  kind: occurrence.kind,
  hidden_from: occurrence.hiddenFrom ?? null,
});
