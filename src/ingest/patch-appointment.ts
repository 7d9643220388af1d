/** `PATCH Appointment/{id}`: the newest version, changed as the patch says, taken as an update by id. */
import { Fault, fault } from '../fhir/fault.ts';
import { etag, requireIfMatch } from '../fhir/headers.ts';
import { applyJsonPatch, type PatchOperation } from '../fhir/json-patch.ts';
import { findAppointments } from '../store/appointment.ts';
import type { Call } from './carry-out.ts';
import { type Conditions, putById } from './ingest-appointment.ts';
import { keptFrom } from './kept.ts';
import type { Stored } from './plan.ts';
import type { CountedDeps } from './quality-counts.ts';
import { asStored } from './respond-stored.ts';

const ATTEMPTS = 5;

/** Patched is what its sender reads, `id` and `meta` included. Without `If-Match` the patch is laid on whatever is newest. */
export async function patchById(
  deps: CountedDeps,
  call: Call,
  id: string,
  patch: readonly PatchOperation[],
  { ifMatch }: Conditions,
): Promise<Stored> {
  for (let attempt = 1; ; attempt += 1) {
    const [found] = await findAppointments(deps.db, [id]);
    if (found?.appointment.sender_id !== call.sender.id) throw fault('not-found', 'There is no appointment of yours with this id');
    if (found.appointment.deleted) throw fault('deleted', 'This appointment is deleted');
    const { version } = found.appointment;
    requireIfMatch(version, ifMatch);
    const patched = applyJsonPatch(asStored(keptFrom(found.appointment, call.sender.sector)), patch);
    try {
      return await putById(deps, call, id, patched, { ifMatch: etag(version) });
    } catch (cause) {
      // Another writer came between the reading and the writing.
      if (!(cause instanceof Fault) || cause.status !== 412 || ifMatch !== undefined || attempt === ATTEMPTS) throw cause;
    }
  }
}
