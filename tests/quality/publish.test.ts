/** What others than the sender are told of a month: no sum or difference of it gives a small cell back. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cellKey } from '../../src/adoption/cell-key.ts';
import { toFigure } from '../../src/quality/key-figures.ts';
import { type Measure, publishMonth, publishPeriods, type Told } from '../../src/quality/publish.ts';

const senders = [
  { id: 'a', name: 'A', vendor: 'Cura' },
  { id: 'b', name: 'B', vendor: 'Cura' },
  { id: 'c', name: 'C', vendor: 'Nexus' },
  { id: 'd', name: 'D', vendor: null },
];
/** Two weeks, of two days each. */
const days = [0, 1, 2, 3];
const weeks = [
  [0, 1],
  [2, 3],
];
const MEASURE: Measure = 'told|time-end-unknown';

/** Counts of one measure, by sender and day. */
const randomCounts = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(0, 1, 2) }, { weight: 2, arbitrary: fc.integer({ min: 3, max: 9 }) }),
  {
    minLength: senders.length * days.length,
    maxLength: senders.length * days.length,
  },
);

/** A sum of some of the counts, as a row of ones and zeros, and what is told of it. */
interface Cell {
  readonly row: readonly number[];
  readonly told: Told;
}

function cellsOf(counts: readonly number[]): Cell[] {
  const at = (sender: number, day: number): number => sender * days.length + day;
  const rowOf = (indexes: readonly number[]): number[] => counts.map((_count, index) => (indexes.includes(index) ? 1 : 0));
  const lines = senders.flatMap(({ id }, sender) =>
    days.map((day) => ({ senderId: id, measure: 'told' as const, name: 'time-end-unknown', count: counts[at(sender, day)] ?? 0 })),
  );
  const tables = publishMonth(lines, senders);
  const ofSenders = (chosen: readonly number[]): number[] => chosen.flatMap((sender) => days.map((day) => at(sender, day)));
  const all = senders.map((_sender, index) => index);
  const vendors = ['Cura', 'Nexus'].map((vendor) => ({
    row: rowOf(ofSenders(all.filter((sender) => senders[sender]?.vendor === vendor))),
    told: tables.of(MEASURE, cellKey('vendor', vendor)),
  }));
  const ofSender = senders.flatMap(({ id }, sender): Cell[] => {
    const month = tables.of(MEASURE, cellKey('sender', id));
    const periods = (parts: readonly (readonly number[])[]): Cell[] => {
      const told = publishPeriods(
        month,
        parts.map((part) => part.reduce((sum, day) => sum + (counts[at(sender, day)] ?? 0), 0)),
      );
      return parts.map((part, index) => ({ row: rowOf(part.map((day) => at(sender, day))), told: told[index] ?? 'withheld' }));
    };
    return [{ row: rowOf(ofSenders([sender])), told: month }, ...periods(weeks), ...periods(days.map((day) => [day]))];
  });
  return [{ row: rowOf(ofSenders(all)), told: tables.of(MEASURE, 'national') }, ...vendors, ...ofSender];
}

/** Rows in echelon form, with which others are reduced. */
function reduce(row: readonly number[], basis: readonly (readonly number[])[]): number[] {
  let rest = [...row];
  for (const one of basis) {
    const pivot = one.findIndex((value) => value !== 0);
    const factor = (rest[pivot] ?? 0) / (one[pivot] ?? 1);
    if (factor !== 0) rest = rest.map((value, index) => value - factor * (one[index] ?? 0));
  }
  return rest.map((value) => (Math.abs(value) < 1e-9 ? 0 : value));
}

/** What an onlooker can add and subtract: everything told; a zero is zero in all its parts. */
function knownRows(cells: readonly Cell[]): number[][] {
  const told = cells.filter((cell) => cell.told !== 'withheld');
  const rows = told.flatMap(({ row, told: value }) =>
    value === 0 ? row.flatMap((part, index) => (part === 1 ? [row.map((_part, other) => (other === index ? 1 : 0))] : [])) : [row],
  );
  const basis: number[][] = [];
  for (const row of rows) {
    const rest = reduce(row, basis);
    if (rest.some((value) => value !== 0)) basis.push([...rest]);
  }
  return basis;
}

const valueIn = ({ row }: Cell, counts: readonly number[]): number =>
  row.reduce((sum: number, part, index) => sum + part * (counts[index] ?? 0), 0);

describe('what is published of a month', () => {
  test('tells what is so, and no small cell', () => {
    fc.assert(
      fc.property(randomCounts, (counts) => {
        for (const cell of cellsOf(counts)) {
          const value = valueIn(cell, counts);
          expect(cell.told === 'withheld' || (cell.told === value && (value === 0 || value >= 3))).toBe(true);
        }
      }),
    );
  });

  test('gives no small cell back to whoever adds and subtracts', () => {
    fc.assert(
      fc.property(randomCounts, (counts) => {
        const cells = cellsOf(counts);
        const known = knownRows(cells);
        for (const cell of cells) {
          const value = valueIn(cell, counts);
          if (value === 0 || value >= 3) continue;
          expect(reduce(cell.row, known).some((part) => part !== 0)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('withholds nothing where nothing is small', () => {
    expect(cellsOf(senders.flatMap(() => [3, 4, 0, 5])).filter(({ told }) => told === 'withheld')).toEqual([]);
  });

  test('counts whom the registry does not have in the whole alone', () => {
    const of = (senderId: string) => ({ senderId, measure: 'message' as const, name: 'created', count: 50 });
    const tables = publishMonth([of('a'), of('gone')], senders);
    expect(['national', 'vendor|Cura', 'sender|a', 'sender|gone'].map((cell) => tables.of('versions', cell))).toEqual([100, 50, 50, 0]);
  });
});

describe('a key figure', () => {
  const of =
    (told: Partial<Record<Measure, Told>>) =>
    (measure: Measure): Told =>
      told[measure] ?? 0;

  test('is the sum of its rules and a share of the versions', () => {
    const told = of({ versions: 200, 'told|place-missing': 5, 'told|place-of-performer': 15 });
    expect(toFigure(told, 'uncertain-place')).toEqual({ how: 'exact', count: 20, share: 0.1 });
  });

  test('is told as no more than its parts are', () => {
    const told = of({ versions: 200, 'told|place-missing': 'withheld', 'told|place-of-performer': 15 });
    expect(toFigure(told, 'uncertain-place')).toEqual({ how: 'at-least', count: 15 });
    expect(toFigure(of({ 'told|place-missing': 'withheld' }), 'uncertain-place')).toEqual({ how: 'withheld' });
  });

  test('has no share of what is not told, or of nothing', () => {
    expect(toFigure(of({ versions: 'withheld' }), 'unknown-end')).toEqual({ how: 'exact', count: 0 });
    expect(toFigure(of({}), 'refused')).toEqual({ how: 'exact', count: 0 });
    expect(toFigure(of({ versions: 6, refused: 4 }), 'refused')).toEqual({ how: 'exact', count: 4, share: 0.4 });
  });
});
