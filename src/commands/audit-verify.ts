/** `npm run audit:verify`: walks every citizen's log and says what was altered, removed or put in. Ends with 1 where anything was. */
import { whyNotStarted } from '../cannot-start.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../store/database.ts';
import { verifyAudit } from '../store/verify-audit.ts';

try {
  const { databaseUrl, dataDir } = readConfig();
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const { citizens, lines, broken } = await verifyAudit(database.db);
    for (const { citizenId, seq, what } of broken) console.log(`${citizenId} line ${seq}: ${what}`);
    console.log(`${lines} lines of ${citizens} citizens, ${broken.length} broken chains.`);
    if (broken.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
}
