/** Some series of a slice taken further, in one short transaction. */
import type { Kysely } from 'kysely';
import { extendSeries } from '../derive/derive-series.ts';
import type { DeriveContext } from '../derive/derived.ts';
import { keptFrom, memberOf } from '../ingest/kept.ts';
import { toOccurrenceRow } from '../ingest/to-occurrence-row.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import {
  type ExtendedSeries,
  findOverridden,
  lockSeriesToExtend,
  type Place,
  type SeriesToExtend,
  writeExtended,
} from '../store/extend-series.ts';
import { citizensOf, type Lease, renewLease } from '../store/slice.ts';
import { addDays, type LocalDate } from '../time/zone.ts';

export interface Batch {
  readonly lease: Lease;
  readonly after: Place;
  readonly limit: number;
  readonly context: DeriveContext;
  readonly leasedUntil: Date;
}

export interface BatchResult {
  /** Renewed. */
  readonly lease: Lease;
  /** The last series met; undefined where there was none. */
  readonly last: Place | undefined;
  readonly series: number;
  readonly occurrences: number;
  /** Series that could not be derived; each is logged. */
  readonly failed: number;
}

/** undefined where another process has the slice by now: nothing is written then. */
export function extendBatch(db: Kysely<Database>, log: Log, batch: Batch): Promise<BatchResult | undefined> {
  const { lease, after, limit, context, leasedUntil } = batch;
  const until = addDays(context.today, 2 * context.windowDays);
  return db.transaction().execute(async (trx) => {
    const rows = await lockSeriesToExtend(trx, { after, last: citizensOf(lease.slice).last, until, limit });
    const last = rows.at(-1);
    const renewed = await renewLease(trx, lease, { cursor: last?.citizen_id ?? lease.cursor, until: leasedUntil });
    if (renewed === undefined) return undefined;
    if (last === undefined) return { lease: renewed, last, series: 0, occurrences: 0, failed: 0 };
    const overridden = await findOverridden(trx, rows);
    const extended = rows.flatMap((row) => attempt(log, row, () => extendRow(row, overridden.get(row.id) ?? new Set(), context)));
    const occurrences = extended.flatMap((one) => one.occurrences);
    await writeExtended(
      trx,
      extended.map((one) => one.series),
      occurrences,
    );
    return {
      lease: renewed,
      last: { citizenId: last.citizen_id, id: last.id },
      series: extended.length,
      occurrences: occurrences.length,
      failed: rows.length - extended.length,
    };
  });
}

/** One that cannot be read any more holds up no other. */
function attempt<T>(log: Log, { id }: SeriesToExtend, work: () => T): T[] {
  try {
    return [work()];
  } catch (cause) {
    log.error({ err: cause, appointment: id }, 'a series could not be extended');
    return [];
  }
}

function extendRow(row: SeriesToExtend, overridden: ReadonlySet<number>, context: DeriveContext) {
  const member = memberOf(keptFrom(row, row.sender_sector));
  if (member === undefined) throw new Error('a series that is not deleted has a resource');
  const from = (row.extended_date ?? row.received_date) as LocalDate;
  const { occurrences, extendedDate } = extendSeries(member, overridden, { from, context });
  const series: ExtendedSeries = { citizen_id: row.citizen_id, id: row.id, extended_date: extendedDate };
  return { series, occurrences: occurrences.map((occurrence) => toOccurrenceRow(row.citizen_id, occurrence)) };
}
