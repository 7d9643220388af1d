import { type Kysely, Migrator } from 'kysely';
import { migrations } from '../../migrations/index.ts';
import type { Database } from './database.ts';
import { asOwner } from './owner.ts';

/** Brings the schema up to date, one process at a time; returns the names of what was applied. */
export const migrateToLatest = (db: Kysely<Database>): Promise<string[]> =>
  asOwner(db, async (owner) => {
    const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return (results ?? []).map((result) => result.migrationName);
  });
