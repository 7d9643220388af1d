/** Refused entries that nobody mended for too long. */
import type { Kysely } from 'kysely';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { dropQuarantinedBefore } from '../store/quarantine.ts';
import type { Clock } from '../time/clock.ts';
import { addDays, dateOf, startOfDay } from '../time/zone.ts';

export interface DropQuarantinedDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly log: Log;
  /** Danish days since an entry came last. */
  readonly quarantineRetentionDays: number;
}

const AT_A_TIME = 1_000;

/** How many went. */
export async function dropQuarantined({ db, clock, log, quarantineRetentionDays }: DropQuarantinedDeps): Promise<number> {
  const before = startOfDay(addDays(dateOf(clock()), -quarantineRetentionDays));
  let dropped = 0;
  for (let some = AT_A_TIME; some === AT_A_TIME; dropped += some) some = await dropQuarantinedBefore(db, before, AT_A_TIME);
  if (dropped > 0) log.info({ dropped }, 'entries left the quarantine that nobody mended');
  return dropped;
}
