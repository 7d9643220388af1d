/** `npm run extend`: does by hand, once, what the service does by itself every day: takes each series to twice the window ahead. */
import { whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { extendHorizon } from '../extend/extend-horizon.ts';
import { createLog } from '../log.ts';
import { openDatabase } from '../store/database.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { noteWindow } from '../store/note-window.ts';
import { fixedClock, systemClock } from '../time/clock.ts';

async function extend(): Promise<void> {
  const { databaseUrl, dataDir, fixedNow, sharingWindowDays, retentionDays } = readConfig();
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const { db } = database;
    await migrateToLatest(db);
    await noteWindow(db, sharingWindowDays);
    const { slices, series, occurrences, failed } = await extendHorizon({
      db,
      clock: fixedNow === undefined ? systemClock : fixedClock(fixedNow),
      machineClock: systemClock,
      windowDays: sharingWindowDays,
      retentionDays,
      log: createLog('warn'),
    });
    if (slices === 0) console.log('Nothing was due.');
    else console.log(`${slices} of 256 slices were due: ${series} series extended, ${occurrences} occurrences made.`);
    if (failed === 0) return;
    console.error(`${failed} series could not be extended.`);
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}

try {
  await extend();
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
}
