/** How the parsers of this room say no: all that is wrong is gathered, each thing once, and thrown together. */
import { error, type FaultCode, type Issue } from '../fhir/fault.ts';
import type { RuleId } from '../fhir/rule.ts';

/** @param at FHIRPath, where it is another element than the one being read */
export type Refuse = (rule: RuleId, what: string, at?: string, code?: FaultCode) => void;

export const refuseInto =
  (issues: Issue[], element: string): Refuse =>
  (rule, what, at = element, code = 'business-rule') => {
    if (!issues.some(({ text, expression }) => text === what && expression === at)) issues.push(error(code, what, at, rule));
  };
