/** Every municipality with how far it had come with a solution on a day. */
import type { Kysely } from 'kysely';
import { findAdoptionEvents, type Solution } from '../store/adoption-event.ts';
import type { Database } from '../store/database.ts';
import { findMunicipalities, type Municipality } from '../store/municipality.ts';
import { type AdoptionStatus, statusOn } from './status-on.ts';

export interface MunicipalityStatus extends Municipality {
  readonly status: AdoptionStatus;
}

/** By code. */
export async function findNationalStatus(db: Kysely<Database>, solution: Solution, date: string): Promise<MunicipalityStatus[]> {
  const [municipalities, events] = await Promise.all([findMunicipalities(db, date), findAdoptionEvents(db)]);
  const eventsOf = (code: string) => events.filter((event) => event.municipality_code === code && event.solution === solution);
  return municipalities.map((municipality) => ({ ...municipality, status: statusOn(eventsOf(municipality.code), date) }));
}
