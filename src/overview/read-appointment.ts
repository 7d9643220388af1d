/** `GET Appointment/{id}`: its sender reads it as received; others as shared, and only where status, window and blocks show it. */

import { acrossSectors } from '../access/across-sectors.ts';
import { type Access, auditEntry } from '../access/audit.ts';
import { requireTreatment } from '../access/authorise.ts';
import { bindCitizen, type Reader } from '../access/bind-citizen.ts';
import type { Caller, SenderCaller } from '../access/caller.ts';
import { decideVisible, seesAll } from '../access/decide-visible.ts';
import { Denied } from '../access/denied.ts';
import { parseAppointmentId } from '../fhir/appointment-id.ts';
import { type Fault, fault } from '../fhir/fault.ts';
import { etag } from '../fhir/headers.ts';
import type { Versioned } from '../fhir/respond-read.ts';
import { findAppointments, findOwner } from '../store/appointment.ts';
import { findOccurrence, type OccurrenceRow } from '../store/occurrence.ts';
import type { Visible } from '../store/visible.ts';
import { asReceived } from './as-received.ts';
import type { OverviewDeps } from './find-overview.ts';
import { renderOccurrence } from './render-occurrence.ts';
import { sightAt } from './sight.ts';

export interface ReadAppointment extends Versioned {
  readonly json: string;
}

/** @throws Fault 404 for what is not there or not the caller's to know of, 410 to its sender once deleted */
export async function readAppointment(deps: OverviewDeps, caller: Caller, id: string, requestId: string): Promise<ReadAppointment> {
  const parsed = parseAppointmentId(id);
  if (parsed === undefined) throw notFound();
  const { appointmentId, originalStart } = parsed;
  if (caller.role === 'sender') return readOwn(deps, caller, appointmentId, originalStart, requestId);
  if (caller.role !== 'citizen' && caller.role !== 'professional') throw notFound();
  const citizenId = await findOwner(deps.db, appointmentId);
  if (caller.role === 'professional' && citizenId === undefined) requireTreatment(caller);
  if (citizenId === undefined) throw notFound();
  bindCitizen(caller, { citizenId }, { ...deps, now: deps.clock() });
  return readShared(deps, caller, decideVisible(caller, await deps.senders.all()), { citizenId, appointmentId, originalStart }, requestId);
}

async function readOwn(
  deps: OverviewDeps,
  caller: SenderCaller,
  appointmentId: string,
  originalStart: Date | undefined,
  requestId: string,
): Promise<ReadAppointment> {
  const [found] = await findAppointments(deps.db, [appointmentId]);
  if (found?.appointment.sender_id !== caller.senderId) throw notFound();
  const { appointment } = found;
  if (originalStart !== undefined) {
    return readShared(deps, caller, seesAll, { citizenId: appointment.citizen_id, appointmentId, originalStart }, requestId);
  }
  if (appointment.deleted || appointment.resource === null) throw fault('deleted', 'This appointment is deleted');
  await log(deps, caller, { citizenId: appointment.citizen_id, withheld: false, requestId });
  return {
    json: JSON.stringify(asReceived(appointment, appointment.resource)),
    etag: etag(appointment.version),
    lastModified: appointment.updated_at,
  };
}

interface Which {
  readonly citizenId: string;
  readonly appointmentId: string;
  readonly originalStart: Date | undefined;
}

async function readShared(
  deps: OverviewDeps,
  caller: Reader | SenderCaller,
  visible: Visible,
  which: Which,
  requestId: string,
): Promise<ReadAppointment> {
  const found = await findOccurrence(deps.db, visible, sightAt(deps.clock(), deps.windowDays), which);
  const [row] = found.rows;
  if (row === undefined) throw found.withheld ? new Denied(which.citizenId, notFound()) : notFound();
  await log(deps, caller, {
    citizenId: which.citizenId,
    withheld: found.withheld,
    requestId,
    acrossSectors: acrossSectors(visible, found.rows),
  });
  return { json: renderOccurrence(row), ...stampOf(row) };
}

/** A mask makes another thing of the same version: what is held of the one must not pass for the other. */
const stampOf = ({ version_id, updated_at, tail }: OccurrenceRow): Versioned =>
  tail === null ? { etag: etag(`${version_id}-masked`) } : { etag: etag(version_id), lastModified: updated_at };

const log = (
  deps: OverviewDeps,
  caller: Caller,
  look: Pick<Access, 'citizenId' | 'withheld' | 'requestId' | 'acrossSectors'>,
): Promise<void> =>
  deps.appendAudit(
    auditEntry({ ...look, caller, interaction: 'read', resourceType: 'Appointment', rows: 1 }, { ...deps, now: deps.clock() }),
  );

const notFound = (): Fault => fault('not-found', 'There is nothing here by this id');
