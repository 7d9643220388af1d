/** Finds every break of what always holds, beside a service that goes on writing: a statement sees one moment, and a range of citizens. */
import type { Kysely } from 'kysely';
import type { Database } from '../store/database.ts';
import { type Examination, findRanges, type Invariant } from '../store/invariant.ts';
import { readCitizenIdOf } from '../store/setting.ts';
import { dateOf } from '../time/zone.ts';
import { invariants } from './invariants.ts';

export interface ExamineDeps {
  readonly db: Kysely<Database>;
  readonly now: Date;
  readonly windowDays: number;
  readonly retentionDays: number;
  readonly tell: (invariant: Invariant, what: string) => void;
}

/** What was told of, with the number of its breaks. */
export async function examine({ db, now, windowDays, retentionDays, tell }: ExamineDeps): Promise<Map<Invariant, number>> {
  const examination: Examination = {
    now,
    today: dateOf(now),
    windowDays,
    retentionDays,
    citizenIdOf: await readCitizenIdOf(db),
    ranges: await findRanges(db),
  };
  const broken = new Map<Invariant, number>();
  for (const invariant of invariants) {
    await invariant.find(db, examination, (what) => {
      broken.set(invariant, (broken.get(invariant) ?? 0) + 1);
      tell(invariant, what);
    });
  }
  return broken;
}
