/** Rules between elements, from the definitions: by hand where there is a function, else by FHIRPath. */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { JsonObject } from '../json.ts';
import { type RuleId, rules } from '../rule.ts';
import { byHand, type Test } from './by-hand.ts';
import type { ElementNode } from './element.ts';
import { isPrimitive } from './primitive.ts';
import { report, type Scope } from './scope.ts';

export interface Invariant {
  readonly key: string;
  /** FHIRPath throws on what has the wrong shape; then only the shape is told of. */
  readonly needsSoundElement: boolean;
  readonly check: (element: JsonObject, path: string, scope: Scope) => void;
}

/** Told by code elsewhere (narrative.ts, reference.ts, appointment.ts), or beyond what one can tell without the other resource. */
const elsewhere = new Set([
  'ele-1',
  'ext-1',
  'dom-2',
  'dom-3',
  'dom-4',
  'dom-5',
  'dom-6',
  'txt-1',
  'txt-2',
  'ref-1',
  'app-2',
  'app-3',
  'app-4',
  'ctm-1',
]);

/** Of an element in a definition; warnings, which are about good form, are left out. */
export function toInvariants(node: ElementNode, fallback: RuleId): readonly Invariant[] {
  return (node.definition.constraint ?? []).flatMap(({ key = '', severity, human = '', expression }): Invariant[] => {
    if (severity !== 'error' || expression === undefined || elsewhere.has(key)) return [];
    const rule = isRule(key) ? key : fallback;
    const text = isRule(key) ? rules[key] : `${key}: ${human}`;
    let test = byHand.get(key) ?? byHand.get(`${node.path} ${key}`);
    const check: Invariant['check'] = (element, path, scope) => {
      // Compiled when first met: the whole of R4 has some 200, one body few.
      test ??= byFhirPath(node, expression);
      if (!test(element, scope)) report(scope, 'invariant', rule, text, path);
    };
    return [{ key, needsSoundElement: test === undefined, check }];
  });
}

const isRule = (key: string): key is RuleId => Object.hasOwn(rules, key);

export function checkInvariants(invariants: readonly Invariant[], element: JsonObject, path: string, scope: Scope, isSound: boolean): void {
  for (const { needsSoundElement, check } of invariants) if (isSound || !needsSoundElement) check(element, path, scope);
}

/** A rule as the definition says it. Of a primitive, a stand-in for its parent lets FHIRPath see value and sibling as one. */
export function byFhirPath({ path, name, types }: ElementNode, expression: string): Test {
  const plain = types.length === 1 && types.every(({ code }) => isPrimitive(code));
  const where = plain
    ? { base: path.slice(0, path.lastIndexOf('.')), expression: `\`${name}\`.all(${expression})` }
    : { base: path, expression };
  const evaluate = fhirpath.compile(where, r4, { async: false, traceFn: noTrace });
  return (element, { resource, container, budget }) => {
    budget.left -= 1;
    if (budget.left < 0 || countNodes(element, 0) > MAX_NODES) return true;
    const given = plain ? withSibling(name, element) : element;
    try {
      const result: unknown[] = evaluate(given, { resource, rootResource: container, context: given });
      // An empty result says nothing against the element.
      return !result.includes(false);
    } catch {
      // Nor does a rule that cannot be evaluated: eld-19 has a pattern that JavaScript refuses.
      return true;
    }
  };
}

/**
 * FHIRPath's `isDistinct()` and its like take seconds over a list of thousands, and any rule some 20 µs. Neither limit is met by
 * what is written here; a contained Questionnaire may meet both, and its rules are then let be.
 */
const MAX_NODES = 1_000;

function countNodes(value: unknown, before: number): number {
  if (before > MAX_NODES || typeof value !== 'object' || value === null) return before + 1;
  let count = before + 1;
  for (const item of Object.values(value)) {
    count = countNodes(item, count);
    if (count > MAX_NODES) return count;
  }
  return count;
}

/** HL7's rules hold `trace()`, which would write what a sender posted to the console. */
const noTrace = (): void => undefined;

function withSibling(name: string, { value, id, extension }: JsonObject): JsonObject {
  const sibling = { ...(id !== undefined && { id }), ...(extension !== undefined && { extension }) };
  return { ...(value !== undefined && { [name]: value }), ...(Object.keys(sibling).length > 0 && { [`_${name}`]: sibling }) };
}
