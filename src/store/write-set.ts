/**
 * All that one ingest writes, in one statement and so in one transaction: identities, versions, what was derived, and the log line.
 *
 * There are no locks. Whoever planned on a state that another writer has changed since collides with a unique key (the identity, or
 * the citizen's change number), nothing is written, and the caller plans anew. So it is with a series that the extending job has taken
 * further since: the occurrences it made meanwhile would be out of this statement's sight, and stay.
 */
import { type Insertable, type Kysely, sql } from 'kysely';
import { type AuditEntry, appendAuditLines } from './audit-event.ts';
import type { AppointmentTable, AppointmentVersionTable, Database, OccurrenceTable } from './database.ts';

export interface WriteSet {
  readonly citizens: { citizen_id: string; system: string; value: string }[];
  readonly identifiers: Insertable<Database['appointment_identifier']>[];
  /** Identities that now name another citizen's appointment. */
  readonly movedIdentifiers: Insertable<Database['appointment_identifier']>[];
  readonly owners: { appointment_id: string; citizen_id: string }[];
  readonly versions: Insertable<AppointmentVersionTable>[];
  readonly appointments: Insertable<AppointmentTable>[];
  /** How far the series among them were extended when the plan was made. */
  readonly extended: { citizen_id: string; id: string; extended_date: string }[];
  readonly occurrences: Insertable<OccurrenceTable>[];
  /** Of each appointment that was there before: the original starts that stay; its other occurrences go. */
  readonly kept: { citizen_id: string; appointment_id: string; original_starts: Date[] }[];
  readonly audit: AuditEntry[];
}

/** Codes of PostgreSQL that mean: somebody else was first, plan anew. */
const collisions = new Set(['23505', '40001', '40P01']);

export const isCollision = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && collisions.has(cause.code);

export async function write(db: Kysely<Database>, set: WriteSet): Promise<void> {
  await sql`
    with as_planned as (
      select a.id from appointment a
      join json_to_recordset(${json(set.extended)}) as e (citizen_id uuid, id uuid, extended_date date)
        on e.citizen_id = a.citizen_id and e.id = a.id
      where a.extended_date = e.extended_date
      order by a.citizen_id, a.id for update of a
    ),
    guard as materialized (
      select case when count(*) = ${set.extended.length} then true else collide() end as ok from as_planned
    ),
    new_citizen as (
      insert into citizen
      select * from json_to_recordset(${json(set.citizens)}) as c (citizen_id uuid, system text, value text)
      on conflict (citizen_id) do nothing
    ),
    new_identifier as (
      insert into appointment_identifier
      select * from json_to_recordset(${json(set.identifiers)})
        as i (sender_id text, system text, value text, citizen_id uuid, appointment_id uuid)
    ),
    moved_identifier as (
      update appointment_identifier i set citizen_id = m.citizen_id, appointment_id = m.appointment_id
      from json_to_recordset(${json(set.movedIdentifiers)})
        as m (sender_id text, system text, value text, citizen_id uuid, appointment_id uuid)
      where i.sender_id = m.sender_id and i.system = m.system and i.value = m.value
    ),
    new_owner as (
      insert into appointment_owner
      select * from json_to_recordset(${json(set.owners)}) as o (appointment_id uuid, citizen_id uuid)
    ),
    new_version as (
      insert into appointment_version
      select * from json_to_recordset(${json(set.versions)}) as v (citizen_id uuid, appointment_id uuid, version integer,
        change_number bigint, sender_id text, received_at timestamptz, deleted boolean, resource text)
    ),
    derived_appointment as (
      insert into appointment
      select * from json_to_recordset(${json(set.appointments)}) as a (citizen_id uuid, id uuid, sender_id text, version integer,
        kind text, status text, deleted boolean, content_hash text, received_date date, updated_at timestamptz,
        source_updated_at timestamptz, cancelled_at timestamptz, prior_status text, starts_at timestamptz, ends_at timestamptz,
        guided boolean, minutes integer, series_id uuid, series_key text, extended_date date, changed jsonb,
        sector text, author_keys text[], other_identifiers text[], time_only boolean, restricted boolean, place_keys text[], home_keys text[],
        shown_version text, shown_at timestamptz, tail text, masked_tail text, home_tail text, original_start timestamptz)
      where (select ok from guard)
      on conflict (citizen_id, id) do update set version = excluded.version, kind = excluded.kind, status = excluded.status,
        deleted = excluded.deleted, content_hash = excluded.content_hash, updated_at = excluded.updated_at,
        source_updated_at = excluded.source_updated_at, cancelled_at = excluded.cancelled_at, prior_status = excluded.prior_status,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, guided = excluded.guided, minutes = excluded.minutes,
        series_id = excluded.series_id, series_key = excluded.series_key, extended_date = excluded.extended_date,
        changed = excluded.changed, sector = excluded.sector, author_keys = excluded.author_keys,
        other_identifiers = excluded.other_identifiers,
        place_keys = excluded.place_keys, home_keys = excluded.home_keys, time_only = excluded.time_only, restricted = excluded.restricted,
        shown_version = excluded.shown_version, shown_at = excluded.shown_at, tail = excluded.tail, masked_tail = excluded.masked_tail,
        home_tail = excluded.home_tail, original_start = excluded.original_start
    ),
    gone_occurrence as (
      delete from occurrence o
      using json_to_recordset(${json(set.kept)})
        as k (citizen_id uuid, appointment_id uuid, original_starts timestamptz[])
      where o.citizen_id = k.citizen_id and o.appointment_id = k.appointment_id
        and o.original_start <> all (k.original_starts) and (select ok from guard)
    ),
    derived_occurrence as (
      insert into occurrence as o
      select * from json_to_recordset(${json(set.occurrences)}) as n (citizen_id uuid, original_start timestamptz,
        appointment_id uuid, content_id uuid, starts_at timestamptz, ends_at timestamptz, touches_until timestamptz,
        recurrence_id integer, status text, kind text, hidden_from timestamptz)
      where (select ok from guard)
      on conflict (citizen_id, original_start, appointment_id) do update set content_id = excluded.content_id,
        starts_at = excluded.starts_at, ends_at = excluded.ends_at, touches_until = excluded.touches_until,
        recurrence_id = excluded.recurrence_id, status = excluded.status, kind = excluded.kind,
        hidden_from = excluded.hidden_from
      where (o.content_id, o.starts_at, o.ends_at, o.touches_until, o.recurrence_id, o.status, o.kind, o.hidden_from)
        is distinct from (excluded.content_id, excluded.starts_at, excluded.ends_at, excluded.touches_until,
          excluded.recurrence_id, excluded.status, excluded.kind, excluded.hidden_from)
    ),
    audit_line as materialized (
      select * from json_to_recordset(${json(set.audit.map(toAuditRow))})
        as l (citizen_id uuid, recorded_at timestamptz, id uuid, line text)
    ), ${appendAuditLines}
    select ok from guard`.execute(db);
}

const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::json`;

const toAuditRow = ({ citizenId, recordedAt, id, line }: AuditEntry) => ({ citizen_id: citizenId, recorded_at: recordedAt, id, line });
