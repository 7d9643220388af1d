/** Inside a transaction an entry may name another by its `urn:uuid` (R4 §3.1.0.11.2). */
import { identitiesOf } from '../derive/interpret.ts';
import { error, type Issue } from '../fhir/fault.ts';
import { isObject, type JsonObject } from '../fhir/json.ts';
import type { Appointment, BundleEntry } from '../fhir/types.ts';

type Identity = ReturnType<typeof identitiesOf>[number];

/**
 * A reference by `urn:` becomes one by the identifier of the entry it names: identity holds whatever id the entry is given. What an
 * entry holds has not been checked yet: anything that is not as it should be is left as it is. `issues` tells of each that names no entry.
 */
export function resolveUrns(entries: readonly BundleEntry[]): { readonly entries: BundleEntry[]; readonly issues: readonly Issue[] } {
  const identities = new Map(
    entries.flatMap(({ fullUrl, resource }) => {
      const [identity] = isAppointment(resource) ? identitiesOf(resource) : [];
      return fullUrl === undefined || identity === undefined ? [] : [[fullUrl, identity] as const];
    }),
  );
  const issues: Issue[] = [];
  const resolved = entries.map((entry, index) =>
    isAppointment(entry.resource)
      ? { ...entry, resource: resolve(entry.resource, { identities, issues }, `Bundle.entry[${index}].resource`) as Appointment }
      : entry,
  );
  return { entries: resolved, issues };
}

const isAppointment = (resource: unknown): resource is Appointment =>
  isObject(resource) && resource['resourceType'] === 'Appointment' && listOfObjects(resource['identifier']);

const listOfObjects = (value: unknown): value is JsonObject[] => Array.isArray(value) && value.every(isObject);

interface Resolving {
  readonly identities: ReadonlyMap<string, Identity>;
  readonly issues: Issue[];
}

function resolve(node: unknown, resolving: Resolving, path: string): unknown {
  if (Array.isArray(node)) return node.map((one, index) => resolve(one, resolving, `${path}[${index}]`));
  if (!isObject(node)) return node;
  const { reference, ...rest } = node;
  if (typeof reference !== 'string' || !reference.startsWith('urn:')) {
    return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolve(value, resolving, `${path}.${name}`)]));
  }
  const identifier = resolving.identities.get(reference);
  if (identifier === undefined) {
    resolving.issues.push(
      error('business-rule', 'No Appointment of the transaction has this fullUrl', `${path}.reference`, 'reference-held'),
    );
  }
  return { ...rest, identifier };
}
