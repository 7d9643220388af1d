/** An appointment as the store keeps it, with what its resource says, read only when somebody asks. */

import type { Member } from '../derive/derived.ts';
import { type AppointmentKind, type Interpreted, interpret, kindOf } from '../derive/interpret.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment } from '../fhir/types.ts';
import type { Change } from '../normalise/changed.ts';
import type { StoredAppointment } from '../store/appointment.ts';
import { dateOf, type LocalDate } from '../time/zone.ts';
import type { Message } from './message.ts';

export interface Kept {
  readonly id: string;
  readonly citizenId: string;
  readonly senderId: string;
  readonly version: number;
  readonly kind: AppointmentKind;
  readonly deleted: boolean;
  readonly contentHash: string;
  readonly receivedDate: LocalDate;
  readonly updatedAt: Date;
  readonly sourceUpdated: Date | undefined;
  readonly cancelledAt: Date | undefined;
  readonly priorStatus: string | undefined;
  readonly changed: readonly Change[];
  readonly status: string;
  /** The series it was an exception of when it was last derived. */
  readonly seriesId: string | undefined;
  /** Undefined once deleted. */
  readonly said: Interpreted | undefined;
}

export function keptFrom(row: StoredAppointment, sector: Sector): Kept {
  const appointment = row.resource === null ? undefined : (JSON.parse(row.resource) as Appointment);
  return {
    id: row.id,
    citizenId: row.citizen_id,
    senderId: row.sender_id,
    version: row.version,
    kind: row.kind,
    deleted: row.deleted,
    contentHash: row.content_hash,
    receivedDate: row.received_date as LocalDate,
    updatedAt: row.updated_at,
    sourceUpdated: row.source_updated_at ?? undefined,
    cancelledAt: row.cancelled_at ?? undefined,
    priorStatus: row.prior_status ?? undefined,
    changed: (row.changed ?? []) as Change[],
    status: row.status,
    seriesId: row.series_id ?? undefined,
    said: appointment === undefined ? undefined : interpret(appointment, sector),
  };
}

/** What the message makes of an appointment: its first version, or the next. */
export function keptAs(message: Message, { id, before, changed, now }: KeptContext): Kept {
  const { said } = message;
  const status = said.appointment.status ?? 'booked';
  const cancelled = status === 'cancelled';
  return {
    id,
    citizenId: message.citizenId,
    senderId: message.senderId,
    version: (before?.version ?? 0) + 1,
    kind: kindOf(said),
    deleted: false,
    contentHash: message.contentHash,
    receivedDate: before?.receivedDate ?? dateOf(now),
    updatedAt: now,
    sourceUpdated: said.sourceUpdated,
    cancelledAt: cancelled ? (before?.cancelledAt ?? now) : undefined,
    priorStatus: cancelled ? (before?.cancelledAt === undefined ? before?.status : before.priorStatus) : undefined,
    changed,
    status,
    seriesId: before?.seriesId,
    said,
  };
}

interface KeptContext {
  readonly id: string;
  readonly before: Kept | undefined;
  readonly changed: readonly Change[];
  readonly now: Date;
}

/** The same appointment without its content: nothing of it is shown, its versions stay. */
export const keptAsDeleted = (before: Kept, now: Date): Kept => ({
  ...before,
  version: before.version + 1,
  deleted: true,
  updatedAt: now,
  sourceUpdated: undefined,
  cancelledAt: undefined,
  priorStatus: undefined,
  changed: [],
  said: undefined,
});

export const memberOf = ({ said, ...kept }: Kept): Member | undefined => (said === undefined ? undefined : { ...kept, said });
