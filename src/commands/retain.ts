/** `npm run retain`: does by hand, once, what the service does by itself every month: takes away what is past its retention. */
import { whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { dropQuarantined } from '../retain/drop-quarantined.ts';
import { retain } from '../retain/retain.ts';
import { openDatabase } from '../store/database.ts';
import { migrateToLatest } from '../store/migrate.ts';
import { fixedClock, systemClock } from '../time/clock.ts';

async function run(): Promise<void> {
  const { databaseUrl, dataDir, fixedNow, retentionDays, quarantineRetentionDays } = readConfig();
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const { db } = database;
    await migrateToLatest(db);
    const clock = fixedNow === undefined ? systemClock : fixedClock(fixedNow);
    const log = createLog('warn');
    const entries = await dropQuarantined({ db, clock, log, quarantineRetentionDays });
    const { months, slices, appointments, occurrences } = await retain({ db, clock, machineClock: systemClock, retentionDays, log });
    console.log(
      `${entries} entries left the quarantine. ${months.length} months of occurrences were dropped${months.map((name) => ` ${name}`).join()}.`,
    );
    if (slices === 0) console.log('Nothing else was due.');
    else console.log(`${slices} of 256 slices were due: ${appointments} appointments and ${occurrences} further occurrences went.`);
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
