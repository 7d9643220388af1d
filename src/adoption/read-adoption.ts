/** All that is known of adoption, read once and then asked about any day. */
import type { Kysely } from 'kysely';
import { type AdoptionEventRow, findAdoptionEvents } from '../store/adoption-event.ts';
import type { Database } from '../store/database.ts';
import { findMunicipalities, type Municipality } from '../store/municipality.ts';
import type { LocalDate } from '../time/zone.ts';

export interface Adoption {
  /** By code, each in its region of the day. */
  readonly municipalities: readonly Municipality[];
  /** Of all solutions, in the order of their days; withdrawn ones too. */
  readonly events: readonly AdoptionEventRow[];
}

export async function readAdoption(db: Kysely<Database>, date: LocalDate): Promise<Adoption> {
  const [municipalities, events] = await Promise.all([findMunicipalities(db, date), findAdoptionEvents(db)]);
  return { municipalities, events };
}
