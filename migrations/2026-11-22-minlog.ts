/** Look-ups by professionals on their way to MinLog: written with the line of the log, gone once they are handed over. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // due_at: when it may be tried (again), by the machine's clock; while it is being tried, when that is given up. Null: at once.
  `create table minlog_outbox (
    citizen_id uuid not null,
    id uuid not null,
    recorded_at timestamptz not null,
    line text not null,
    due_at timestamptz,
    attempts integer not null default 0,
    primary key (citizen_id, id)
  )`,
  `create index minlog_outbox_due_idx on minlog_outbox (due_at nulls first, recorded_at)`,
  `comment on table minlog_outbox is 'by citizen'`,
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select, insert, update, delete on minlog_outbox to aftaledeling_service;
    end if;
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table minlog_outbox`.execute(db);
}
