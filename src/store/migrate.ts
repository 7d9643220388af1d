import { isDeepStrictEqual } from 'node:util';
import { type Kysely, Migrator, sql } from 'kysely';
import { migrations } from '../../migrations/index.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Database } from './database.ts';
import { asOwner } from './owner.ts';

/**
 * Brings the schema up to date, one process at a time; returns the names of what was applied.
 * @throws CannotStart where a newer version of this service has been at the database
 */
export const migrateToLatest = (db: Kysely<Database>): Promise<string[]> =>
  asOwner(db, async (owner) => {
    await refuseNewer(owner);
    const migrator = new Migrator({ db: owner, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return (results ?? []).map((result) => result.migrationName);
  });

/** Whether the schema is this version's: no migration is wanting, and none is unknown. */
export const isUpToDate = (db: Kysely<Database>): Promise<boolean> =>
  asOwner(db, async (owner) => isDeepStrictEqual(await findApplied(owner), Object.keys(migrations).sort()));

async function refuseNewer(db: Kysely<Database>): Promise<void> {
  const unknown = (await findApplied(db)).filter((name) => !Object.hasOwn(migrations, name));
  if (unknown.length === 0) return;
  throw new CannotStart(
    `The database was migrated by a newer version of this service (${unknown.join(', ')}): start that version, or restore a backup from before it`,
  );
}

async function findApplied(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ found: boolean }>`select to_regclass('kysely_migration') is not null as found`.execute(db);
  if (rows[0]?.found !== true) return [];
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name collate "C"`.execute(db);
  return applied.rows.map(({ name }) => name);
}
