/** What the job of retention reads and takes away, some citizens at a time. */
import { type Kysely, sql } from 'kysely';
import type { AppointmentKind, Database } from './database.ts';
import { type CitizenRange, isWithin } from './invariant.ts';

/** An appointment that may be past its retention, as far as its columns tell. */
export interface PastCandidate {
  readonly citizen_id: string;
  readonly id: string;
  readonly version: number;
  readonly kind: AppointmentKind;
  readonly deleted: boolean;
  readonly updated_at: Date;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly guided: boolean;
  readonly minutes: number | null;
  /** Of an exception: its series, with the times of that, and the original start that it is of. */
  readonly series_id: string | null;
  readonly series_starts_at: Date | null;
  readonly series_ends_at: Date | null;
  readonly original_start: Date | null;
  /** Of a series: as received, and how many exceptions it has. */
  readonly resource: string | null;
  readonly exceptions: number;
  /** The newest of the citizen's change numbers. */
  readonly newest: string;
}

/** The next citizens, as many as have `limit` appointments; undefined where none up to `last` has any. */
export async function nextRange(
  db: Kysely<Database>,
  { after, last, limit }: CitizenRange & { readonly limit: number },
): Promise<CitizenRange | undefined> {
  const inOrder = sql`select citizen_id from appointment where ${isWithin({ after, last })} order by citizen_id`;
  const { rows } = await sql<{ first: string | null; end: string | null }>`
    select (${inOrder} limit 1) as first, (${inOrder} offset ${limit} limit 1) as "end"`.execute(db);
  const [row] = rows;
  return row === undefined || row.first === null ? undefined : { after, last: row.end ?? last };
}

/** @param from nothing that touches or follows it is among them */
export async function findPastCandidates(db: Kysely<Database>, range: CitizenRange, from: Date): Promise<PastCandidate[]> {
  const { rows } = await sql<PastCandidate>`
    select a.citizen_id, a.id, a.version, a.kind, a.deleted, a.updated_at, a.starts_at, a.ends_at, a.guided, a.minutes, a.series_id,
      s.starts_at as series_starts_at, s.ends_at as series_ends_at, a.original_start, v.resource,
      case when a.kind = 'series' then (
        select count(*)::int from appointment e where e.citizen_id = a.citizen_id and e.series_id = a.id and not e.deleted) else 0 end
        as exceptions,
      (select max(n.change_number) from appointment_version n where n.citizen_id = a.citizen_id)::text as newest
    from appointment a
    left join appointment s on s.citizen_id = a.citizen_id and s.id = a.series_id
    left join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
      and a.kind = 'series' and not a.deleted
    where ${isWithin(range, 'a.citizen_id')} and case
      when a.deleted or (a.starts_at is null and a.original_start is null) then a.updated_at < ${from}
      when a.kind = 'series' then a.extended_date = '9999-12-31' and a.starts_at < ${from} and not exists (
        select from occurrence o
        where o.citizen_id = a.citizen_id and o.appointment_id = a.id and (o.starts_at >= ${from} or o.touches_until > ${from}))
      else coalesce(a.starts_at, a.original_start) < ${from} and coalesce(a.ends_at, a.starts_at, a.original_start) <= ${from}
      end`.execute(db);
  return rows;
}

/** No appointment's id: the version under it stands for what was taken away. */
export const RETENTION_MARK = '00000000-0000-0000-0000-000000000000';

/**
 * Takes them away as received and as shared, with what leads to them. It is one more write to each citizen, with their next change
 * number, left on a version of no appointment: a writer that planned on the state before collides, as with any other, and plans anew.
 * So does this one: a version that came since is not among those that go, and has the number.
 */
export async function removeAppointments(
  trx: Kysely<Database>,
  gone: readonly Pick<PastCandidate, 'citizen_id' | 'id' | 'version' | 'newest'>[],
  now: Date,
): Promise<void> {
  const citizens = gone.map(({ citizen_id }) => citizen_id);
  const ids = gone.map(({ id }) => id);
  const versions = gone.map(({ version }) => version);
  const marked = new Map(gone.map(({ citizen_id, newest }) => [citizen_id, String(BigInt(newest) + 1n)]));
  const identities = await sql<{ sender_id: string; system: string; value: string; appointment_id: string }>`
    select distinct v.sender_id, k ->> 'system' as system, k ->> 'value' as value, v.appointment_id
    from unnest(${citizens}::uuid[], ${ids}::uuid[]) as g (citizen_id, id)
    join appointment_version v on v.citizen_id = g.citizen_id and v.appointment_id = g.id, json_array_elements(v.resource::json -> 'identifier') as k
    where k ->> 'system' is not null and k ->> 'value' is not null`.execute(trx);
  const column = (name: keyof (typeof identities.rows)[number]) => identities.rows.map((row) => row[name]);
  await sql`
    with gone as materialized (
      select * from unnest(${citizens}::uuid[], ${ids}::uuid[], ${versions}::int[]) as g (citizen_id, id, version)
    ),
    mark as (
      insert into appointment_version (citizen_id, appointment_id, version, change_number, sender_id, received_at, deleted, resource)
      select m.citizen_id, ${RETENTION_MARK}, 1, m.change_number, '', ${now}::timestamptz, true, null
      from unnest(${[...marked.keys()]}::uuid[], ${[...marked.values()]}::bigint[]) as m (citizen_id, change_number)
      on conflict (citizen_id, appointment_id, version) do update set
        change_number = excluded.change_number, received_at = excluded.received_at
    ),
    gone_identifier as (
      delete from appointment_identifier i
      using unnest(${column('sender_id')}::text[], ${column('system')}::text[], ${column('value')}::text[], ${column('appointment_id')}::uuid[])
        as k (sender_id, system, value, appointment_id)
      where i.sender_id = k.sender_id and i.system = k.system and i.value = k.value and i.appointment_id = k.appointment_id
    ),
    gone_owner as (
      delete from appointment_owner o using gone g where o.appointment_id = g.id
    ),
    gone_version as (
      delete from appointment_version v using gone g
      where v.citizen_id = g.citizen_id and v.appointment_id = g.id and v.version <= g.version
    ),
    gone_occurrence as (
      delete from occurrence o using gone g where o.citizen_id = g.citizen_id and g.id in (o.appointment_id, o.content_id)
    )
    delete from appointment a using gone g where a.citizen_id = g.citizen_id and a.id = g.id`.execute(trx);
}

/** What was over before `from`, of series that go on: how many. */
export async function removePastOccurrences(db: Kysely<Database>, range: CitizenRange, from: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from occurrence where ${isWithin(range)} and starts_at < ${from} and touches_until <= ${from}`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
