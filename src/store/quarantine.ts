/** Refused entries of batches, by sender. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Database, QuarantinedEntryTable } from './database.ts';

export type QuarantinedEntry = Selectable<QuarantinedEntryTable>;

/** What was sent before and refused again is the same entry, with what is wrong with it now. */
export async function keepQuarantined(db: Kysely<Database>, entries: readonly QuarantinedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    insert into quarantined_entry as q
    select * from json_to_recordset(${JSON.stringify(entries)}::json) as n (citizen_id uuid, sender_id text, id text,
      first_at timestamptz, newest_at timestamptz, times integer, size integer, request text, body text, issues text)
    on conflict (citizen_id, sender_id, id) do update set newest_at = excluded.newest_at, times = q.times + 1, issues = excluded.issues`.execute(
    db,
  );
}

/** Those of the entries that fit, as many as `max` of their sender's at most; what is there already always does. */
export async function findRoom(db: Kysely<Database>, senderId: string, ids: readonly string[], max: number): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    with asked as (
      select n.id, n.place, exists (select from quarantined_entry q where q.sender_id = ${senderId} and q.id = n.id) as is_there
      from unnest(${ids}::text[]) with ordinality as n (id, place)
    )
    select id from asked where is_there
    union all (
      select id from asked where not is_there order by place
      limit greatest(0, ${max}::int - (select count(*)::int from quarantined_entry where sender_id = ${senderId}))
    )`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Of every sender, those that came last before `before`; how many. */
export async function dropQuarantinedBefore(db: Kysely<Database>, before: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from quarantined_entry q using (
      select citizen_id, sender_id, id from quarantined_entry where newest_at < ${before} limit ${limit}
    ) old
    where q.citizen_id = old.citizen_id and q.sender_id = old.sender_id and q.id = old.id`.execute(db);
  return Number(numAffectedRows ?? 0n);
}

export interface QuarantinePage {
  readonly after: { readonly firstAt: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Oldest first. */
export function findQuarantined(db: Kysely<Database>, senderId: string, { after, limit }: QuarantinePage): Promise<QuarantinedEntry[]> {
  const query = db.selectFrom('quarantined_entry').selectAll().where('sender_id', '=', senderId);
  const further = after === undefined ? query : query.where(sql<boolean>`(first_at, id) > (${after.firstAt}::timestamptz, ${after.id})`);
  return further.orderBy('first_at').orderBy('id').limit(limit).execute();
}

export const findQuarantinedById = (db: Kysely<Database>, senderId: string, ids: readonly string[]): Promise<QuarantinedEntry[]> =>
  db
    .selectFrom('quarantined_entry')
    .selectAll()
    .where('sender_id', '=', senderId)
    .where('id', 'in', ids)
    .orderBy('first_at')
    .orderBy('id')
    .execute();

export async function countQuarantined(db: Kysely<Database>, senderId: string): Promise<number> {
  const { count } = await db
    .selectFrom('quarantined_entry')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('sender_id', '=', senderId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function dropQuarantined(
  db: Kysely<Database>,
  entries: readonly Pick<QuarantinedEntry, 'citizen_id' | 'sender_id' | 'id'>[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    delete from quarantined_entry q using json_to_recordset(${JSON.stringify(entries)}::json) as n (citizen_id uuid, sender_id text, id text)
    where q.citizen_id = n.citizen_id and q.sender_id = n.sender_id and q.id = n.id`.execute(db);
}
