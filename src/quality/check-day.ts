/** `POST $check`: a day of data is read, planned and derived as if it were posted, and nothing is stored. */
import { Fault, type Issue } from '../fhir/fault.ts';
import type { Call, Operation, Result } from '../ingest/carry-out.ts';
import { type Rehearsal, rehearse } from '../ingest/rehearse.ts';
import { statusOf } from '../ingest/respond-stored.ts';
import { fileFindings, type Sent } from './file-findings.ts';
import type { CheckDeps, Day } from './read-day.ts';
import { sharingFindings } from './sharing-findings.ts';

export interface CheckedEntry {
  /** What posting it would be answered with. */
  readonly status: number;
  /** Whether it would make or change anything. */
  readonly how: 'created' | 'revived' | 'updated' | 'unchanged' | 'deleted' | 'refused';
  readonly issues: readonly Issue[];
}

export interface CheckedDay {
  readonly atomic: boolean;
  /** In the order of the file. */
  readonly entries: readonly CheckedEntry[];
}

export async function checkDay(deps: CheckDeps, call: Call, { operations, atomic, located }: Day): Promise<CheckedDay> {
  const good = operations.flatMap((operation, index) => (operation instanceof Fault ? [] : [{ operation, index }]));
  const { outcomes, showings } = await rehearse(
    deps,
    call,
    good.map(({ operation }) => operation),
  );
  const taken = new Map(good.map(({ index }, at) => [index, outcomes[at]] as const));
  const ofFile = fileFindings(good.flatMap(({ operation, index }) => (taken.get(index) instanceof Fault ? [] : sentBy(operation, index))));
  const context = { now: deps.clock(), windowDays: deps.windowDays };
  const entries = operations.map((operation, index): CheckedEntry => {
    const outcome = operation instanceof Fault ? operation : taken.get(index);
    if (outcome instanceof Fault) return { status: outcome.status, how: 'refused', issues: located(index, outcome.issues) };
    const found = [...(outcome?.findings ?? []), ...(ofFile.get(index) ?? []), ...ofSharing(outcome, showings, context)];
    return { status: outcome === undefined ? 204 : statusOf(outcome.how), how: outcome?.how ?? 'deleted', issues: located(index, found) };
  });
  return { atomic, entries };
}

const sentBy = (operation: Operation, index: number): Sent[] => (operation.do === 'put' ? [{ index, message: operation.message }] : []);

/** Of what stays as it was nothing was derived. */
function ofSharing(outcome: Result, showings: Rehearsal['showings'], context: Parameters<typeof sharingFindings>[2]): Issue[] {
  if (outcome?.kept.said === undefined || outcome.how === 'unchanged') return [];
  return sharingFindings(outcome.kept.said, showings.get(outcome.kept.id) ?? [], context);
}
