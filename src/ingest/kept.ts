/** An appointment as the store keeps it, with what its resource says, read only when somebody asks. */

import type { Member } from '../derive/derived.ts';
import { type AppointmentKind, type Interpreted, interpret, kindOf } from '../derive/interpret.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment, AppointmentStatus } from '../fhir/types.ts';
import type { Change } from '../normalise/changed.ts';
import type { StoredAppointment } from '../store/appointment.ts';
import { dateOf, type LocalDate } from '../time/zone.ts';
import type { Message } from './message.ts';

export interface Kept {
  readonly id: string;
  readonly citizenId: string;
  readonly senderId: string;
  readonly version: number;
  /** Orders the citizen's writes. */
  readonly changeNumber: number;
  readonly kind: AppointmentKind;
  readonly deleted: boolean;
  readonly contentHash: string;
  readonly receivedDate: LocalDate;
  readonly updatedAt: Date;
  readonly sourceUpdated: Date | undefined;
  readonly cancelledAt: Date | undefined;
  readonly priorStatus: AppointmentStatus | undefined;
  readonly changed: readonly Change[];
  readonly status: AppointmentStatus;
  /** The series it was an exception of when it was last derived. */
  readonly seriesId: string | undefined;
  /** Of an exception: the original start that it was found to be of, by its number. */
  readonly anchor: Date | undefined;
  /** Of a series: how far the store has it. */
  readonly extendedDate: LocalDate | undefined;
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
    changeNumber: Number(row.change_number),
    kind: row.kind,
    deleted: row.deleted,
    contentHash: row.content_hash,
    receivedDate: row.received_date as LocalDate,
    updatedAt: row.updated_at,
    sourceUpdated: row.source_updated_at ?? undefined,
    cancelledAt: row.cancelled_at ?? undefined,
    priorStatus: (row.prior_status as AppointmentStatus | null) ?? undefined,
    changed: (row.changed ?? []) as Change[],
    status: row.status as AppointmentStatus,
    seriesId: row.series_id ?? undefined,
    anchor: row.original_start ?? undefined,
    extendedDate: (row.extended_date as LocalDate | null) ?? undefined,
    said: appointment === undefined ? undefined : interpret(appointment, sector),
  };
}

/** What the message makes of an appointment: its first version, or the next. */
export function keptAs(message: Message, { id, before, changed, now, changeNumber }: KeptContext): Kept {
  const { said } = message;
  const { status } = said.appointment;
  const cancelled = status === 'cancelled';
  return {
    id,
    citizenId: message.citizenId,
    senderId: message.senderId,
    version: (before?.version ?? 0) + 1,
    changeNumber,
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
    anchor: before !== undefined && isOfSame(said, before.said) ? before.anchor : undefined,
    extendedDate: before?.extendedDate,
    said,
  };
}

interface KeptContext {
  readonly id: string;
  readonly before: Kept | undefined;
  readonly changed: readonly Change[];
  readonly now: Date;
  readonly changeNumber: number;
}

/** Whether an exception says as before which occurrence it is of: a number keeps what it meant, though its series be counted anew. */
const isOfSame = ({ exceptionOf }: Interpreted, before: Interpreted | undefined): boolean =>
  exceptionOf !== undefined &&
  exceptionOf.seriesKey === before?.exceptionOf?.seriesKey &&
  exceptionOf.recurrenceId === before.exceptionOf.recurrenceId;

/**
 * The same appointment without its content: nothing of it is shown, its versions stay. How new its source's last word was is
 * remembered: an older one that was overtaken by the deletion brings nothing back.
 */
export const keptAsDeleted = (before: Kept, { now, changeNumber }: Pick<KeptContext, 'now' | 'changeNumber'>): Kept => ({
  ...before,
  version: before.version + 1,
  changeNumber,
  deleted: true,
  updatedAt: now,
  cancelledAt: undefined,
  priorStatus: undefined,
  changed: [],
  said: undefined,
});

export const memberOf = ({ said, ...kept }: Kept): Member | undefined => (said === undefined ? undefined : { ...kept, said });
