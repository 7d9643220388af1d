/** The versions of an appointment, for its sender alone: one, or all. */
import { type AuditContext, auditEntry } from '../access/audit.ts';
import { interpret, kindOf } from '../derive/interpret.ts';
import { isUuid } from '../fhir/appointment-id.ts';
import { openCursor, sealCursor } from '../fhir/cursor.ts';
import { type Fault, fault } from '../fhir/fault.ts';
import { etag } from '../fhir/headers.ts';
import type { Versioned } from '../fhir/respond-read.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment, Bundle, BundleEntry } from '../fhir/types.ts';
import { withServerElements } from '../normalise/server-elements.ts';
import { findAppointments, findVersions, type VersionRow } from '../store/appointment.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import type { Call } from './carry-out.ts';
import type { HistoryQuery } from './parse-history.ts';
import type { CountedDeps } from './quality-counts.ts';

export interface VersionDeps extends CountedDeps {
  readonly appendAudit: AppendAudit;
  readonly cursorKey: Buffer;
  readonly publicUrl: string;
}

export interface ReadVersion extends Versioned {
  readonly appointment: Appointment;
}

/** @throws Fault 404 for another's, or a version that never was; 410 for one that is a deletion */
export async function readVersion(deps: VersionDeps, call: Call, id: string, version: string): Promise<ReadVersion> {
  const versions = await ownVersions(deps, call, id);
  const row = versions.find((one) => String(one.version) === version);
  if (row === undefined) throw notFound();
  if (row.resource === null) throw fault('deleted', 'The appointment was deleted by this version');
  await logVersions(deps, call, 'vread', row.citizen_id, 1);
  return {
    appointment: toAppointment(row, row.resource, call.sender.sector),
    etag: etag(row.version),
    lastModified: row.received_at,
  };
}

/** Newest first; a deletion is an entry without a resource (R4 §3.1.0.14). */
export async function readHistory(deps: VersionDeps, call: Call, id: string, { since, count, cursor }: HistoryQuery): Promise<Bundle> {
  const all = await ownVersions(deps, call, id);
  const asked = all.filter(({ received_at }) => since === undefined || received_at >= since.at);
  const bound = JSON.stringify(['history', call.caller.subject, id, since?.text ?? '']);
  const before = cursor === undefined ? undefined : Number(openCursor(deps.cursorKey, bound, cursor)[0]);
  const left = asked.filter(({ version }) => before === undefined || version < before);
  const page = left.slice(0, count);
  const last = page.at(-1);
  const [newest] = all;
  if (newest !== undefined) await logVersions(deps, call, 'history', newest.citizen_id, page.length);
  const self = new URLSearchParams({ ...(since !== undefined && { _since: since.text }), _count: String(count) });
  const linkTo = (at: string | undefined): string =>
    `${deps.publicUrl}/fhir/Appointment/${id}/_history?${new URLSearchParams([...self, ...(at === undefined ? [] : [['_cursor', at] as [string, string]])])}`;
  const hasMore = left.length > page.length && last !== undefined && count > 0;
  const entry = page.map((row) => toEntry(deps.publicUrl, row, call.sender.sector));
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: asked.length,
    link: [
      { relation: 'self', url: linkTo(cursor) },
      ...(hasMore ? [{ relation: 'next', url: linkTo(sealCursor(deps.cursorKey, bound, [String(last.version)])) }] : []),
    ],
    ...(entry.length > 0 && { entry }),
  };
}

async function ownVersions({ db }: VersionDeps, { sender }: Call, id: string): Promise<VersionRow[]> {
  const [found] = isUuid(id) ? await findAppointments(db, [id]) : [];
  if (found?.appointment.sender_id !== sender.id) throw notFound();
  return findVersions(db, found.appointment.citizen_id, id);
}

const toAppointment = (row: VersionRow, resource: string, sector: Sector): Appointment => {
  const appointment = JSON.parse(resource) as Appointment;
  const kind = kindOf(interpret(appointment, sector));
  return withServerElements(appointment, { id: row.appointment_id, version: row.version, updatedAt: row.received_at, kind });
};

function toEntry(publicUrl: string, row: VersionRow, sector: Sector): BundleEntry {
  const { appointment_id: id, version, resource, received_at } = row;
  const response = { etag: etag(version), lastModified: received_at.toISOString() };
  const fullUrl = `${publicUrl}/fhir/Appointment/${id}`;
  if (resource === null) {
    return { fullUrl, request: { method: 'DELETE', url: `Appointment/${id}` }, response: { status: '204 No Content', ...response } };
  }
  return {
    fullUrl,
    resource: toAppointment(row, resource, sector),
    request: version === 1 ? { method: 'POST', url: 'Appointment' } : { method: 'PUT', url: `Appointment/${id}` },
    response: { status: version === 1 ? '201 Created' : '200 OK', ...response },
  };
}

export function logVersions(
  deps: VersionDeps,
  { caller, requestId }: Call,
  interaction: 'read' | 'vread' | 'history',
  citizenId: string,
  rows: number,
): Promise<void> {
  const context: AuditContext = { ...deps, now: deps.clock() };
  return deps.appendAudit(
    auditEntry({ caller, interaction, resourceType: 'Appointment', citizenId, rows, withheld: false, requestId }, context),
  );
}

const notFound = (): Fault => fault('not-found', 'There is nothing here by this id');
