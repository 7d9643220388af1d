/** `npm run rebuild [-- --dry-run]`: derives everything shared again from what was received; tells each difference, then writes it. */
import { parseArgs } from 'node:util';
import { whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { deriveContextAt } from '../derive/derived.ts';
import { type Difference, differenceText } from '../rebuild/difference.ts';
import { rebuild } from '../rebuild/rebuild.ts';
import { openDatabase } from '../store/database.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { fixedClock, systemClock } from '../time/clock.ts';

async function run(dryRun: boolean): Promise<void> {
  const { databaseUrl, dataDir, fixedNow, sharingWindowDays, retentionDays } = readConfig();
  const clock = fixedNow === undefined ? systemClock : fixedClock(fixedNow);
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const { db } = database;
    await migrateToLatest(db);
    const { citizens, appointments, differences } = await rebuild({
      db,
      context: deriveContextAt(clock(), { windowDays: sharingWindowDays, retentionDays }),
      dryRun,
      tell: (difference: Difference) => console.log(differenceText(difference)),
    });
    const done = differences === 0 ? '' : dryRun ? ', nothing written' : ', all written';
    console.log(`${appointments} appointments of ${citizens} citizens derived again: ${differences} differences${done}.`);
    if (dryRun && differences > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
}

try {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
  await run(values['dry-run']);
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
}
