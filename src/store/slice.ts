/**
 * The work of a job, in 256 slices of the citizen space by the first byte of `citizen_id`: which are done, who works on one and until
 * when, how far they came. Leases are by the machine's clock, what is due by the domain's.
 */
import { type Kysely, sql } from 'kysely';
import type { LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';

/** Extending series, and taking away what is past its retention. */
export type SliceTable = 'extend_slice' | 'retain_slice';

export interface Lease {
  readonly table: SliceTable;
  readonly slice: number;
  /** Every citizen before this one is done, and this one where anything was. */
  readonly cursor: string;
  /** Each lease of a slice ends later than the one before, so this tells whose it is. */
  readonly until: Date;
}

export interface Citizens {
  /** The first and the last possible, both included. */
  readonly first: string;
  readonly last: string;
}

export function citizensOf(slice: number): Citizens {
  const byte = slice.toString(16).padStart(2, '0');
  return { first: `${byte}000000-0000-0000-0000-000000000000`, last: `${byte}ffffff-ffff-ffff-ffff-ffffffffffff` };
}

/** A slice that is not done for the day and that nobody works on; undefined where there is none. */
export async function leaseSlice(
  db: Kysely<Database>,
  table: SliceTable,
  { day, now, until }: { readonly day: LocalDate; readonly now: Date; readonly until: Date },
): Promise<Lease | undefined> {
  const { rows } = await sql<{ slice: number; cursor: string | null }>`
    update ${sql.table(table)} s set leased_until = ${until}
    from (
      select slice from ${sql.table(table)}
      where (done_date is null or done_date < ${day}::date) and (leased_until is null or leased_until < ${now})
      order by slice limit 1 for update skip locked
    ) free
    where s.slice = free.slice
    returning s.slice, s.cursor`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { table, slice: row.slice, cursor: row.cursor ?? citizensOf(row.slice).first, until };
}

/** Saves how far a slice came and leases it anew; undefined where another has it by now. */
export async function renewLease(db: Kysely<Database>, lease: Lease, next: Pick<Lease, 'cursor' | 'until'>): Promise<Lease | undefined> {
  const until = new Date(Math.max(next.until.getTime(), lease.until.getTime()));
  const renewed = await change(db, lease, sql`cursor = ${next.cursor}, leased_until = ${until}`);
  return renewed ? { ...lease, cursor: next.cursor, until } : undefined;
}

export const finishSlice = (db: Kysely<Database>, lease: Lease, day: LocalDate): Promise<boolean> =>
  change(db, lease, sql`done_date = ${day}::date, cursor = null, leased_until = null`);

/** Gives it back undone. */
export const releaseSlice = (db: Kysely<Database>, lease: Lease): Promise<boolean> => change(db, lease, sql`leased_until = null`);

async function change(db: Kysely<Database>, { table, slice, until }: Lease, values: ReturnType<typeof sql>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${values} where slice = ${slice} and leased_until = ${until}`.execute(db);
  return numAffectedRows === 1n;
}
