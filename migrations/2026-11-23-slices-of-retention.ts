/** The job that takes away what is past its retention, in slices of the citizen space as the one that extends series. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // done_date: the day from which on everything of the slice was kept, when it was done last.
  `create table retain_slice (
    slice smallint primary key check (slice between 0 and 255),
    done_date date,
    leased_until timestamptz,
    cursor uuid
  )`,
  `comment on table retain_slice is 'reference'`,
  `insert into retain_slice (slice) select generate_series(0, 255)`,
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select, insert, update, delete on retain_slice to aftaledeling_service;
    end if;
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table retain_slice`.execute(db);
}
