/** Inside a transaction an entry may name another by its `urn:uuid` (R4 §3.1.0.11.2). */
import { identitiesOf } from '../derive/interpret.ts';
import { EXT } from '../fhir/extension.ts';
import { fault } from '../fhir/fault.ts';
import { isObject, type JsonObject } from '../fhir/json.ts';
import type { Appointment, BundleEntry } from '../fhir/types.ts';

type Identity = ReturnType<typeof identitiesOf>[number];

/**
 * `originatingAppointment` by `urn:uuid` becomes a reference by the identifier of the entry it names: identity holds whatever id
 * the entry is given. What an entry holds has not been checked yet: anything that is not as it should be is left as it is.
 */
export function resolveUrns(entries: readonly BundleEntry[]): BundleEntry[] {
  const identities = new Map(
    entries.flatMap(({ fullUrl, resource }) => {
      const [identity] = isAppointment(resource) ? identitiesOf(resource) : [];
      return fullUrl === undefined || identity === undefined ? [] : [[fullUrl, identity] as const];
    }),
  );
  return entries.map((entry, index) => {
    const { resource } = entry;
    if (!isAppointment(resource) || !Array.isArray(resource.extension)) return entry;
    const extension = resource.extension.map((one: unknown) => resolve(one, identities, index));
    return { ...entry, resource: { ...resource, extension } as Appointment };
  });
}

const isAppointment = (resource: unknown): resource is Appointment =>
  isObject(resource) && resource['resourceType'] === 'Appointment' && listOfObjects(resource['identifier']);

const listOfObjects = (value: unknown): value is JsonObject[] => Array.isArray(value) && value.every(isObject);

function resolve(extension: unknown, identities: ReadonlyMap<string, Identity>, index: number): unknown {
  if (!isObject(extension) || extension['url'] !== EXT.originatingAppointment || !isObject(extension['valueReference'])) return extension;
  const { reference } = extension['valueReference'];
  if (typeof reference !== 'string' || !reference.startsWith('urn:')) return extension;
  const identifier = identities.get(reference);
  if (identifier === undefined) {
    throw fault('business-rule', 'No entry of the transaction has this fullUrl', {
      expression: `Bundle.entry[${index}].resource.extension`,
      rule: 'exception-origin',
    });
  }
  return { url: EXT.originatingAppointment, valueReference: { identifier } };
}
