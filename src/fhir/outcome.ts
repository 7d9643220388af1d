/** Fault → OperationOutcome. The one place that writes one. */
import type { Issue } from './fault.ts';
import { RULE_SYSTEM } from './rule.ts';
import type { OperationOutcome, OperationOutcomeIssue } from './types.ts';

export const toOutcome = (issues: readonly Issue[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: issues.map(toIssue),
});

const toIssue = ({ severity, code, text, expression, rule }: Issue): OperationOutcomeIssue => ({
  severity,
  code: code as OperationOutcomeIssue['code'],
  details: { ...(rule !== undefined && { coding: [{ system: RULE_SYSTEM, code: rule }] }), text },
  ...(expression !== undefined && { expression: [expression] }),
});

/** What a call without anything to say is answered with. */
export const allOk = (text: string): OperationOutcome => toOutcome([{ severity: 'information', code: 'informational', text }]);
