/**
 * The first schema. Every table says its kind in a comment, which a test reads back from the catalog:
 *
 * - `by citizen`: `citizen_id` first in the primary key and in every unique key, so that it distributes by citizen;
 * - `directory`: keyed by what a caller knows (an identifier, an id), answers with the citizen;
 * - `reference`: small, the same everywhere.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';

const tables = [
  // What a sender is; kept by administrators, or entered from the development issuer's claims.
  `create table sender (
    id text primary key,
    sector text not null check (sector in ('municipal', 'regional', 'practice')),
    name text not null,
    practice_kind text check (practice_kind in ('general', 'specialist')),
    sor text,
    cvr text,
    vendor text,
    policy jsonb not null default '{}',
    entered_at timestamptz not null
  )`,
  `create table setting (
    name text primary key,
    value text not null
  )`,
  // The job that rolls the window, in slices of the citizen space: who works on one, until when, how far it came.
  `create table extend_slice (
    slice smallint primary key check (slice between 0 and 255),
    done_date date,
    leased_until timestamptz,
    cursor uuid
  )`,
  // (sender, identifier) → citizen and appointment
  `create table appointment_identifier (
    sender_id text not null,
    system text not null,
    value text not null,
    citizen_id uuid not null,
    appointment_id uuid not null,
    primary key (sender_id, system, value)
  )`,
  // appointment id → citizen
  `create table appointment_owner (
    appointment_id uuid primary key,
    citizen_id uuid not null
  )`,
  `create table citizen (
    citizen_id uuid primary key,
    system text not null,
    value text not null
  )`,
  // As received (after a practice's replacement): every version. change_number orders a citizen's writes, and two writers that
  // planned on the same state collide on it.
  `create table appointment_version (
    citizen_id uuid not null,
    appointment_id uuid not null,
    version integer not null check (version > 0),
    change_number bigint not null,
    sender_id text not null,
    received_at timestamptz not null,
    deleted boolean not null,
    resource text,
    primary key (citizen_id, appointment_id, version),
    constraint appointment_version_change_key unique (citizen_id, change_number),
    constraint appointment_version_resource_check check (deleted or resource is not null)
  )`,
  // The newest version and what was derived from it. tail: the JSON behind the elements that vary by occurrence; shown_version and
  // shown_at: the meta that it holds. other_identifiers: `system|value` of those that are old or secondary.
  `create table appointment (
    citizen_id uuid not null,
    id uuid not null,
    sender_id text not null,
    version integer not null,
    kind text not null check (kind in ('single', 'grouped', 'series', 'exception')),
    status text not null,
    deleted boolean not null,
    content_hash text not null,
    received_date date not null,
    updated_at timestamptz not null,
    source_updated_at timestamptz,
    cancelled_at timestamptz,
    prior_status text,
    starts_at timestamptz,
    ends_at timestamptz,
    guided boolean not null,
    minutes integer,
    series_id uuid,
    series_key text,
    extended_date date,
    changed jsonb,
    sector text not null check (sector in ('municipal', 'regional', 'practice')),
    author_keys text[] not null,
    other_identifiers text[],
    time_only boolean not null,
    restricted boolean not null,
    place_keys text[],
    home_keys text[],
    shown_version text,
    shown_at timestamptz,
    tail text,
    masked_tail text,
    home_tail text,
    primary key (citizen_id, id)
  )`,
  `create index appointment_restricted_idx on appointment (citizen_id) where restricted and not deleted`,
  `create index appointment_home_idx on appointment (citizen_id) where home_keys is not null and not deleted`,
  `create index appointment_sender_idx on appointment (sender_id, updated_at)`,
  `create index appointment_other_identifiers_idx on appointment using gin (other_identifiers) where other_identifiers is not null`,
  // What the overview reads. touches_until: the end; its start where the end is unknown; the next midnight for a whole day.
  `create table occurrence (
    citizen_id uuid not null,
    original_start timestamptz not null,
    appointment_id uuid not null,
    content_id uuid not null,
    starts_at timestamptz not null,
    ends_at timestamptz,
    touches_until timestamptz not null,
    recurrence_id integer,
    status text not null,
    kind text not null check (kind in ('single', 'grouped', 'series')),
    hidden_from timestamptz,
    primary key (citizen_id, original_start, appointment_id)
  ) partition by range (original_start)`,
  `create table occurrence_default partition of occurrence default`,
  // What a citizen consents to and blocks: every version.
  `create table consent_version (
    citizen_id uuid not null,
    consent_id uuid not null,
    version integer not null check (version > 0),
    recorded_at timestamptz not null,
    deleted boolean not null,
    resource text not null,
    primary key (citizen_id, consent_id, version)
  )`,
  // A citizen's blocks, as queries read them; derived from the Consent they were set by. An empty list of keys or sectors: everything.
  `create table block (
    citizen_id uuid not null,
    id uuid not null,
    effect text not null check (effect in ('hide', 'busy-only')),
    valid_from timestamptz,
    valid_until timestamptz,
    reader_keys text[],
    author_keys text[],
    sectors text[],
    data_from timestamptz,
    data_until timestamptz,
    primary key (citizen_id, id)
  )`,
  // The log: one line for each look at, or change of, a citizen's data. line is canonical JSON; hash chains it to the one before.
  `create table audit_event (
    citizen_id uuid not null,
    recorded_at timestamptz not null,
    id uuid not null,
    seq bigint not null,
    line text not null,
    hash bytea not null,
    primary key (citizen_id, recorded_at, id)
  ) partition by range (recorded_at)`,
  `create table audit_event_default partition of audit_event default`,
  `create table audit_head (
    citizen_id uuid primary key,
    seq bigint not null,
    hash bytea not null
  )`,
  // Where verification starts once older months are dropped.
  `create table audit_anchor (
    citizen_id uuid not null,
    month date not null,
    seq bigint not null,
    hash bytea not null,
    primary key (citizen_id, month)
  )`,
];

const kinds = {
  reference: ['sender', 'setting', 'extend_slice'],
  directory: ['appointment_identifier', 'appointment_owner'],
  'by citizen': [
    'citizen',
    'appointment_version',
    'appointment',
    'occurrence',
    'consent_version',
    'block',
    'audit_event',
    'audit_head',
    'audit_anchor',
  ],
};

/**
 * The role that the service works as (`src/store/role.ts`): of the log it may only read and append. It is the cluster's, so it may be
 * there already; an owner who may make no roles runs the service as itself, and the start says so.
 */
const serviceRole = [
  `do $$ begin
    create role aftaledeling_service nologin;
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then raise notice 'no role aftaledeling_service: the service will run as the owner of its tables';
  end $$`,
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      execute format('grant aftaledeling_service to %I', current_user);
      grant usage on schema public to aftaledeling_service;
      grant select, insert, update, delete on all tables in schema public to aftaledeling_service;
      revoke update, delete on audit_event, audit_event_default from aftaledeling_service;
      revoke delete on audit_head, audit_anchor from aftaledeling_service;
      revoke update on audit_anchor from aftaledeling_service;
    end if;
  end $$`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of tables) await sql.raw(table).execute(db);
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) await sql`comment on table ${sql.table(name)} is ${sql.lit(kind)}`.execute(db);
  }
  for (const statement of serviceRole) await sql.raw(statement).execute(db);
  // The key that turns a citizen's number into citizen_id (DESIGN §6), made once and never changed.
  await sql`insert into setting (name, value) values ('citizen_key', ${randomBytes(32).toString('hex')})`.execute(db);
  await sql`insert into extend_slice (slice) select generate_series(0, 255)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of Object.values(kinds).flat().reverse()) await sql`drop table ${sql.table(name)}`.execute(db);
}
