/** `fixed[x]` and `pattern[x]` of an element definition. */
import type { ElementDefinition } from '@medplum/fhirtypes';
import { isObject, type JsonObject } from '../json.ts';

export type Pattern = (value: unknown) => boolean;

export function fixedIn(definition: ElementDefinition): Pattern | undefined {
  const fixed = choiceOf(definition, 'fixed');
  return fixed === undefined ? undefined : (value) => isEqual(value, fixed);
}

export function patternIn(definition: ElementDefinition): Pattern | undefined {
  const pattern = choiceOf(definition, 'pattern');
  return pattern === undefined ? undefined : (value) => fits(value, pattern);
}

/** What a pattern or fixed value says of a part further down; undefined where it says nothing. */
export function partOf(definition: ElementDefinition, parts: readonly string[]): Pattern | undefined {
  let pattern = choiceOf(definition, 'fixed') ?? choiceOf(definition, 'pattern');
  for (const part of parts) {
    const inside: unknown = Array.isArray(pattern) ? pattern[0] : pattern;
    pattern = isObject(inside) ? inside[part] : undefined;
  }
  if (pattern === undefined) return undefined;
  const wanted: unknown = Array.isArray(pattern) ? pattern[0] : pattern;
  return (value) => fits(value, wanted);
}

/** `fixedUri`, `patternCodeableConcept` …: the one element whose name begins so. */
function choiceOf(definition: ElementDefinition, name: 'fixed' | 'pattern'): unknown {
  const members = definition as unknown as JsonObject;
  const key = Object.keys(members).find((member) => member.startsWith(name));
  return key === undefined ? undefined : members[key];
}

/** R4 ElementDefinition.pattern: every part of the pattern is there; lists may hold more, in any order. */
export function fits(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return Array.isArray(value) && pattern.every((wanted) => value.some((item) => fits(item, wanted)));
  if (!isObject(pattern)) return value === pattern;
  return isObject(value) && Object.keys(pattern).every((name) => fits(value[name], pattern[name]));
}

function isEqual(value: unknown, fixed: unknown): boolean {
  if (Array.isArray(fixed))
    return Array.isArray(value) && value.length === fixed.length && fixed.every((item, i) => isEqual(value[i], item));
  if (!isObject(fixed)) return value === fixed;
  return (
    isObject(value) &&
    Object.keys(value).length === Object.keys(fixed).length &&
    Object.keys(fixed).every((name) => isEqual(value[name], fixed[name]))
  );
}
