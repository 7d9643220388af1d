/** `POST /fhir`: a batch (one bad entry never drops the others) or a transaction (all or none). */
import { Fault, fault } from '../fhir/fault.ts';
import { isObject } from '../fhir/json.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import { type Call, carryOut, type Operation, type Result } from './carry-out.ts';
import { carryOutOperations } from './carry-out-entries.ts';
import { faultInEntry } from './in-entry.ts';
import { countOutcomes } from './quality-counts.ts';
import { quarantineRefused } from './quarantine-refused.ts';
import { readEntry } from './read-entry.ts';
import type { VersionDeps } from './read-versions.ts';
import { requireHeld } from './require-held.ts';
import { resolveUrns } from './resolve-urns.ts';

/** Entries of one bundle at the most. */
const MAX_ENTRIES = 5_000;

export interface BundleResult {
  readonly type: 'batch' | 'transaction';
  readonly outcomes: readonly (Result | Fault)[];
}

/** @throws Fault where the bundle is no bundle, or where a transaction has an entry that cannot be done: nothing is stored then */
export async function ingestBundle(deps: VersionDeps, call: Call, body: unknown): Promise<BundleResult> {
  const { type, entry } = parseBundle(body);
  if (entry.length > MAX_ENTRIES) {
    throw fault('too-long', `A bundle has at most ${MAX_ENTRIES} entries: send it in parts`, { expression: 'Bundle.entry' });
  }
  const atomic = type === 'transaction';
  const { entries, issues } = atomic ? resolveUrns(entry) : { entries: entry, issues: [] };
  if (issues.length > 0) throw new Fault(issues);
  if (atomic) await requireHeld(deps, call, entries);
  const operations = entries.map((one) => readEntry(deps, call, one));
  const wrong = operations.flatMap((operation, index) => (operation instanceof Fault ? faultInEntry(index, operation) : []));
  const good = operations.filter((operation): operation is Operation => !(operation instanceof Fault));
  if (atomic) {
    if (wrong.length > 0)
      throw new Fault(
        wrong.flatMap((refused) => refused.issues),
        wrong[0]?.status,
      );
    const outcomes = await carryOut(deps, call, good, faultInEntry);
    countOutcomes(deps.qualityCounts, call.sender.id, outcomes);
    return { type, outcomes };
  }
  const carriedOut = (await carryOutOperations(deps, call, operations)).map((outcome, index) =>
    outcome instanceof Fault ? faultInEntry(index, outcome) : outcome,
  );
  const outcomes = await quarantineRefused(deps, call, entry, carriedOut);
  countOutcomes(deps.qualityCounts, call.sender.id, outcomes);
  return { type, outcomes };
}

/** In a transaction all that is wrong with the bundle itself refuses it; in a batch what is wrong with an entry refuses the entry. */
export function parseBundle(body: unknown): { type: 'batch' | 'transaction'; entry: BundleEntry[] } {
  if (!isObject(body)) throw fault('structure', 'Send a Bundle', { expression: 'Bundle' });
  const { entry: entries = [], ...shell } = body;
  if (!Array.isArray(entries)) throw fault('structure', 'Bundle.entry is a list', { expression: 'Bundle.entry' });
  const { type } = shell;
  const issues = validate(type === 'transaction' && entries.length > 0 ? body : shell, { type: 'Bundle', shell: true });
  if (issues.length > 0) throw new Fault(issues);
  if (type !== 'batch' && type !== 'transaction') {
    throw fault('value', 'The type of the Bundle is batch or transaction', { expression: 'Bundle.type' });
  }
  return { type, entry: entries };
}
