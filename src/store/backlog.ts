/** What waits in the database to be done, by whichever process. */
import { type Kysely, sql } from 'kysely';
import type { LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';

export interface Backlog {
  /** Slices of the citizen space, of 256, that the job has not been through today. */
  readonly slicesDue: number;
  /** Days since it had been through all of them; 0 where it never was. */
  readonly daysBehind: number;
  /** Look-ups on their way to MinLog, counted to MOST, and the age in seconds of the oldest. */
  readonly outboxLines: number;
  readonly outboxOldestS: number;
}

const MOST = 100_000;

export async function readBacklog(
  db: Kysely<Database>,
  { today, now }: { readonly today: LocalDate; readonly now: Date },
): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select
      (select count(*)::int from extend_slice where done_date is null or done_date < ${today}::date) as "slicesDue",
      (select greatest(0, ${today}::date - coalesce(min(done_date), ${today}::date)) from extend_slice) as "daysBehind",
      waiting.lines as "outboxLines",
      coalesce(greatest(0, extract(epoch from ${now}::timestamptz - waiting.oldest)), 0)::float8 as "outboxOldestS"
    from (
      select count(*)::int as lines, min(recorded_at) as oldest
      from (select recorded_at from minlog_outbox order by due_at nulls first, recorded_at limit ${MOST}) as oldest_first
    ) as waiting`.execute(db);
  const [backlog] = rows;
  if (backlog === undefined) throw new Error('a count has a row');
  return backlog;
}
