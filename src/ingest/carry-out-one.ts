/** One operation by itself, counted once it is done. */
import { type Call, carryOut, type Operation } from './carry-out.ts';
import type { Stored } from './plan.ts';
import type { CountedDeps } from './quality-counts.ts';

/** Undefined where there was nothing to delete. */
export async function carryOutOne(deps: CountedDeps, call: Call, operation: Operation): Promise<Stored | undefined> {
  const [result] = await carryOut(deps, call, [operation]);
  if (result !== undefined) deps.qualityCounts.stored(call.sender.id, result);
  return result;
}

export function storedOf(result: Stored | undefined): Stored {
  if (result === undefined) throw new Error('a write came to nothing');
  return result;
}
