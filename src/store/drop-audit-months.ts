/** Retention of the log: whole months go, and of each citizen's chain what went before is kept as one hash. */
import { type Kysely, sql } from 'kysely';
import { addDays, dateOf, type LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';
import { asOwner } from './owner.ts';

const MONTH = /^audit_event_(\d{4})_(\d{2})$/;

/** Drops the months that ended more than `retentionDays` ago; answers their tables. */
export const dropAuditMonths = (db: Kysely<Database>, now: Date, retentionDays: number): Promise<string[]> =>
  asOwner(db, async (owner) => {
    const keptFrom = `${addDays(dateOf(now), -retentionDays).slice(0, 7)}-01` as LocalDate;
    const dropped: string[] = [];
    for (const table of await monthsBefore(owner, keptFrom)) {
      if (await dropMonth(owner, table)) dropped.push(table);
    }
    return dropped;
  });

async function monthsBefore(db: Kysely<Database>, keptFrom: LocalDate): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_event'::regclass order by c.relname`.execute(db);
  return rows.map(({ name }) => name).filter((name) => MONTH.test(name) && name.replace(MONTH, '$1-$2-01') < keptFrom);
}

/** Anchors first, in the same transaction. An anchor that a newer one of the citizen stands above goes too. */
const dropMonth = (db: Kysely<Database>, table: string): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    // Whoever reads or writes the log waits while a table of it is dropped: not for long, or not today.
    await sql`set local lock_timeout = '2s'`.execute(trx);
    await sql`select pg_advisory_xact_lock(hashtext('drop_audit_month'))`.execute(trx);
    const { rows } = await sql<{ found: boolean }>`select to_regclass(${table}) is not null as found`.execute(trx);
    if (rows[0]?.found !== true) return false;
    const month = table.replace(MONTH, '$1-$2-01');
    await sql`lock table audit_event in access exclusive mode`.execute(trx);
    await sql`
      insert into audit_anchor (citizen_id, month, seq, hash)
      select distinct on (citizen_id) citizen_id, ${month}::date, seq, hash from ${sql.table(table)} order by citizen_id, seq desc`.execute(
      trx,
    );
    await sql`
      delete from audit_anchor a using audit_anchor newer
      where newer.month = ${month}::date and newer.citizen_id = a.citizen_id and newer.seq > a.seq`.execute(trx);
    await sql`drop table ${sql.table(table)}`.execute(trx);
    return true;
  });
