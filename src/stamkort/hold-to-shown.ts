/** What a caller sends back of what they were shown and may not change: it may be left out, and must not be another. */
import { error, type Issue } from '../fhir/fault.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { RuleId } from '../fhir/rule.ts';
import { isSameJson } from './same-json.ts';

/** The service's own to fill, or nothing that it keeps. */
const passedOver: readonly string[] = ['resourceType', 'id', 'meta', 'text', 'implicitRules', 'language'];

export interface Held {
  readonly type: string;
  /** As the caller was shown it; absent of one that is new. */
  readonly shown: JsonObject | undefined;
  readonly editable: readonly string[];
  /** Those that a register owns. */
  readonly registers: readonly string[];
  /** Whether an element that is gone was taken away (a patch), or merely not sent. */
  readonly isWhole: boolean;
}

/** An issue for each element that is changed and is not the caller's to change, named by its path. */
export function holdToShown(body: JsonObject, { type, shown, editable, registers, isWhole }: Held): Issue[] {
  const gone = isWhole && shown !== undefined ? Object.keys(shown).filter((name) => !Object.hasOwn(body, name)) : [];
  return [...Object.keys(body), ...gone]
    .filter((name) => !passedOver.includes(name) && !editable.includes(name))
    .filter((name) => !isSameJson(body[name], shown?.[name]))
    .map((name) => refusal(registers.includes(name.replace(/^_/, '')), `${type}.${name}`));
}

export const refusal = (isRegisters: boolean, path: string): Issue => {
  const rule: RuleId = isRegisters ? 'card-register-owned' : 'card-element';
  const text = isRegisters ? 'A register owns this element, and it alone changes it' : 'The card does not keep this element: leave it out';
  return error('business-rule', text, path, rule);
};
