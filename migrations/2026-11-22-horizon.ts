/** What the job that rolls the window needs: the series to walk, what their exceptions are of, and a way for writers to collide. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // Of an exception: the original start that it is of. A number is counted once, when the exception meets its series.
  `alter table appointment add column original_start timestamptz`,
  `create index appointment_series_idx on appointment (citizen_id, id) where kind = 'series' and not deleted`,
  // Ends a statement that was planned on what another writer has changed since, as serialisation would.
  `create function collide() returns boolean language plpgsql volatile as $$
  begin
    raise exception 'another writer was first' using errcode = 'serialization_failure';
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function collide()`.execute(db);
  await sql`drop index appointment_series_idx`.execute(db);
  await sql`alter table appointment drop column original_start`.execute(db);
}
