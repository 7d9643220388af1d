/** What one validation carries along: where issues go, and the resources that rules look around in. */
import { error, type FaultCode, type Issue } from '../fault.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { RuleId } from '../rule.ts';

/** A body of nothing but faults is told of this many. */
const MAX_ISSUES = 200;

export interface Scope {
  readonly issues: Issue[];
  /** The resource that elements are in: FHIRPath's `%resource`. */
  readonly resource: JsonObject;
  /** The one it is contained in, or itself: FHIRPath's `%rootResource`. */
  readonly container: JsonObject;
  /** Contained resources by id. */
  readonly contained: ReadonlyMap<string, JsonObject>;
  /** Ids of contained resources that something refers to. */
  readonly mentioned: Set<string>;
  /** No fault was found by the base specification before a profile is looked at. */
  readonly isSound: boolean;
  /** How many rules FHIRPath may still be asked of, in all of one validation; see invariant.ts. */
  readonly budget: { left: number };
  /** A Bundle's entries are left for a validation of their own. */
  readonly isShell: boolean;
}

export type Check = (value: unknown, path: string, scope: Scope) => void;

const none: ReadonlyMap<string, JsonObject> = new Map();

/** Some 20 rules a resource of the kinds that are written here; a contained Questionnaire of 1 MB would ask 300,000. */
const MAX_RULES = 5_000;

export function scopeOf(resource: JsonObject, issues: Issue[], isShell: boolean, budget = { left: MAX_RULES }): Scope {
  return { issues, resource, container: resource, contained: containedOf(resource), mentioned: new Set(), isSound: true, budget, isShell };
}

function containedOf({ contained }: JsonObject): ReadonlyMap<string, JsonObject> {
  if (!Array.isArray(contained)) return none;
  return new Map(contained.flatMap((item) => (isObject(item) && typeof item['id'] === 'string' ? [[item['id'], item] as const] : [])));
}

const isFull = ({ issues }: Scope): boolean => issues.length >= MAX_ISSUES;

export function report(scope: Scope, code: FaultCode, rule: RuleId, text: string, path: string): void {
  if (!isFull(scope)) scope.issues.push(error(code, text, path, rule));
}

/** Whether nothing was found since there were so many issues. */
export const isSoundSince = (issuesBefore: number, scope: Scope): boolean => scope.issues.length === issuesBefore && !isFull(scope);
