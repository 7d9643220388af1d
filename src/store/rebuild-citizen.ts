/** What deriving a citizen again reads: everything received in its newest version, and the occurrences it was made into. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { StoredAppointment } from './appointment.ts';
import type { Database, OccurrenceTable } from './database.ts';
import type { SenderRow } from './sender.ts';

export const FIRST_CITIZEN = '00000000-0000-0000-0000-000000000000';

/** The next citizens with appointments or occurrences, in order. */
export async function nextCitizens(db: Kysely<Database>, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ citizen_id: string }>`
    (select distinct citizen_id from appointment where citizen_id > ${after} order by citizen_id limit ${limit})
    union (select distinct citizen_id from occurrence where citizen_id > ${after} order by citizen_id limit ${limit})
    order by citizen_id limit ${limit}`.execute(db);
  return rows.map((row) => row.citizen_id);
}

export interface CitizenRows {
  readonly senders: readonly SenderRow[];
  readonly appointments: readonly StoredAppointment[];
  readonly occurrences: readonly Selectable<OccurrenceTable>[];
}

/** At one moment, where `trx` is a repeatable read. */
export async function readCitizens(trx: Kysely<Database>, citizenIds: readonly string[]): Promise<CitizenRows> {
  const senders = await trx.selectFrom('sender').selectAll().execute();
  const { rows: appointments } = await sql<StoredAppointment>`
    select a.*, v.resource, v.change_number from appointment a
    join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    where a.citizen_id = any(${citizenIds}::uuid[]) order by a.citizen_id, a.id`.execute(trx);
  const { rows: occurrences } = await sql<Selectable<OccurrenceTable>>`
    select * from occurrence where citizen_id = any(${citizenIds}::uuid[])
    order by citizen_id, appointment_id, original_start`.execute(trx);
  return { senders, appointments, occurrences };
}

/**
 * Keeps every writer out until the transaction ends. A statement that waits for this lock takes its snapshot afterwards, so that an
 * ingest which was planned before sees, and takes away, what is written meanwhile.
 */
export async function keepWritersOut(trx: Kysely<Database>, citizenIds: readonly string[]): Promise<void> {
  await sql`lock table appointment_version in share row exclusive mode`.execute(trx);
  await sql`select from appointment where citizen_id = any(${citizenIds}::uuid[]) order by citizen_id, id for update`.execute(trx);
}
