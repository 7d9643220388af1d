/** Monthly partitions of the log and of occurrences: made ahead, so that retention is a dropped table. */
import { type Kysely, sql } from 'kysely';
import { addDays, dateOf, type LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';
import { asOwner } from './owner.ts';

const partitioned = [
  { table: 'occurrence', key: 'original_start' },
  { table: 'audit_event', key: 'recorded_at' },
] as const;

/** Months are made this far beyond the furthest occurrence of a series. */
export const SPARE_DAYS = 31;

/** This month and those that `daysAhead` reaches; what lies outside them is in the default partition. */
export const ensurePartitions = (db: Kysely<Database>, now: Date, daysAhead: number): Promise<string[]> =>
  asOwner(db, async (owner) => {
    const made: string[] = [];
    for (const month of monthsAhead(now, daysAhead)) {
      for (const { table, key } of partitioned) if (await ensureMonth(owner, table, key, month)) made.push(`${table} ${month.slice(0, 7)}`);
    }
    return made;
  });

/** Those of the months that `ensurePartitions` would make. */
export async function findMissingMonths(
  db: Kysely<Database>,
  now: Date,
  daysAhead: number,
): Promise<{ readonly table: string; readonly month: string }[]> {
  const missing: { table: string; month: string }[] = [];
  for (const month of monthsAhead(now, daysAhead)) {
    for (const { table } of partitioned) if (!(await exists(db, nameOf(table, month)))) missing.push({ table, month: month.slice(0, 7) });
  }
  return missing;
}

/** By their first days. */
function monthsAhead(now: Date, daysAhead: number): LocalDate[] {
  const months: LocalDate[] = [];
  const last = addDays(dateOf(now), daysAhead).slice(0, 7);
  for (let month = firstOfMonth(dateOf(now)); month.slice(0, 7) <= last; month = nextMonth(month)) months.push(month);
  return months;
}

const nameOf = (table: string, month: LocalDate): string => `${table}_${month.slice(0, 7).replace('-', '_')}`;

const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01` as LocalDate;
const nextMonth = (month: LocalDate): LocalDate => firstOfMonth(addDays(month, 31));

/** Rows of the month that already lie in the default partition move with it, in the same transaction. */
async function ensureMonth(db: Kysely<Database>, table: string, key: string, month: LocalDate): Promise<boolean> {
  const name = nameOf(table, month);
  const from = sql.lit(`${month}T00:00:00Z`);
  const to = sql.lit(`${nextMonth(month)}T00:00:00Z`);
  if (await exists(db, name)) return false;
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('ensure_partition'))`.execute(trx);
    if (await exists(trx, name)) return false;
    const fallback = sql.table(`${table}_default`);
    await sql`create table ${sql.table(name)} (like ${sql.table(table)} including all)`.execute(trx);
    await sql`with moved as (delete from ${fallback} where ${sql.ref(key)} >= ${from} and ${sql.ref(key)} < ${to} returning *)
      insert into ${sql.table(name)} select * from moved`.execute(trx);
    await sql`alter table ${sql.table(table)} attach partition ${sql.table(name)} for values from (${from}) to (${to})`.execute(trx);
    return true;
  });
}

/** Asks the table of tables: `to_regclass` may answer from before a wait for the lock. */
async function exists(db: Kysely<Database>, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pg_class where relname = ${name} and relnamespace = current_schema()::regnamespace) as found`.execute(db);
  return rows[0]?.found === true;
}
