/** Required bindings: codes by value set, as our definitions write them out. */
import type { ValueSet } from '@medplum/fhirtypes';
import { isObject } from '../json.ts';
import { findCodes, findValueSet } from './definitions.ts';

export interface Codes {
  readonly hasCode: (code: string) => boolean;
  readonly hasCoding: (system: unknown, code: unknown) => boolean;
  /** Told to the sender where they are few. */
  readonly listed: string;
}

const known = new Map<string, Codes | undefined>();

/** The codes of a value set; undefined where it is not ours to tell. */
export function codesOf(url: string): Codes | undefined {
  if (!known.has(url)) {
    const valueSet = findValueSet(url.split('|')[0] ?? url);
    known.set(url, valueSet === undefined ? undefined : toCodes(valueSet));
  }
  return known.get(url);
}

function toCodes({ compose }: ValueSet): Codes {
  const bySystem = new Map<string, Set<string> | undefined>();
  for (const { system = '', concept } of compose?.include ?? []) {
    const included = concept?.map(({ code }) => code ?? '') ?? findCodes(system);
    bySystem.set(system, included === undefined ? undefined : new Set([...(bySystem.get(system) ?? []), ...included]));
  }
  const sets = [...bySystem.values()];
  const all = [...new Set(sets.flatMap((set) => (set === undefined ? [] : [...set])))];
  return {
    hasCode: (code) => sets.some((set) => set === undefined || set.has(code)),
    hasCoding: (system, code) => {
      if (typeof system !== 'string' || !bySystem.has(system)) return false;
      const codes = bySystem.get(system);
      return codes === undefined || (typeof code === 'string' && codes.has(code));
    },
    listed: all.length <= 20 && sets.every((set) => set !== undefined) ? all.join(', ') : '',
  };
}

/** Whether a code, Coding or CodeableConcept is of the set; what has another shape is told of elsewhere. */
export function isBound(codes: Codes, value: unknown): boolean {
  if (typeof value === 'string') return codes.hasCode(value);
  if (!isObject(value)) return true;
  const { coding } = value;
  if (Array.isArray(coding)) return coding.some((item) => isObject(item) && codes.hasCoding(item['system'], item['code']));
  if (coding !== undefined || value['text'] !== undefined) return false;
  return value['code'] === undefined || codes.hasCoding(value['system'], value['code']);
}
