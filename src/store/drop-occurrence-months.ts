/** Retention of occurrences: the table of a month that is past goes whole, and what lies in it but was moved on is kept. */
import { type Kysely, sql } from 'kysely';
import { type LocalDate, startOfDay } from '../time/zone.ts';
import type { Database } from './database.ts';
import { asOwner } from './owner.ts';

const MONTH = /^occurrence_(\d{4})_(\d{2})$/;
const MINE = sql`hashtext('drop_occurrence_months')`;

/**
 * Drops the months before the one that begins on `from`; answers their tables. Occurrences that touch or follow that day move to the
 * default partition: an exception lies in the month of its original start, however far on it was moved.
 */
export const dropOccurrenceMonths = (db: Kysely<Database>, from: LocalDate): Promise<string[]> =>
  asOwner(db, async (owner) => {
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${MINE}) as taken`.execute(owner);
    if (rows[0]?.taken !== true) return [];
    try {
      // An index on a full month takes longer than a request may.
      await sql`set statement_timeout = 0`.execute(owner);
      const dropped: string[] = [];
      for (const table of await monthsBefore(owner, from)) {
        await dropMonth(owner, table, startOfDay(from));
        dropped.push(table);
      }
      return dropped;
    } finally {
      await sql`reset statement_timeout`.execute(owner);
      await sql`select pg_advisory_unlock(${MINE})`.execute(owner);
    }
  });

async function monthsBefore(db: Kysely<Database>, from: LocalDate): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'occurrence'::regclass order by c.relname`.execute(db);
  return rows.map(({ name }) => name).filter((name) => MONTH.test(name) && name.replace(MONTH, '$1-$2-01') < from);
}

/** What is to be kept is found by an index made beforehand, while everybody works: the table is locked for a moment alone. */
async function dropMonth(db: Kysely<Database>, table: string, border: Date): Promise<void> {
  const index = sql.id(`${table}_kept`);
  const instant = sql.lit(border.toISOString());
  const isKept = sql`(starts_at >= ${instant} or touches_until > ${instant})`;
  await sql`drop index if exists ${index}`.execute(db);
  await sql`create index concurrently ${index} on ${sql.table(table)} (starts_at) where ${isKept}`.execute(db);
  await db.transaction().execute(async (trx) => {
    await sql`set local lock_timeout = '2s'`.execute(trx);
    await sql`lock table occurrence in access exclusive mode`.execute(trx);
    await sql`alter table occurrence detach partition ${sql.table(table)}`.execute(trx);
    await sql`insert into occurrence select * from ${sql.table(table)} where ${isKept}`.execute(trx);
    await sql`drop table ${sql.table(table)}`.execute(trx);
  });
}
