/** What always holds of the data, and how a break of it is found. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';
import type { CitizenIdOf } from './setting.ts';

/** Tells of one break, in words that name ids: never a CPR number, nor anything that was sent. */
export type Tell = (what: string) => void;

export interface Invariant {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What to run where it does not. */
  readonly mendedBy?: string;
  readonly find: (db: Kysely<Database>, examination: Examination, tell: Tell) => Promise<void>;
}

/** Citizens behind one and up to another. */
export interface CitizenRange {
  readonly after: string;
  readonly last: string;
}

export interface Examination {
  readonly now: Date;
  readonly today: LocalDate;
  readonly windowDays: number;
  readonly retentionDays: number;
  readonly citizenIdOf: CitizenIdOf;
  /** All citizens, in ranges that a statement can take at once. */
  readonly ranges: readonly CitizenRange[];
}

type Break = RawBuilder<{ what: string }>;

type Named = Pick<Invariant, 'name' | 'sentence' | 'mendedBy'>;

/** One that a statement a range can tell. */
export const amongCitizens = (named: Named, breaks: (range: CitizenRange, examination: Examination) => Break): Invariant => ({
  ...named,
  find: async (db, examination, tell) => {
    for (const range of examination.ranges) await findBreaks(db, breaks(range, examination), tell);
  },
});

/** One that a statement can tell. */
export const amongAll = (named: Named, breaks: (examination: Examination) => Break): Invariant => ({
  ...named,
  find: (db, examination, tell) => findBreaks(db, breaks(examination), tell),
});

async function findBreaks(db: Kysely<Database>, breaks: Break, tell: Tell): Promise<void> {
  const { rows } = await breaks.execute(db);
  for (const { what } of rows) tell(what);
}

export const isWithin = ({ after, last }: CitizenRange, column = 'citizen_id'): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${last})`;

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** By citizen, and how many rows of each a range has at most, one citizen's too many apart. */
const steps = {
  citizen: 1_000,
  appointment_version: 5_000,
  occurrence: 20_000,
  audit_event: 20_000,
  stamkort_item_version: 5_000,
  consent_version: 5_000,
} as const;

/** Ranges that hold no more of any table than a statement reads in a moment. */
export async function findRanges(db: Kysely<Database>): Promise<CitizenRange[]> {
  const ranges: CitizenRange[] = [];
  for (let after = FIRST; after < LAST; ) {
    const candidates = Object.entries(steps).map(
      ([table, rows]) =>
        sql`(select citizen_id from ${sql.table(table)} where citizen_id > ${after} order by citizen_id offset ${rows} limit 1)`,
    );
    const { rows } = await sql<{ citizen_id: string }>`
      select citizen_id from (${sql.join(candidates, sql` union all `)}) as ends order by citizen_id limit 1`.execute(db);
    const last = rows[0]?.citizen_id ?? LAST;
    ranges.push({ after, last });
    after = last;
  }
  return ranges;
}
