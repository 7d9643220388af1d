/** Whose number a citizen's id was computed from. */
import type { Kysely } from 'kysely';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Database } from './database.ts';
import { type CitizenRange, isWithin } from './invariant.ts';

export const findCitizenIdentifier = (db: Kysely<Database>, citizenId: string): Promise<CitizenIdentifier | undefined> =>
  db.selectFrom('citizen').select(['system', 'value']).where('citizen_id', '=', citizenId).executeTakeFirst();

/** One that is there already stays as it is. */
export async function enterCitizen(db: Kysely<Database>, citizenId: string, { system, value }: CitizenIdentifier): Promise<void> {
  await db
    .insertInto('citizen')
    .values({ citizen_id: citizenId, system, value })
    .onConflict((conflict) => conflict.column('citizen_id').doNothing())
    .execute();
}

/** Those of the ids that somebody's number was turned into here. */
export async function findKnownCitizens(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('citizen').select('citizen_id').where('citizen_id', 'in', ids).execute();
  return rows.map((row) => row.citizen_id);
}

export const findCitizens = (db: Kysely<Database>, range: CitizenRange): Promise<(CitizenIdentifier & { citizen_id: string })[]> =>
  db.selectFrom('citizen').selectAll().where(isWithin(range)).execute();
