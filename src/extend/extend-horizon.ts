/**
 * The job that rolls the window (DESIGN §5): takes every series to twice the window ahead. Restartable after a kill, since a slice's
 * cursor moves with its occurrences; safe in several processes at once, since a slice is leased to one.
 */
import type { Kysely } from 'kysely';
import { type DeriveContext, deriveContextAt } from '../derive/derived.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { countSeriesToExtend, type Place } from '../store/extend-series.ts';
import { ensurePartitions, SPARE_DAYS } from '../store/partition.ts';
import { citizensOf, finishSlice, type Lease, leaseSlice, releaseSlice } from '../store/slice.ts';
import { isCollision } from '../store/write-set.ts';
import type { Clock } from '../time/clock.ts';
import { addDays } from '../time/zone.ts';
import { type BatchResult, extendBatch } from './extend-batch.ts';

export interface ExtendDeps {
  readonly db: Kysely<Database>;
  /** The domain's: says what is due. */
  readonly clock: Clock;
  /** Says how long a lease lasts. */
  readonly machineClock: Clock;
  readonly windowDays: number;
  readonly retentionDays: number;
  readonly log: Log;
  /** Ends the work after the batch that is under way. */
  readonly signal?: AbortSignal;
}

export interface Extended {
  slices: number;
  series: number;
  occurrences: number;
  failed: number;
  /** The longest transaction. */
  longestMs: number;
}

/** How long a slice stays with a process that was killed. */
const LEASE_MS = 30_000;
/** A batch grows while its transaction stays well below this, and shrinks above it. */
const TARGET_MS = 20;
const MAX_BATCH = 128;
/** Rounds of a slice in which something was left, because a writer was at it. */
const MAX_ROUNDS = 5;
const ROUND_MS = 20;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Works until no slice is due, and rests between transactions as long as each took, so that others come to. */
export async function extendHorizon(deps: ExtendDeps): Promise<Extended> {
  const { db, clock, machineClock, windowDays, log, signal } = deps;
  const total: Extended = { slices: 0, series: 0, occurrences: 0, failed: 0, longestMs: 0 };
  for (let first = true; signal?.aborted !== true; first = false) {
    const now = clock();
    const context = deriveContextAt(now, deps);
    const lease = await leaseSlice(db, 'extend_slice', { day: context.today, now: machineClock(), until: leasedUntil(machineClock) });
    if (lease === undefined) break;
    if (first) await ensurePartitions(db, now, 2 * windowDays + SPARE_DAYS);
    if (await extendSlice(deps, lease, context, total)) total.slices += 1;
  }
  if (total.slices > 0) log.info({ ...total, longestMs: Math.round(total.longestMs) }, 'series extended');
  return total;
}

const leasedUntil = (machineClock: Clock): Date => new Date(machineClock().getTime() + LEASE_MS);

/** Whether it was done to its end. */
async function extendSlice(deps: ExtendDeps, first: Lease, context: DeriveContext, total: Extended): Promise<boolean> {
  const { db, signal } = deps;
  const until = addDays(context.today, 2 * context.windowDays);
  const walk = new Walk(first);
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    // What failed stays behind, and is tried again another day.
    const left = await countSeriesToExtend(db, citizensOf(first.slice), until);
    if (left <= walk.failed) {
      total.failed += walk.failed;
      return finishSlice(db, walk.lease, context.today);
    }
    if (round > 1) await rest(ROUND_MS * round);
    walk.startRound(round);
    while (walk.more) {
      if (signal?.aborted === true) {
        await releaseSlice(db, walk.lease);
        return false;
      }
      if (!(await step(deps, walk, context, total))) return false;
    }
  }
  // Taken up again once the lease has run out.
  return false;
}

/** false where the slice is another's by now. */
async function step(deps: ExtendDeps, walk: Walk, context: DeriveContext, total: Extended): Promise<boolean> {
  const { db, log, machineClock } = deps;
  const { lease, after, limit } = walk;
  const begun = performance.now();
  try {
    const result = await extendBatch(db, log, { lease, after, limit, context, leasedUntil: leasedUntil(machineClock) });
    if (result === undefined) return false;
    const took = performance.now() - begun;
    walk.took(result, took);
    total.series += result.series;
    total.occurrences += result.occurrences;
    total.longestMs = Math.max(total.longestMs, took);
  } catch (cause) {
    if (!isCollision(cause)) throw cause;
  }
  await rest(performance.now() - begun);
  return true;
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Where in a slice the work is. */
class Walk {
  lease: Lease;
  after: Place;
  limit = 16;
  more = true;
  failed = 0;

  constructor(lease: Lease) {
    this.lease = lease;
    this.after = { citizenId: lease.cursor, id: NO_ID };
  }

  /** The first goes on from the cursor, the others begin at the beginning. */
  startRound(round: number): void {
    if (round > 1) this.after = { citizenId: citizensOf(this.lease.slice).first, id: NO_ID };
    this.more = true;
    this.failed = 0;
  }

  took({ lease, last, failed }: BatchResult, ms: number): void {
    this.lease = lease;
    this.more = last !== undefined;
    if (last !== undefined) this.after = last;
    this.failed += failed;
    if (ms > TARGET_MS) this.limit = Math.max(1, Math.floor(this.limit / 2));
    else if (ms < TARGET_MS / 2) this.limit = Math.min(MAX_BATCH, this.limit * 2);
  }
}
