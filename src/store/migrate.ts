import { type Kysely, Migrator } from 'kysely';
import { migrations } from '../../migrations/index.ts';
import type { Database } from './database.ts';

/** Brings the schema up to date, one process at a time; returns the names of what was applied. */
export async function migrateToLatest(db: Kysely<Database>): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
