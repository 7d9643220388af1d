/** `npm run migrate`: brings the schema up to date and ends. */
import { whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../store/database.ts';
import { migrateToLatest } from '../store/migrate.ts';

async function run(): Promise<void> {
  const { databaseUrl, dataDir } = readConfig();
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const applied = await migrateToLatest(database.db);
    console.log(applied.length === 0 ? 'The schema is up to date.' : `Applied ${applied.join(', ')}.`);
  } finally {
    await database.close();
  }
}

try {
  await run();
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
}
