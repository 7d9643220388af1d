/** The registry of senders with its history, the municipalities, and how far each has come with each solution. */
import { type Kysely, sql } from 'kysely';
import { municipalitiesByRegion } from './municipalities.ts';

const statements = [
  // dk-core's spelling; four digits.
  `create table municipality (
    code text primary key check (code ~ '^[0-9]{4}$'),
    name text not null unique
  )`,
  // Which region a municipality is in, on the days of [valid_from, valid_until).
  `create table municipality_region (
    municipality_code text not null,
    valid_from date not null,
    valid_until date,
    region text not null,
    primary key (municipality_code, valid_from),
    check (valid_until > valid_from)
  )`,
  // vendor, system_name, system_version: the source system (FHIR Device). contact: ContactPoints, JSON. An inactive sender, or one whose
  // system is, may not call. version counts the changes of both; changed_by: the administrator, null where entered from claims.
  `alter table sender
    add municipality_code text check (municipality_code ~ '^[0-9]{4}$'),
    add region text,
    add contact jsonb not null default '[]',
    add active boolean not null default true,
    add system_name text,
    add system_version text,
    add system_active boolean not null default true,
    add version integer not null default 1 check (version > 0),
    add changed_at timestamptz,
    add changed_by text`,
  `update sender set changed_at = entered_at`,
  `alter table sender alter changed_at set not null`,
  // Every version of a sender's entry. Two writers of one version collide on its key.
  `create table sender_version (like sender including constraints)`,
  `alter table sender_version add primary key (id, version)`,
  `insert into sender_version select * from sender`,
  // What happened, on which Danish day. planned_date: of a schedule, from when the solution is to be in use. made_up: of an example state.
  // Events are never edited: one that was recorded in error is withdrawn.
  `create table adoption_event (
    id uuid primary key,
    municipality_code text not null,
    solution text not null check (solution in ('aftaler', 'stamkort')),
    kind text not null check (kind in ('schedule-given', 'technically-installed', 'in-use', 'not-applicable')),
    event_date date not null,
    planned_date date check (kind = 'schedule-given' or planned_date is null),
    made_up boolean not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    withdrawn_at timestamptz,
    withdrawn_by text,
    check ((withdrawn_at is null) = (withdrawn_by is null))
  )`,
  `create unique index adoption_event_key on adoption_event (municipality_code, solution, kind, event_date) where withdrawn_at is null`,
  ...['municipality', 'municipality_region', 'sender_version', 'adoption_event'].map((name) => `comment on table ${name} is 'reference'`),
  `do $$ begin
    if exists (select from pg_roles where rolname = 'aftaledeling_service') then
      grant select on municipality, municipality_region to aftaledeling_service;
      grant select, insert on sender_version, adoption_event to aftaledeling_service;
      grant update (withdrawn_at, withdrawn_by) on adoption_event to aftaledeling_service;
    end if;
  end $$`,
];

/** The municipalities and regions of today began with the reform of 2007; two regions become one in 2027. */
const FIRST_DAY = '2007-01-01';
const MERGED_FROM = '2027-01-01';
const mergedInto: Readonly<Record<string, string>> = {
  'Region Hovedstaden': 'Region Østdanmark',
  'Region Sjælland': 'Region Østdanmark',
};

const municipalities = Object.entries(municipalitiesByRegion).flatMap(([region, entries]) =>
  entries.map((entry) => ({ code: entry.slice(0, 4), name: entry.slice(5), region })),
);

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  for (const { code, name, region } of municipalities) {
    const merged = mergedInto[region];
    const until = merged === undefined ? null : MERGED_FROM;
    await sql`insert into municipality (code, name) values (${code}, ${name})`.execute(db);
    await sql`insert into municipality_region values (${code}, ${FIRST_DAY}, ${until}, ${region})`.execute(db);
    if (merged !== undefined) await sql`insert into municipality_region values (${code}, ${MERGED_FROM}, null, ${merged})`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['adoption_event', 'sender_version', 'municipality_region', 'municipality']) {
    await sql`drop table ${sql.table(table)}`.execute(db);
  }
  await sql`alter table sender drop municipality_code, drop region, drop contact, drop active, drop system_name, drop system_version,
    drop system_active, drop version, drop changed_at, drop changed_by`.execute(db);
}
