/** Of whose card something changed: for whoever holds a copy. It never says what, and knows nobody who is told. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

export interface ChangeRow {
  readonly citizen_id: string;
  readonly id: string;
  /** Not to be told before: an opt-out is nobody's but the citizen's until it is in force. */
  readonly due_at: Date;
}

/** Common table expression for the statement that changes something. */
export const insertChanges = (changes: readonly ChangeRow[]): RawBuilder<unknown> => sql`
  new_change as (
    insert into stamkort_change
    select * from json_to_recordset(${JSON.stringify(changes)}::json) as c (citizen_id uuid, id uuid, due_at timestamptz)
  )`;

/** Those that are due, oldest first. */
export const findDueChanges = (db: Kysely<Database>, now: Date, limit: number): Promise<ChangeRow[]> =>
  db.selectFrom('stamkort_change').selectAll().where('due_at', '<=', now).orderBy('due_at').limit(limit).execute();

/** Of those told. */
export async function deleteChanges(db: Kysely<Database>, changes: readonly Pick<ChangeRow, 'citizen_id' | 'id'>[]): Promise<void> {
  await sql`
    delete from stamkort_change s using json_to_recordset(${JSON.stringify(changes)}::json) as c (citizen_id uuid, id uuid)
    where s.citizen_id = c.citizen_id and s.id = c.id`.execute(db);
}
