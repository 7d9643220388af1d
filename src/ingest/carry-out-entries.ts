/** Entries by themselves: each as far as it goes, the good ones together. */
import { Fault } from '../fhir/fault.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { type Call, carryOutEach, type IngestDeps, type Operation, type Result } from './carry-out.ts';
import { readEntry } from './read-entry.ts';

export const carryOutEntries = (deps: IngestDeps, call: Call, entries: readonly BundleEntry[]): Promise<(Result | Fault)[]> =>
  carryOutOperations(
    deps,
    call,
    entries.map((entry) => readEntry(deps, call, entry)),
  );

export async function carryOutOperations(
  deps: IngestDeps,
  call: Call,
  operations: readonly (Operation | Fault)[],
): Promise<(Result | Fault)[]> {
  const good = operations.filter((operation): operation is Operation => !(operation instanceof Fault));
  const done = await carryOutEach(deps, call, good);
  let next = 0;
  return operations.map((operation) => (operation instanceof Fault ? operation : done[next++]));
}
