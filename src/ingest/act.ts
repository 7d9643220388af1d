/** What a version did to what is shared: told in the log, for the figures. */
import type { Wrote } from '../access/audit-line.ts';
import { sharing } from '../normalise/status.ts';
import type { Kept } from './kept.ts';

export interface Act {
  readonly citizenId: string;
  readonly did: 'created' | 'updated' | 'cancelled' | 'withdrawn';
  /** Whole seconds from the source's change until now; undefined where it does not say when that was. */
  readonly lagS: number | undefined;
}

/** None where nothing of the appointment is shared, before or after: one that is only proposed, for one. */
export function toAct(before: Kept | undefined, kept: Kept): Act[] {
  const did = deedOf(sharingOf(before), sharingOf(kept));
  return did === undefined ? [] : [{ citizenId: kept.citizenId, did, lagS: kept.deleted ? undefined : lagOf(kept) }];
}

const sharingOf = (kept: Kept | undefined) => (kept === undefined || kept.deleted ? 'hidden' : sharing(kept.status));

const isShared = (how: ReturnType<typeof sharingOf>): boolean => how === 'shared' || how === 'shared-as-cancelled';

function deedOf(before: ReturnType<typeof sharingOf>, after: ReturnType<typeof sharingOf>): Act['did'] | undefined {
  if (!isShared(after)) return isShared(before) ? 'withdrawn' : undefined;
  if (after === 'shared-as-cancelled' && before !== after) return 'cancelled';
  return isShared(before) ? 'updated' : 'created';
}

/** A source whose clock is ahead of ours is not early. */
const lagOf = ({ sourceUpdated, updatedAt }: Kept): number | undefined =>
  sourceUpdated === undefined ? undefined : Math.max(0, Math.round((updatedAt.getTime() - sourceUpdated.getTime()) / 1000));

/** Undefined of no act at all. */
export function toWrote(acts: readonly Act[]): Wrote | undefined {
  if (acts.length === 0) return undefined;
  const counts: Partial<Record<Act['did'], number>> = {};
  for (const { did } of acts) counts[did] = (counts[did] ?? 0) + 1;
  const lagsS = acts.flatMap(({ lagS }) => lagS ?? []);
  return { ...counts, ...(lagsS.length > 0 && { lagsS }) };
}
