/** What is not the project's own to pass on: foreign extensions, and citizens' numbers outside the one place that names the citizen. */
import { isCitizenSystem } from '../cpr/cpr.ts';
import { EXT } from '../fhir/extension.ts';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of a resource's elements only those named; an element and its sibling (`end`, `_end`) stay or go together. */
export function keepOnly(node: unknown, names: ReadonlySet<string>): void {
  if (isRecord(node)) for (const name of Object.keys(node)) if (!names.has(name.replace(/^_/, ''))) delete node[name];
}

/** A copy without extensions at any depth, save that a primitive may say why it is absent, and without a CPR or eCPR identifier. */
export function withoutForeign<T>(value: T): T;
export function withoutForeign(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !namesCitizen(item)).map((item: unknown) => withoutForeign(item));
  return isRecord(value) ? copyOf(value) : value;
}

/** The same of an object, and of its elements only those named. */
export const onlyNamed = <T extends object>(node: T, names: ReadonlySet<string>): T =>
  copyOf(Object.fromEntries(Object.entries(node)), names) as T;

function copyOf(node: Record<string, unknown>, names?: ReadonlySet<string>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(node)) {
    const child = node[key];
    if (key === 'extension' || key === 'modifierExtension') continue;
    if (key.startsWith('_')) {
      const absence = names === undefined || names.has(key.slice(1)) ? absenceOf(child) : undefined;
      if (absence !== undefined) copy[key] = absence;
    } else if ((names === undefined || names.has(key)) && !namesCitizen(child)) copy[key] = withoutForeign(child);
  }
  return copy;
}

const namesCitizen = (node: unknown): boolean => isRecord(node) && typeof node['system'] === 'string' && isCitizenSystem(node['system']);

/** Why a primitive is absent, which is all that is passed on of what stands beside it. */
function absenceOf(sibling: unknown): unknown {
  const extensions = isRecord(sibling) && Array.isArray(sibling['extension']) ? sibling['extension'] : [];
  const absence = extensions.find((extension) => isRecord(extension) && extension['url'] === EXT.dataAbsentReason);
  return absence === undefined ? undefined : { extension: [{ url: EXT.dataAbsentReason, valueCode: absence.valueCode }] };
}
