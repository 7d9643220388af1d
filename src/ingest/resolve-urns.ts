/** Inside a transaction an entry may name another by its `urn:uuid` (R4 §3.1.0.11.2). */
import { EXT } from '../fhir/extension.ts';
import { fault } from '../fhir/fault.ts';
import type { BundleEntry, Extension, Identifier } from '../fhir/types.ts';

type Appointmentish = { resourceType?: string; identifier?: Identifier[]; extension?: Extension[] };

/**
 * `originatingAppointment` by `urn:uuid` becomes a reference by the identifier of the entry it names: identity holds whatever id
 * the entry is given.
 */
export function resolveUrns(entries: readonly BundleEntry[]): BundleEntry[] {
  const identifiers = new Map(
    entries.flatMap(({ fullUrl, resource }) => {
      const identifier = (resource as Appointmentish | undefined)?.identifier?.find((one) => one.use !== 'old' && one.use !== 'secondary');
      return fullUrl === undefined || identifier === undefined ? [] : [[fullUrl, identifier] as const];
    }),
  );
  return entries.map((entry, index) => {
    const resource = entry.resource as Appointmentish | undefined;
    if (!Array.isArray(resource?.extension)) return entry;
    const extension = resource.extension.map((one) => resolve(one, identifiers, index));
    return { ...entry, resource: { ...entry.resource, extension } as NonNullable<BundleEntry['resource']> };
  });
}

function resolve(extension: Extension, identifiers: ReadonlyMap<string, Identifier>, index: number): Extension {
  const reference = extension.valueReference?.reference;
  if (extension.url !== EXT.originatingAppointment || !reference?.startsWith('urn:')) return extension;
  const found = identifiers.get(reference);
  if (found === undefined) {
    throw fault('business-rule', 'No entry of the transaction has this fullUrl', {
      expression: `Bundle.entry[${index}].resource.extension`,
      rule: 'exception-origin',
    });
  }
  const { system, value } = found;
  return {
    url: extension.url,
    valueReference: { identifier: { ...(system !== undefined && { system }), ...(value !== undefined && { value }) } },
  };
}
