/** What always holds of appointments as received, and of the directories that lead to them. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { amongCitizens, type Invariant, isWithin, type Tell } from './invariant.ts';
import { RETENTION_MARK } from './past-appointment.ts';

export const appointmentInvariants: readonly Invariant[] = [
  amongCitizens(
    { name: 'version-sequence', sentence: 'The versions of an appointment are numbered from 1, with none missing' },
    (range) => sql`
      select format('Appointment/%s has %s versions, numbered from %s to %s', appointment_id, count(*), min(version), max(version)) as what
      from appointment_version where ${isWithin(range)}
      group by citizen_id, appointment_id having min(version) <> 1 or max(version) <> count(*)`,
  ),
  amongCitizens(
    { name: 'version-order', sentence: 'A later version was written after an earlier one' },
    (range) => sql`
      select format('Appointment/%s: version %s has the change number %s, the one before it %s', appointment_id, version, change_number, before)
        as what
      from (
        select appointment_id, version, change_number,
          lag(change_number) over (partition by citizen_id, appointment_id order by version) as before
        from appointment_version where ${isWithin(range)}
      ) v where change_number < before`,
  ),
  amongCitizens(
    { name: 'newest-version', sentence: 'An appointment is what its newest version says' },
    (range) => sql`
      select format('Appointment/%s %s', coalesce(a.id, v.appointment_id), case
        when a.id is null then 'has versions and is not there'
        when v.version is null then 'is there and has no version'
        when a.version <> v.version then format('stands at version %s, the newest is %s', a.version, v.version)
        else format('has another sender, time or deletion than its version %s', v.version) end) as what
      from (select citizen_id, id, version, deleted, sender_id, updated_at from appointment where ${isWithin(range)}) a
      full join (
        select distinct on (citizen_id, appointment_id) citizen_id, appointment_id, version, deleted, sender_id, received_at
        from appointment_version where ${isWithin(range)} and appointment_id <> ${RETENTION_MARK}
        order by citizen_id, appointment_id, version desc
      ) v on v.citizen_id = a.citizen_id and v.appointment_id = a.id
      where (a.version, a.deleted, a.sender_id, a.updated_at) is distinct from (v.version, v.deleted, v.sender_id, v.received_at)`,
  ),
  amongCitizens(
    { name: 'version-logged', sentence: 'Each version has its line in the log' },
    (range) => sql`
      select format('Appointment/%s: version %s has no line in the log', v.appointment_id, v.version) as what
      from appointment_version v where ${isWithin(range, 'v.citizen_id')} and v.appointment_id <> ${RETENTION_MARK}
        and v.received_at >= coalesce((select (max(month) + interval '1 month') at time zone 'UTC' from audit_anchor), '-infinity')
        and not exists (select from audit_event e where e.citizen_id = v.citizen_id and e.recorded_at = v.received_at)`,
  ),
  amongCitizens(
    { name: 'appointment-sender', sentence: 'Whoever sent something is in the registry of senders' },
    (range) => sql`
      select format('Appointment/%s: the sender of version %s is not in the registry', v.appointment_id, v.version) as what
      from appointment_version v
      where ${isWithin(range, 'v.citizen_id')} and v.appointment_id <> ${RETENTION_MARK}
        and not exists (select from sender s where s.id = v.sender_id)`,
  ),
  amongCitizens(
    { name: 'appointment-citizen', sentence: 'Whose number an appointment was sent with is known' },
    (range) => sql`
      select format('Patient/%s has appointments and no number', a.citizen_id) as what
      from appointment a where ${isWithin(range, 'a.citizen_id')} and not exists (select from citizen c where c.citizen_id = a.citizen_id)
      group by a.citizen_id`,
  ),
  amongCitizens(
    { name: 'appointment-owner', sentence: 'The id of each appointment leads to its citizen' },
    (range) => sql`
      select format('Appointment/%s is not found by its id', a.id) as what
      from appointment a where ${isWithin(range, 'a.citizen_id')}
        and not exists (select from appointment_owner o where o.appointment_id = a.id and o.citizen_id = a.citizen_id)`,
  ),
  amongCitizens(
    { name: 'appointment-identifier', sentence: 'Each identity of an appointment leads to it' },
    (range) => sql`
      select format('Appointment/%s is not found by %s of its identifiers', a.id, count(*)) as what
      from appointment a
      join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version,
        json_array_elements(v.resource::json -> 'identifier') as k
      where ${isWithin(range, 'a.citizen_id')} and not a.deleted
        and k ->> 'system' is not null and k ->> 'value' is not null and coalesce(k ->> 'use', '') not in ('old', 'secondary')
        and not exists (
          select from appointment_identifier i
          where i.sender_id = a.sender_id and i.system = k ->> 'system' and i.value = k ->> 'value'
            and i.citizen_id = a.citizen_id and i.appointment_id = a.id)
      group by a.id`,
  ),
  {
    name: 'owner-appointment',
    sentence: 'Each id of an appointment leads to one that is there',
    find: walkOwners,
  },
  {
    name: 'identifier-appointment',
    sentence: 'Each identity leads to an appointment of its sender',
    find: walkIdentifiers,
  },
  amongCitizens(
    { name: 'exception-series', sentence: 'What an exception was derived with is a series of its sender', mendedBy: 'npm run rebuild' },
    (range) => sql`
      select format('Appointment/%s is of Appointment/%s, which is no series of its sender', a.id, a.series_id) as what
      from appointment a where ${isWithin(range, 'a.citizen_id')} and a.series_id is not null
        and not exists (
          select from appointment s where s.citizen_id = a.citizen_id and s.id = a.series_id and s.sender_id = a.sender_id
            and s.kind = 'series' and not s.deleted)`,
  ),
  amongCitizens(
    { name: 'series-reach', sentence: 'Each series is made as far ahead as it is shared', mendedBy: 'npm run extend' },
    (range, { today, windowDays }) => sql`
      select format('Appointment/%s is made until %s alone', a.id, coalesce(a.extended_date::text, 'nowhere')) as what
      from appointment a where ${isWithin(range, 'a.citizen_id')} and a.kind = 'series' and not a.deleted
        and (a.extended_date is null or a.extended_date < ${today}::date + ${windowDays}::int)`,
  ),
];

/** Rows of a directory at a time. */
const STEP = 10_000;

