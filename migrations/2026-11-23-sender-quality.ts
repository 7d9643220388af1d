/** How good each sender's data is: counts by Danish day. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // measure 'message': what became of what was sent (created, revived, updated, unchanged, deleted, refused), and how many of those
  // created, revived and updated were doubted. 'told' and 'refused': messages that met a rule, by its id; where none was at fault, by
  // the code of the issue. 'lag': new versions by the step of their lag from source-updated to readable.
  `create table sender_quality (
    sender_id text not null,
    counted_date date not null,
    measure text not null check (measure in ('message', 'told', 'refused', 'lag')),
    name text not null,
    count bigint not null check (count > 0),
    primary key (sender_id, counted_date, measure, name)
  )`,
  `comment on table sender_quality is 'reference'`,
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select, insert, update on sender_quality to aftaledeling_service;
    end if;
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sender_quality`.execute(db);
}
