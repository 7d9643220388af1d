/**
 * Reads that a state of some seconds ago will do for. They go to a replica where there is one, it is a replica, and it is not far behind; else,
 * and where it fails them, to the database itself. Whatever must see what was just written (an overview, a card, a block, the log) is never
 * read so.
 */
import { type Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import { connectServer, type Database, type OpenDatabase } from './database.ts';
import { lagMs, parsePosition, type Sample } from './replica-lag.ts';

export interface TolerantReads {
  read<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T>;
}

export interface ReplicaReads extends TolerantReads {
  /** Seconds behind, as it was last seen; undefined while it is not to be read from. */
  lagS(): number | undefined;
  close(): Promise<void>;
}

export interface ReplicaSettings {
  readonly url: string;
  readonly log: Log;
  readonly maxConnections?: number;
  /** How often it is looked at, and how far behind it may be. */
  readonly everyMs?: number;
  readonly maxLagMs?: number;
}

export const readPrimary = (db: Kysely<Database>): TolerantReads => ({ read: (work) => work(db) });

/** A replica is a help: it is waited for no longer than this. */
const PATIENCE = { connectMs: 1_000, statementMs: 10_000, answerMs: 11_000 };
const REMEMBERED = 60;

export function readReplica(
  primary: Kysely<Database>,
  { url, log, maxConnections = 4, everyMs = 1_000, maxLagMs = 5_000 }: ReplicaSettings,
): ReplicaReads {
  const replica: OpenDatabase = connectServer(url, { maxConnections, patience: PATIENCE });
  let samples: Sample[] = [];
  let seen: { readonly lagMs: number; readonly at: number } | undefined;
  let why = '';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** Said once for each reason. */
  function leave(reason: string, cause?: unknown): void {
    seen = undefined;
    if (reason === why) return;
    why = reason;
    log.warn({ ...(cause !== undefined && { err: cause }) }, `the replica is not read from: ${reason}`);
  }

  async function look(): Promise<void> {
    const at = performance.now();
    samples = [...samples, { at, position: parsePosition(await positionOf(primary)) }].slice(-REMEMBERED);
    const replayed = await replayedOf(replica.db);
    if (replayed === undefined) return leave('it is no replica');
    const lag = lagMs(samples, parsePosition(replayed), performance.now());
    if (lag === undefined || lag > maxLagMs) return leave('it is too far behind');
    if (why !== '') log.info({ lagMs: Math.round(lag) }, 'the replica is read from again');
    why = '';
    seen = { lagMs: lag, at: performance.now() };
  }

  async function watch(): Promise<void> {
    await look().catch((cause: unknown) => leave('it, or the database, does not answer', cause));
    if (stopped) return;
    timer = setTimeout(() => {
      watching = watch();
    }, everyMs).unref();
  }

  let watching = watch();
  const isFit = (): boolean => seen !== undefined && seen.lagMs + (performance.now() - seen.at) <= maxLagMs;

  return {
    async read(work) {
      if (!isFit()) return work(primary);
      try {
        return await work(replica.db);
      } catch (cause) {
        leave('a read of it failed', cause);
        return work(primary);
      }
    },
    lagS: () => (seen !== undefined && isFit() ? seen.lagMs / 1000 : undefined),
    close: async () => {
      stopped = true;
      clearTimeout(timer);
      await watching;
      await replica.close();
    },
  };
}

async function positionOf(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ position: string }>`select pg_current_wal_lsn()::text as position`.execute(db);
  return rows[0]?.position ?? '';
}

/** Undefined of a server that is not replaying another's log: one that was promoted, for one. */
async function replayedOf(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ position: string | null }>`
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()::text end as position`.execute(db);
  return rows[0]?.position ?? undefined;
}
