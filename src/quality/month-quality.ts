/** How good senders' data was in a month, as others than they themselves may see it. */
import type { Kysely } from 'kysely';
import { type CellKey, cellKey } from '../adoption/cell-key.ts';
import { THRESHOLD } from '../adoption/withhold.ts';
import type { Database } from '../store/database.ts';
import { findSendersBefore, type SenderRow } from '../store/sender.ts';
import { countQualityByMonth, type MonthCount } from '../store/sender-quality.ts';
import { type Month, monthBefore, spanOfMonth } from '../time/month.ts';
import { lagAt } from './figures.ts';
import { type Figure, type KeyFigure, keyFigures, keyNames, toFigure } from './key-figures.ts';
import { type MonthTables, publishMonth, type Told } from './publish.ts';

/** Seconds. */
export interface Lag {
  readonly median: number;
  readonly p95: number;
}

export interface CellQuality {
  readonly versions: Told;
  readonly figures: Readonly<Record<KeyFigure, Figure>>;
  /** Undefined where fewer than three versions tell when their source changed. */
  readonly lag: Lag | undefined;
}

export interface MonthQuality {
  readonly month: Month;
  /** As the registry had them at the month's end. */
  readonly senders: readonly SenderRow[];
  readonly tables: MonthTables;
  /** Of a sender, a vendor or the country. */
  readonly of: (cell: CellKey) => CellQuality;
  /** By what the sender's messages were refused, the most frequent first; of those that are as many as may be told. */
  readonly refusedBy: (senderId: string) => readonly string[];
}

export async function readMonth(db: Kysely<Database>, month: Month): Promise<MonthQuality> {
  return readIn(db, month, await countQualityByMonth(db, { first: month, last: month }));
}

/** So many months before this one, oldest first; of rules, only those that make up the key figures. */
export async function readMonthsBefore(db: Kysely<Database>, month: Month, count: number): Promise<MonthQuality[]> {
  const months: Month[] = [];
  for (let before = monthBefore(month); months.length < count; before = monthBefore(before)) months.unshift(before);
  const counts = await countQualityByMonth(db, { first: months[0] ?? month, last: monthBefore(month), rules: keyNames });
  const read: MonthQuality[] = [];
  for (const one of months) {
    const ofMonth = counts.filter((line) => line.month === one);
    read.push(await readIn(db, one, ofMonth));
  }
  return read;
}

const readIn = async (db: Kysely<Database>, month: Month, counts: readonly MonthCount[]): Promise<MonthQuality> =>
  toMonthQuality(month, await findSendersBefore(db, spanOfMonth(month).end), counts);

export function toMonthQuality(month: Month, senders: readonly SenderRow[], counts: readonly MonthCount[]): MonthQuality {
  const tables = publishMonth(counts, senders);
  return {
    month,
    senders,
    tables,
    of: (cell) => ({
      versions: tables.of('versions', cell),
      figures: Object.fromEntries(
        keyFigures.map((figure) => [figure, toFigure((measure) => tables.of(measure, cell), figure)]),
      ) as Readonly<Record<KeyFigure, Figure>>,
      lag: lagOf(lagsIn(cell, senders, counts)),
    }),
    refusedBy: (senderId) =>
      counts
        .filter(({ measure, name, ...one }) => one.senderId === senderId && measure === 'refused' && name !== 'quarantined')
        .filter(({ count }) => count >= THRESHOLD)
        .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
        .map(({ name }) => name),
  };
}

function lagsIn(cell: CellKey, senders: readonly SenderRow[], counts: readonly MonthCount[]): ReadonlyMap<number, number> {
  const vendorOf = new Map(senders.map(({ id, vendor }) => [id, vendor ?? '']));
  const steps = new Map<number, number>();
  for (const { senderId, measure, name, count } of counts) {
    if (measure !== 'lag') continue;
    const cells = ['national', cellKey('sender', senderId), cellKey('vendor', vendorOf.get(senderId) ?? '')];
    if (cells.includes(cell)) steps.set(Number(name), (steps.get(Number(name)) ?? 0) + count);
  }
  return steps;
}

export function lagOf(lag: ReadonlyMap<number, number>): Lag | undefined {
  const [median, p95] = [lagAt({ lag }, 0.5), lagAt({ lag }, 0.95)];
  const total = [...lag.values()].reduce((sum, count) => sum + count, 0);
  return median === undefined || p95 === undefined || total < THRESHOLD ? undefined : { median, p95 };
}
