/**
 * A month's counts as others than their sender may see them: cells of one or two are withheld, and what would give them back by
 * subtraction. Each measure is a table of its own, and none is published that is the sum or the union of others. Pure.
 */
import { type CellKey, cellKey } from '../adoption/cell-key.ts';
import { type Part, type Table, THRESHOLD, withhold } from '../adoption/withhold.ts';
import type { QualityCount } from '../store/sender-quality.ts';

export type Told = number | 'withheld';

/** New versions; refusals, and how many of them are in quarantine; new versions that were told of a rule. */
export type Measure = 'versions' | 'refused' | 'quarantined' | `told|${string}`;

export interface RegisteredSender {
  readonly id: string;
  readonly name: string;
  readonly vendor: string | null;
}

export interface MonthTables {
  readonly of: (measure: Measure, cell: CellKey) => Told;
  /** Every rule that anybody was told of. */
  readonly rules: readonly string[];
}

/** What a count adds to; undefined where nobody but its sender is told of it. */
export function measureOf({ measure, name }: Pick<QualityCount, 'measure' | 'name'>): Measure | undefined {
  switch (measure) {
    case 'message':
      return name === 'created' || name === 'revived' || name === 'updated' ? 'versions' : name === 'refused' ? 'refused' : undefined;
    case 'told':
      return `told|${name}`;
    case 'refused':
      return name === 'quarantined' ? 'quarantined' : undefined;
    case 'lag':
      return undefined;
    default:
      return measure satisfies never;
  }
}

/** @param counts of every sender, of one month */
export function publishMonth(
  counts: readonly Pick<QualityCount, 'senderId' | 'measure' | 'name' | 'count'>[],
  senders: readonly RegisteredSender[],
): MonthTables {
  const bySender = new Map<Measure, Map<string, number>>();
  for (const one of counts) {
    const measure = measureOf(one);
    if (measure === undefined) continue;
    const ofMeasure = bySender.get(measure) ?? new Map<string, number>();
    bySender.set(measure, ofMeasure.set(one.senderId, (ofMeasure.get(one.senderId) ?? 0) + one.count));
  }
  const tables = new Map<Measure, { readonly values: ReadonlyMap<CellKey, number>; readonly withheld: ReadonlySet<CellKey> }>();
  const tableOf = (measure: Measure) => {
    const known = tables.get(measure);
    if (known !== undefined) return known;
    const table = toTable(bySender.get(measure) ?? new Map(), senders);
    const made = { values: table.values, withheld: withhold(table) };
    tables.set(measure, made);
    return made;
  };
  return {
    of(measure, cell) {
      const { values, withheld } = tableOf(measure);
      return withheld.has(cell) ? 'withheld' : (values.get(cell) ?? 0);
    },
    rules: [...bySender.keys()].flatMap((measure) => (measure.startsWith('told|') ? [measure.slice('told|'.length)] : [])).sort(),
  };
}

/** What is counted of somebody whom the registry does not have is in the whole alone. */
function toTable(bySender: ReadonlyMap<string, number>, senders: readonly RegisteredSender[]): Table {
  const known = new Set(senders.map(({ id }) => id));
  const parts: Part[] = [
    ...senders.map(({ id, vendor }) => ({ cell: cellKey('sender', id), published: true, municipality: '', vendor: vendor ?? '' })),
    ...[...bySender.keys()].flatMap((id) =>
      known.has(id) ? [] : [{ cell: `rest|${id}`, published: false, municipality: '', vendor: '' }],
    ),
  ];
  const values = new Map<CellKey, number>();
  const add = (cell: CellKey, count: number): void => void values.set(cell, (values.get(cell) ?? 0) + count);
  for (const { cell, vendor } of parts) {
    const count = bySender.get(cell.slice(cell.indexOf('|') + 1)) ?? 0;
    if (count === 0) continue;
    add(cell, count);
    add('national', count);
    if (vendor !== '') add(cellKey('vendor', vendor), count);
  }
  return { parts, values };
}

/** Periods of a month, all of them or none: where one is withheld, the month would give it back. */
export const publishPeriods = (month: Told, counts: readonly number[]): readonly Told[] =>
  month === 'withheld' || counts.some((count) => count > 0 && count < THRESHOLD) ? counts.map(() => 'withheld') : counts;
