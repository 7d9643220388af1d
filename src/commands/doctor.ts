/** `npm run doctor`: examines all that always holds of the data, beside a running service. Ends with 1 where something does not. */
import { CannotStart, whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import { invariants } from '../doctor/invariants.ts';
import { openDatabase } from '../store/database.ts';
import { isUpToDate } from '../store/migrate.ts';
import { systemClock } from '../time/clock.ts';

async function run(): Promise<void> {
  const { databaseUrl, dataDir, fixedNow, sharingWindowDays: windowDays, retentionDays } = readConfig();
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const { db } = database;
    if (!(await isUpToDate(db))) throw new CannotStart('The schema is not that of this version: run npm run migrate first');
    const now = fixedNow ?? systemClock();
    const broken = await examine({ db, now, windowDays, retentionDays, tell: ({ name }, what) => console.log(`${name}: ${what}.`) });
    for (const [{ name, sentence, mendedBy }, breaks] of broken) {
      console.log(`\n${name} is broken ${breaks} times. ${sentence}.${mendedBy === undefined ? '' : ` Mended by: ${mendedBy}`}`);
    }
    if (broken.size === 0) console.log(`All ${invariants.length} invariants hold.`);
    else process.exitCode = 1;
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
