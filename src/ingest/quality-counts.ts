/** Told of everything that a sender sent and what became of it; counts, and lets nobody wait. */
import { Fault, type Issue } from '../fhir/fault.ts';
import type { IngestDeps, Result } from './carry-out.ts';
import type { Stored } from './plan.ts';

export interface QualityCounts {
  /** Once it can be read. */
  stored(senderId: string, stored: Stored): void;
  /** One message, or one entry of a batch. */
  refused(senderId: string, issues: readonly Issue[]): void;
}

export interface CountedDeps extends IngestDeps {
  readonly qualityCounts: QualityCounts;
}

/** Each entry of a bundle. */
export function countOutcomes(counts: QualityCounts, senderId: string, outcomes: readonly (Result | Fault)[]): void {
  for (const outcome of outcomes) {
    if (outcome instanceof Fault) counts.refused(senderId, outcome.issues);
    else if (outcome !== undefined) counts.stored(senderId, outcome);
  }
}
