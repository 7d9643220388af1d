/** The 98 municipalities, and the region each is in. */
import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

export interface MunicipalityTable {
  /** Four digits. */
  code: string;
  /** dk-core's spelling. */
  name: string;
}

/** Valid on the days of [valid_from, valid_until). */
export interface MunicipalityRegionTable {
  municipality_code: string;
  valid_from: string;
  valid_until: string | null;
  region: string;
}

export interface Municipality {
  readonly code: string;
  readonly name: string;
  readonly region: string;
}

/** All of them by code, each in its region of that Danish day. */
export const findMunicipalities = (db: Kysely<Database>, date: string): Promise<Municipality[]> =>
  db
    .selectFrom('municipality as m')
    .innerJoin('municipality_region as r', 'r.municipality_code', 'm.code')
    .select(['m.code', 'm.name', 'r.region'])
    .where('r.valid_from', '<=', date)
    .where((where) => where.or([where('r.valid_until', 'is', null), where('r.valid_until', '>', date)]))
    .orderBy('m.code')
    .execute();

/** Of any day, so that a region may be named before it begins. */
export const findRegions = async (db: Kysely<Database>): Promise<string[]> =>
  (await db.selectFrom('municipality_region').select('region').distinct().orderBy('region').execute()).map(({ region }) => region);
