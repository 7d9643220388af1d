/** Appointments as received: what is known of an identity, of an id, of a citizen's series, and every version. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AppointmentTable, AppointmentVersionTable, Database } from './database.ts';

/** What identifies a sender's appointment. */
export interface IdentityKey {
  readonly senderId: string;
  readonly system: string;
  readonly value: string;
}

/** An appointment's newest state with its resource as received (null once deleted). */
export type StoredAppointment = Selectable<AppointmentTable> & { resource: string | null; change_number: string };

export interface IdentityQuestion extends IdentityKey {
  /** The citizen whom the message names. */
  readonly citizenId: string;
}

export interface FoundIdentity {
  readonly key: IdentityQuestion;
  /** The number of the newest write to the citizen that the message names; 0 where there is none. */
  readonly citizenNewest: number;
  readonly found: { readonly appointment: StoredAppointment; readonly citizenNewest: number } | undefined;
}

const newestOf = (citizen: string) =>
  sql.raw(`coalesce((select max(change_number) from appointment_version where citizen_id = ${citizen}), 0)::int`);

/** What is known of each identity, and how many writes each citizen concerned has had: all that a plan starts from, in one statement. */
export async function findIdentities(db: Kysely<Database>, questions: readonly IdentityQuestion[]): Promise<FoundIdentity[]> {
  type Row = StoredAppointment & { n: string; known_id: string | null; citizen_newest: number; found_newest: number };
  const { rows } = await sql<Row>`
    select k.n, i.appointment_id as known_id, ${newestOf('k.citizen_id')} as citizen_newest,
      case when i.citizen_id is null then 0 else ${newestOf('i.citizen_id')} end as found_newest, a.*, v.resource, v.change_number
    from unnest(${questions.map((key) => key.citizenId)}::uuid[], ${questions.map((key) => key.senderId)}::text[],
      ${questions.map((key) => key.system)}::text[], ${questions.map((key) => key.value)}::text[])
      with ordinality as k (citizen_id, sender_id, system, value, n)
    left join appointment_identifier i on i.sender_id = k.sender_id and i.system = k.system and i.value = k.value
    left join appointment a on a.citizen_id = i.citizen_id and a.id = i.appointment_id
    left join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    order by k.n`.execute(db);
  return rows.flatMap((row, index) => {
    const key = questions[index];
    if (key === undefined) return [];
    const { n: _n, known_id, citizen_newest, found_newest, ...appointment } = row;
    return [{ key, citizenNewest: citizen_newest, found: known_id === null ? undefined : { appointment, citizenNewest: found_newest } }];
  });
}

export interface FoundAppointment {
  readonly appointment: StoredAppointment;
  readonly citizenNewest: number;
}

/** The appointments with these ids, whoever sent them. */
export async function findAppointments(db: Kysely<Database>, ids: readonly string[]): Promise<FoundAppointment[]> {
  const { rows } = await sql<StoredAppointment & { citizen_newest: number }>`
    select a.*, v.resource, v.change_number, ${newestOf('o.citizen_id')} as citizen_newest
    from appointment_owner o
    join appointment a on a.citizen_id = o.citizen_id and a.id = o.appointment_id
    join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    where o.appointment_id = any(${ids}::uuid[])`.execute(db);
  return rows.map(({ citizen_newest, ...appointment }) => ({ appointment, citizenNewest: citizen_newest }));
}

/** Whose appointment this is. */
export async function findOwner(db: Kysely<Database>, id: string): Promise<string | undefined> {
  const row = await db.selectFrom('appointment_owner').select('citizen_id').where('appointment_id', '=', id).executeTakeFirst();
  return row?.citizen_id;
}

/** A sender's series and exceptions of these citizens that are not deleted. */
export async function findSeriesAndExceptions(
  db: Kysely<Database>,
  senderId: string,
  citizenIds: readonly string[],
): Promise<StoredAppointment[]> {
  const { rows } = await sql<StoredAppointment>`
    select a.*, v.resource, v.change_number from appointment a
    join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    where a.citizen_id = any(${citizenIds}::uuid[]) and a.sender_id = ${senderId} and a.kind in ('series', 'exception') and not a.deleted`.execute(
    db,
  );
  return rows;
}

export type VersionRow = Selectable<AppointmentVersionTable>;

/** Every version of one appointment, newest first. */
export const findVersions = (db: Kysely<Database>, citizenId: string, id: string): Promise<VersionRow[]> =>
  db
    .selectFrom('appointment_version')
    .selectAll()
    .where('citizen_id', '=', citizenId)
    .where('appointment_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
