/** The log: append only, one chain a citizen, and written by group commit. */
import { createHash } from 'node:crypto';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DateRange } from '../fhir/search-value.ts';
import type { Database } from './database.ts';
import { fillMinlogOutbox } from './minlog-outbox.ts';

/** One line: whose data, when, and the canonical JSON of what happened (`access/audit.ts` writes it). */
export interface AuditEntry {
  readonly citizenId: string;
  readonly id: string;
  readonly recordedAt: Date;
  readonly line: string;
}

/** The next hash of a chain; the first line follows the empty one. */
export const chainHash = (previous: Buffer | undefined, line: string): Buffer =>
  createHash('sha256')
    .update(previous ?? Buffer.alloc(0))
    .update(line)
    .digest();

/**
 * `audit_line` (a relation of citizen_id, recorded_at, id, line; at most one a citizen) appended to the log, heads locked in
 * citizen order, and what MinLog is to know of it. Common table expressions, for a statement that writes more than the log.
 */
export const appendAuditLines: RawBuilder<unknown> = sql`
  audit_locked as (
    insert into audit_head (citizen_id, seq, hash)
    select citizen_id, 1, sha256(convert_to(line, 'UTF8')) from audit_line order by citizen_id
    on conflict (citizen_id) do update set
      seq = audit_head.seq + 1,
      hash = sha256(audit_head.hash || convert_to((select l.line from audit_line l where l.citizen_id = audit_head.citizen_id), 'UTF8'))
    returning citizen_id, seq, hash
  ),
  audit_written as (
    insert into audit_event (citizen_id, recorded_at, id, seq, line, hash)
    select l.citizen_id, l.recorded_at, l.id, h.seq, l.line, h.hash
    from audit_locked h join audit_line l on l.citizen_id = h.citizen_id
  ), ${fillMinlogOutbox}`;

async function insertAuditEvents(db: Kysely<Database>, entries: readonly AuditEntry[]): Promise<void> {
  const citizens = entries.map((entry) => entry.citizenId);
  const times = entries.map((entry) => entry.recordedAt.toISOString());
  const ids = entries.map((entry) => entry.id);
  const lines = entries.map((entry) => entry.line);
  await sql`
    with audit_line as materialized (
      select * from unnest(${citizens}::uuid[], ${times}::timestamptz[], ${ids}::uuid[], ${lines}::text[])
        as l (citizen_id, recorded_at, id, line)
    ), ${appendAuditLines}
    select 1`.execute(db);
}

/** Resolves once the line is on disk. */
export type AppendAudit = (entry: AuditEntry) => Promise<void>;

/** Batches on their way at once: while one waits for the disk the next is carried there, and the server flushes both together. */
const MAX_WRITERS = 2;

interface Waiting {
  readonly entry: AuditEntry;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Group commit: lines that come while a batch is being written go together in the next one. A batch holds at most one line a
 * citizen, so that its statement knows each line's predecessor; a second waits for the batch after.
 */
export function createAppendAudit(db: Kysely<Database>, maxBatch = 200): AppendAudit {
  let waiting: Waiting[] = [];
  let writers = 0;
  const underWay = new Set<string>();

  function takeBatch(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const line of waiting) {
      const { citizenId } = line.entry;
      if (batch.length >= maxBatch || underWay.has(citizenId)) later.push(line);
      else {
        underWay.add(citizenId);
        batch.push(line);
      }
    }
    waiting = later;
    return batch;
  }

  async function write(): Promise<void> {
    writers += 1;
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      try {
        await insertAuditEvents(
          db,
          batch.map(({ entry }) => entry),
        );
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
      for (const { entry } of batch) underWay.delete(entry.citizenId);
    }
    writers -= 1;
  }

  return (entry) =>
    new Promise((resolve, reject) => {
      waiting.push({ entry, resolve, reject });
      if (writers < MAX_WRITERS) void write();
    });
}

export interface AuditEventRow {
  readonly id: string;
  readonly recorded_at: Date;
  readonly seq: string;
  readonly line: string;
}

export interface AuditQuestion {
  readonly citizenId: string;
  /** Lines with a lower number than this; the newest where it is absent. */
  readonly before: bigint | undefined;
  readonly limit: number;
  /** When they were recorded: all of them hold. */
  readonly recorded: readonly DateRange[];
}

/** A citizen's log, newest first. */
export async function findAuditEvents(
  db: Kysely<Database>,
  { citizenId, before, limit, recorded }: AuditQuestion,
): Promise<AuditEventRow[]> {
  const { rows } = await sql<AuditEventRow>`
    select id, recorded_at, seq, line from audit_event
    where citizen_id = ${citizenId} and seq < ${String(before ?? MAX_SEQ)}::bigint and ${isRecorded(recorded)}
    order by seq desc limit ${limit}`.execute(db);
  return rows;
}

const MAX_SEQ = 9_223_372_036_854_775_807n;

export async function countAuditEvents(
  db: Kysely<Database>,
  { citizenId, recorded }: Pick<AuditQuestion, 'citizenId' | 'recorded'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from audit_event where citizen_id = ${citizenId} and ${isRecorded(recorded)}`.execute(db);
  return rows[0]?.n ?? 0;
}

const isRecorded = (ranges: readonly DateRange[]): RawBuilder<boolean> =>
  ranges.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`${sql.join(
        ranges.map(({ start, end, outside }) => {
          const inside = sql`(recorded_at >= ${start.toISOString()}::timestamptz and recorded_at < ${end.toISOString()}::timestamptz)`;
          return outside ? sql`not ${inside}` : inside;
        }),
        sql` and `,
      )}`;
