/**
 * Every rule that may refuse, change or doubt what a sender posts, by its id. The ids are a contract: they stand in
 * `OperationOutcome.issue.details.coding` under `RULE_SYSTEM` and are counted in the sender's quality figures.
 */
import { BASE } from './base.ts';

export const RULE_SYSTEM = `${BASE}/CodeSystem/rule`;

/** Rule id → what it says, in one line. */
export const rules = {
  // refused by the base specification
  'base-structure': 'The body is a resource of the base specification: known elements, right types, right cardinality',
  'base-binding': 'A code is one of its required value set',
  'app-1': 'A participant has a type or an actor',
  'app-2': 'Start and end are both there, or neither',
  'app-3': 'A booked appointment has a start and an end; an unknown end is `_end` with data-absent-reason `unknown`',
  'app-4': 'A cancelation reason goes with a cancelled appointment or a no-show',
} as const;

export type RuleId = keyof typeof rules;
