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
export function withoutForeign<T>(value: T): T {
  const copy = structuredClone(value);
  removeForeign(copy);
  return copy;
}

function removeForeign(node: unknown): void {
  if (Array.isArray(node)) {
    for (let i = node.length - 1; i >= 0; i--) {
      if (namesCitizen(node[i])) node.splice(i, 1);
      else removeForeign(node[i]);
    }
  } else if (isRecord(node)) {
    for (const [key, child] of Object.entries(node)) {
      if (key === 'extension' || key === 'modifierExtension' || namesCitizen(child)) delete node[key];
      else if (key.startsWith('_')) keepAbsence(node, key, child);
      else removeForeign(child);
    }
  }
}

const namesCitizen = (node: unknown): boolean => isRecord(node) && typeof node['system'] === 'string' && isCitizenSystem(node['system']);

function keepAbsence(node: Record<string, unknown>, key: string, sibling: unknown): void {
  const extensions = isRecord(sibling) && Array.isArray(sibling['extension']) ? sibling['extension'] : [];
  const absence = extensions.find((extension) => isRecord(extension) && extension['url'] === EXT.dataAbsentReason);
  if (absence === undefined) delete node[key];
  else node[key] = { extension: [{ url: EXT.dataAbsentReason, valueCode: absence.valueCode }] };
}
