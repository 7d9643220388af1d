import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

/** Another window makes every slice due again. */
export async function noteWindow(db: Kysely<Database>, windowDays: number): Promise<void> {
  await sql`
    with other as (
      insert into setting as s (name, value) values ('extended_window_days', ${String(windowDays)})
      on conflict (name) do update set value = excluded.value where s.value <> excluded.value
      returning 1
    )
    update extend_slice set done_date = null, cursor = null where exists (select from other)`.execute(db);
}
