/** What the extending job reads and writes of series, a batch at a time. */
import { type Insertable, type Kysely, sql } from 'kysely';
import type { Sector } from '../fhir/sector.ts';
import type { LocalDate } from '../time/zone.ts';
import type { StoredAppointment } from './appointment.ts';
import type { Database, OccurrenceTable } from './database.ts';
import type { Citizens } from './slice.ts';

export type SeriesToExtend = StoredAppointment & { sender_sector: Sector };

/** Where a walk of a slice stands: what comes after this series, citizens in order. */
export interface Place {
  readonly citizenId: string;
  readonly id: string;
}

const isDue = (until: LocalDate) => sql<boolean>`a.kind = 'series' and not a.deleted and a.extended_date < ${until}::date`;

/** The next series that reach less far than `until`, locked until the transaction ends. Whoever writes to one meanwhile extends it too. */
export async function lockSeriesToExtend(
  trx: Kysely<Database>,
  { after, last, until, limit }: { readonly after: Place; readonly last: string; readonly until: LocalDate; readonly limit: number },
): Promise<SeriesToExtend[]> {
  const { rows } = await sql<SeriesToExtend>`
    select a.*, v.resource, v.change_number, s.sector as sender_sector from appointment a
    join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    join sender s on s.id = a.sender_id
    where (a.citizen_id, a.id) > (${after.citizenId}, ${after.id}) and a.citizen_id <= ${last} and ${isDue(until)}
    order by a.citizen_id, a.id limit ${limit} for update of a skip locked`.execute(trx);
  return rows;
}

/** How many series of the citizens reach less far than `until`. */
export async function countSeriesToExtend(db: Kysely<Database>, { first, last }: Citizens, until: LocalDate): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from appointment a
    where a.citizen_id between ${first} and ${last} and ${isDue(until)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** By series: the original starts, in milliseconds, of which an exception decides. */
export async function findOverridden(trx: Kysely<Database>, series: readonly SeriesToExtend[]): Promise<Map<string, Set<number>>> {
  const { rows } = await sql<{ series_id: string; original_start: Date }>`
    select series_id, original_start from appointment
    where citizen_id = any(${[...new Set(series.map((one) => one.citizen_id))]}::uuid[]) and series_id = any(${series.map((one) => one.id)}::uuid[])
      and kind = 'exception' and not deleted and status <> 'entered-in-error' and original_start is not null`.execute(trx);
  const overridden = new Map<string, Set<number>>();
  for (const { series_id, original_start } of rows) {
    overridden.set(series_id, (overridden.get(series_id) ?? new Set()).add(original_start.getTime()));
  }
  return overridden;
}

export interface ExtendedSeries {
  readonly citizen_id: string;
  readonly id: string;
  readonly extended_date: LocalDate;
}

/** Occurrences that are there already stay as they are. */
export async function writeExtended(
  trx: Kysely<Database>,
  series: readonly ExtendedSeries[],
  occurrences: readonly Insertable<OccurrenceTable>[],
): Promise<void> {
  await sql`
    with extended as (
      update appointment a set extended_date = e.extended_date
      from json_to_recordset(${JSON.stringify(series)}::json) as e (citizen_id uuid, id uuid, extended_date date)
      where a.citizen_id = e.citizen_id and a.id = e.id
    )
    insert into occurrence
    select * from json_to_recordset(${JSON.stringify(occurrences)}::json) as n (citizen_id uuid, original_start timestamptz,
      appointment_id uuid, content_id uuid, starts_at timestamptz, ends_at timestamptz, touches_until timestamptz,
      recurrence_id integer, status text, kind text, hidden_from timestamptz)
    on conflict (citizen_id, original_start, appointment_id) do nothing`.execute(trx);
}
