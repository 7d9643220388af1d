/** Fælles Stamkort: the card's items with their history, what the registers say of themselves, and who is to be told. */
import { type Kysely, sql } from 'kysely';

/**
 * Of `stamkort_item` and `stamkort_item_version`. recorded_at: when its author entered it, null where the register does not tell. restricted,
 * home_keys: the register says that the address is protected, and where the home is, as an appointment's columns of these names do.
 */
const columns = `
    citizen_id uuid not null,
    id uuid not null,
    kind text not null,
    register text,
    version integer not null check (version > 0),
    deleted boolean not null,
    recorded_at timestamptz,
    received_at timestamptz not null,
    content text not null,
    author text not null,
    overwritten text,
    restricted boolean not null,
    home_keys text[]`;

const statements = [
  // The newest version of each item. A kind other than these two has one item a citizen, which keeps its id when it is deleted and set anew.
  `create table stamkort_item (${columns},
    primary key (citizen_id, id)
  )`,
  `create unique index stamkort_item_single_key on stamkort_item (citizen_id, kind) where kind not in ('relative', 'custody')`,
  // Every version. Two writers of one version of an item collide on its key.
  `create table stamkort_item_version (${columns},
    primary key (citizen_id, id, version)
  )`,
  // item id → citizen
  `create table stamkort_owner (
    item_id uuid primary key,
    citizen_id uuid not null
  )`,
  // A register's own identifier → citizen and item
  `create table stamkort_identifier (
    register text not null,
    system text not null,
    value text not null,
    citizen_id uuid not null,
    item_id uuid not null,
    primary key (register, system, value)
  )`,
  // Whoever holds a copy of this citizen's card is to be told that it changed; not what. due_at: not before.
  `create table stamkort_change (
    citizen_id uuid not null,
    id uuid not null,
    due_at timestamptz not null,
    primary key (citizen_id, id)
  )`,
  `create index stamkort_change_due_idx on stamkort_change (due_at)`,
  // A migrated document, as it came.
  `create table stamkort_import (
    citizen_id uuid not null,
    id uuid not null,
    received_at timestamptz not null,
    document text not null,
    primary key (citizen_id, id)
  )`,
  // What a register says of itself; as_of: until when its items are complete.
  `create table register_state (
    register text primary key,
    state text not null check (state in ('ok', 'late', 'down')),
    as_of timestamptz not null,
    reported_at timestamptz not null
  )`,
];

const kinds = {
  reference: ['register_state'],
  directory: ['stamkort_owner', 'stamkort_identifier'],
  'by citizen': ['stamkort_item', 'stamkort_item_version', 'stamkort_change', 'stamkort_import'],
};

const tables = Object.values(kinds).flat();

/** As the first migration gives it on the tables of its own. A version of an item is never changed. */
const grants = `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select, insert, update, delete on ${tables.join(', ')} to aftaledeling_service;
      revoke update, delete on stamkort_item_version from aftaledeling_service;
    end if;
  end $$`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) await sql`comment on table ${sql.table(name)} is ${sql.lit(kind)}`.execute(db);
  }
  await sql.raw(grants).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of tables.toReversed()) await sql`drop table ${sql.table(name)}`.execute(db);
}