async function walkOwners(db: Kysely<Database>, _examination: unknown, tell: Tell): Promise<void> {
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined; ) {
    const { rows }: Page<{ appointment_id: string }> = await sql<PageRow<{ appointment_id: string }>>`
      with page as (select * from appointment_owner where appointment_id > ${after} order by appointment_id limit ${STEP})
      select o.appointment_id, format('Appointment/%s is in the directory and not there', o.appointment_id) as what,
        a.id is null as is_broken
      from page o left join appointment a on a.citizen_id = o.citizen_id and a.id = o.appointment_id
      where a.id is null or o.appointment_id = (select appointment_id from page order by appointment_id desc limit 1)
      order by o.appointment_id`.execute(db);
    for (const { is_broken, what } of rows) if (is_broken) tell(what);
    after = rows.at(-1)?.appointment_id;
  }
}

type PageRow<Key> = Key & { readonly is_broken: boolean; readonly what: string };
type Page<Key> = { readonly rows: PageRow<Key>[] };
type IdentityKey = { readonly sender_id: string; readonly system: string; readonly value: string };

/** Identifiers are what a sender chose, so none is told. */
async function walkIdentifiers(db: Kysely<Database>, _examination: unknown, tell: Tell): Promise<void> {
  for (let after: IdentityKey | undefined = { sender_id: '', system: '', value: '' }; after !== undefined; ) {
    const { rows }: Page<IdentityKey> = await sql<PageRow<IdentityKey>>`
      with page as (
        select * from appointment_identifier where (sender_id, system, value) > (${after.sender_id}, ${after.system}, ${after.value})
        order by sender_id, system, value limit ${STEP}
      )
      select i.sender_id, i.system, i.value, a.id is null as is_broken,
        format('An identifier leads to Appointment/%s, which its sender has not sent', i.appointment_id) as what
      from page i left join appointment a on a.citizen_id = i.citizen_id and a.id = i.appointment_id and a.sender_id = i.sender_id
      where a.id is null
        or (i.sender_id, i.system, i.value) = (select sender_id, system, value from page order by sender_id desc, system desc, value desc limit 1)
      order by i.sender_id, i.system, i.value`.execute(db);
    for (const { is_broken, what } of rows) if (is_broken) tell(what);
    after = rows.at(-1);
  }
}
