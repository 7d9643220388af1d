/** Entries of batches that were refused, kept for their sender to mend and send again. */
import { type Kysely, sql } from 'kysely';

const statements = [
  // citizen_id: whom the entry names; where it names nobody that can be read, an id that stands for its sender's nobodies, so that the
  // key is the same as everywhere. id: the hash of what was sent, so that the same again is the same row. body: as sent, of a practice
  // after its replacement; null where that cannot be made. issues: JSON.
  `create table quarantined_entry (
    citizen_id uuid not null,
    sender_id text not null,
    id text not null,
    first_at timestamptz not null,
    newest_at timestamptz not null,
    times integer not null check (times > 0),
    size integer not null,
    request text,
    body text,
    issues text not null,
    primary key (citizen_id, sender_id, id)
  )`,
  `create index quarantined_entry_sender_idx on quarantined_entry (sender_id, first_at, id)`,
  `comment on table quarantined_entry is 'by citizen'`,
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select, insert, update, delete on quarantined_entry to aftaledeling_service;
    end if;
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table quarantined_entry`.execute(db);
}
