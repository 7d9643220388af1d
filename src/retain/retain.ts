/**
 * The job that takes away what is past its retention, once a month: the months of occurrences as tables, and then, slice by slice, what
 * was received. Restartable after a kill and safe in several processes at once, as the job that extends series is.
 */
import type { Kysely } from 'kysely';
import { retainedFrom } from '../derive/retained-from.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { dropOccurrenceMonths } from '../store/drop-occurrence-months.ts';
import type { CitizenRange } from '../store/invariant.ts';
import { findPastCandidates, nextRange, removeAppointments, removePastOccurrences } from '../store/past-appointment.ts';
import { citizensOf, finishSlice, type Lease, leaseSlice, releaseSlice, renewLease } from '../store/slice.ts';
import { isCollision } from '../store/write-set.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf, startOfDay } from '../time/zone.ts';
import { findPast } from './find-past.ts';

export interface RetainDeps {
  readonly db: Kysely<Database>;
  /** The domain's: says what is past. */
  readonly clock: Clock;
  /** Says how long a lease lasts. */
  readonly machineClock: Clock;
  readonly retentionDays: number;
  readonly log: Log;
  /** Ends the work after the batch that is under way. */
  readonly signal?: AbortSignal;
}

export interface Retained {
  /** Tables of occurrences that were dropped. */
  months: string[];
  slices: number;
  appointments: number;
  /** Beside those of the months and of the appointments. */
  occurrences: number;
  /** The longest transaction. */
  longestMs: number;
}

const LEASE_MS = 30_000;
/** A batch grows while its transactions stay below this, and shrinks above it. */
const TARGET_MS = 20;
const MAX_BATCH = 4_000;

/** Works until no slice is due, and rests between transactions as long as each took, so that others come to. */
export async function retain(deps: RetainDeps): Promise<Retained> {
  const { db, clock, machineClock, retentionDays, log, signal } = deps;
  const total: Retained = { months: [], slices: 0, appointments: 0, occurrences: 0, longestMs: 0 };
  const day = retainedFrom({ today: dateOf(clock()), retentionDays });
  total.months.push(...(await dropOccurrenceMonths(db, day)));
  while (signal?.aborted !== true) {
    const lease = await leaseSlice(db, 'retain_slice', { day, now: machineClock(), until: leasedUntil(machineClock) });
    if (lease === undefined) break;
    const done = await retainSlice(deps, lease, startOfDay(day), total);
    if (done !== undefined && (await finishSlice(db, done, day))) total.slices += 1;
  }
  if (total.slices > 0 || total.months.length > 0)
    log.info({ ...total, longestMs: Math.round(total.longestMs) }, 'what is past was taken away');
  return total;
}

const leasedUntil = (machineClock: Clock): Date => new Date(machineClock().getTime() + LEASE_MS);

/** The lease as it stands at the end; undefined where the slice was not done to its end. */
async function retainSlice(deps: RetainDeps, first: Lease, from: Date, total: Retained): Promise<Lease | undefined> {
  const { db, machineClock, signal } = deps;
  const { last } = citizensOf(first.slice);
  let lease = first;
  for (let limit = 200; ; ) {
    if (signal?.aborted === true) {
      await releaseSlice(db, lease);
      return undefined;
    }
    const range = await nextRange(db, { after: lease.cursor, last, limit });
    if (range === undefined) return lease;
    const begun = performance.now();
    const longestMs = await retainRange(deps, range, from, total);
    total.longestMs = Math.max(total.longestMs, longestMs ?? 0);
    if (longestMs !== undefined) {
      const renewed = await renewLease(db, lease, { cursor: range.last, until: leasedUntil(machineClock) });
      if (renewed === undefined) return undefined;
      lease = renewed;
    }
    if (longestMs === undefined || longestMs > TARGET_MS) limit = Math.max(1, Math.floor(limit / 2));
    else if (longestMs < TARGET_MS / 2) limit = Math.min(MAX_BATCH, limit * 2);
    await rest(performance.now() - begun);
  }
}

/** How long its longest transaction took; undefined where a writer was first, and it is to be done again. */
async function retainRange({ db, clock }: RetainDeps, range: CitizenRange, from: Date, total: Retained): Promise<number | undefined> {
  const begun = performance.now();
  const past = findPast(await findPastCandidates(db, range, from), from);
  const read = performance.now();
  try {
    if (past.length > 0) await db.transaction().execute((trx) => removeAppointments(trx, past, clock()));
  } catch (cause) {
    if (isCollision(cause)) return undefined;
    throw cause;
  }
  const removed = performance.now();
  total.appointments += past.length;
  total.occurrences += await removePastOccurrences(db, range, from);
  return Math.max(read - begun, removed - read, performance.now() - removed);
}

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
