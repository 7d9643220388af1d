/** What a transaction refers to by a literal reference has to be here (R4 §3.1.0.11.2). */
import { parseAppointmentId } from '../fhir/appointment-id.ts';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import { isObject } from '../fhir/json.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { findAppointments } from '../store/appointment.ts';
import { findKnownCitizens } from '../store/citizen.ts';
import type { Call, IngestDeps } from './carry-out.ts';

interface Literal {
  readonly path: string;
  /** `Type/id`, without a version. */
  readonly named: string;
}

/** @throws Fault 422 for each reference into this service that leads to nothing of the sender's */
export async function requireHeld(
  deps: IngestDeps & { readonly publicUrl: string },
  call: Call,
  entries: readonly BundleEntry[],
): Promise<void> {
  const issues = await findUnheld(deps, call, entries);
  if (issues.length > 0) throw new Fault(issues);
}

/** One issue for each such reference, its path beginning at the bundle. */
export async function findUnheld(
  deps: IngestDeps & { readonly publicUrl: string },
  call: Call,
  entries: readonly BundleEntry[],
): Promise<readonly Issue[]> {
  const literals = entries.flatMap(({ resource }, index) =>
    literalsIn(resource, `${deps.publicUrl}/fhir/`, `Bundle.entry[${index}].resource`),
  );
  if (literals.length === 0) return [];
  const held = await findHeld(deps, call, literals);
  return literals.flatMap(({ named, path }) => (held.has(named) ? [] : [notHeld(named, path)]));
}

/** Those to another server are not ours to know. */
function literalsIn(node: unknown, base: string, path: string): Literal[] {
  if (Array.isArray(node)) return node.flatMap((one, index) => literalsIn(one, base, `${path}[${index}]`));
  if (!isObject(node)) return [];
  const below = Object.entries(node).flatMap(([name, value]) => literalsIn(value, base, `${path}.${name}`));
  const { reference } = node;
  if (typeof reference !== 'string' || reference.startsWith('#')) return below;
  const relative = reference.startsWith(base) ? reference.slice(base.length) : reference;
  if (/^[a-z][a-z0-9+.-]*:/i.test(relative)) return below;
  return [{ path: `${path}.reference`, named: relative.replace(/\/_history\/[^/]*$/, '') }, ...below];
}

async function findHeld(deps: IngestDeps, { sender }: Call, literals: readonly Literal[]): Promise<Set<string>> {
  const idsOf = (type: string): string[] =>
    literals.flatMap(({ named }) => {
      const [of, id = '', ...rest] = named.split('/');
      const parsed = of === type && rest.length === 0 ? parseAppointmentId(id) : undefined;
      return parsed === undefined || parsed.originalStart !== undefined ? [] : [parsed.appointmentId];
    });
  const [appointments, citizens] = [idsOf('Appointment'), idsOf('Patient')];
  const own = appointments.length === 0 ? [] : await findAppointments(deps.db, appointments);
  const known = citizens.length === 0 ? [] : await findKnownCitizens(deps.db, citizens);
  return new Set([
    ...own.flatMap(({ appointment }) =>
      appointment.sender_id === sender.id && !appointment.deleted ? [`Appointment/${appointment.id}`] : [],
    ),
    ...known.map((id) => `Patient/${id}`),
  ]);
}

const notHeld = (named: string, path: string): Issue =>
  error(
    'business-rule',
    /^(?:Appointment|Patient)\//.test(named)
      ? 'There is nothing here by this reference; name it by identifier instead'
      : 'No such resources are kept here; put it in contained, or name it by actor.identifier',
    path,
    'reference-held',
  );
