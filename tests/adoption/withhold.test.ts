/** Withheld cells, and an onlooker who knows the rule, adds and subtracts, and tries every table that the published cells allow. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cellKey } from '../../src/adoption/cell-key.ts';
import { type Part, type Table, THRESHOLD, withhold } from '../../src/adoption/withhold.ts';

const municipalities = ['0101', '0461', '0751', ''];
const vendors = ['Cura', 'Nexus', ''];

const randomPart = fc.record({
  municipality: fc.constantFrom(...municipalities),
  vendor: fc.constantFrom(...vendors),
  published: fc.boolean(),
  value: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2) }, { weight: 2, arbitrary: fc.integer({ min: 3, max: 6 }) }),
});
type RandomPart = typeof randomPart extends fc.Arbitrary<infer T> ? T : never;
const randomParts = fc.array(randomPart, { minLength: 1, maxLength: 5 });

function toTable(random: readonly RandomPart[]): Table {
  const parts: Part[] = random.map(({ municipality, vendor, published }, index) => ({
    cell: `${published ? 'sender' : 'rest'}|${index}`,
    municipality,
    vendor,
    published,
  }));
  const values = new Map(random.map(({ value }, index) => [parts[index]?.cell ?? '', value]));
  const marginOf = (key: 'municipality' | 'vendor', name: string): number =>
    parts.reduce((sum, part) => (part[key] === name ? sum + (values.get(part.cell) ?? 0) : sum), 0);
  const margins = (key: 'municipality' | 'vendor', names: readonly string[]) =>
    names.map((name) => [cellKey(key, name), marginOf(key, name)] as const);
  const ofMunicipalities = margins('municipality', municipalities);
  const ofVendors = margins('vendor', vendors);
  const national = random.reduce((sum, { value }) => sum + value, 0);
  return { parts, values: new Map([...values, ...ofMunicipalities, ...ofVendors, ['national', national]]) };
}

/** What each unpublished cell can be, by trying every table that fits; nothing is above `MOST`. */
const MOST = 9;

function possible(table: Table, withheld: ReadonlySet<string>): Map<string, Set<number>> {
  const { parts, values } = table;
  const countIn = (cell: string): number => values.get(cell) ?? 0;
  const isTold = (cell: string): boolean => !cell.startsWith('rest') && !cell.endsWith('|') && !withheld.has(cell);
  // A zero is told even of what has no row: an onlooker may know which there are.
  const choices = (cell: string): number[] => {
    if (isTold(cell) || countIn(cell) === 0) return [countIn(cell)];
    const floor = withheld.has(cell) ? 1 : 0;
    return Array.from({ length: MOST + 1 - floor }, (_, index) => index + floor);
  };
  const groups = (['municipality', 'vendor'] as const).flatMap((key) =>
    [...new Set(parts.map((part) => part[key]))].map((name) => ({
      cell: cellKey(key, name),
      members: parts.flatMap((part, index) => (part[key] === name ? [index] : [])),
    })),
  );
  const found = new Map<string, Set<number>>();
  const note = (cell: string, value: number): void => void found.set(cell, (found.get(cell) ?? new Set()).add(value));

  const fits = (cell: string, value: number): boolean => (isTold(cell) ? value === countIn(cell) : value >= (withheld.has(cell) ? 1 : 0));
  /** Every combination of one choice from each list. */
  function* combinations(lists: readonly (readonly number[])[], from = 0): Generator<number[]> {
    const [first] = lists.slice(from, from + 1);
    if (first === undefined) yield [];
    else for (const rest of combinations(lists, from + 1)) for (const value of first) yield [value, ...rest];
  }

  const sum = (pieces: readonly number[]): number => pieces.reduce((total, piece) => total + piece, 0);
  for (const pieces of combinations(parts.map(({ cell }) => choices(cell)))) {
    const wholes = [
      ...groups.map(({ cell, members }) => [cell, sum(members.map((index) => pieces[index] ?? 0))] as const),
      ['national', sum(pieces)] as const,
    ];
    if (!wholes.every(([cell, value]) => fits(cell, value))) continue;
    for (const [index, piece] of pieces.entries()) note(parts[index]?.cell ?? '', piece);
    for (const [cell, value] of wholes) note(cell, value);
  }
  return found;
}

/** Small cells, with a row or without, that the onlooker pins down. */
function recovered(table: Table, withheld: ReadonlySet<string>): string[] {
  const seen = possible(table, withheld);
  return [...seen].flatMap(([cell, options]) => {
    const value = table.values.get(cell) ?? 0;
    if (value === 0 || value >= THRESHOLD) return [];
    return options.has(value) && options.has(THRESHOLD) ? [] : [`${cell} is ${value}: ${[...options].join()}`];
  });
}

const runs = { numRuns: Number(process.env['RUNS'] ?? 100) };

const tables = randomParts.map(toTable);

describe('what is withheld of a month’s tables', () => {
  test('gives away no small cell, whatever is added and subtracted', () => {
    fc.assert(
      fc.property(tables, (table) => {
        expect(recovered(table, withhold(table))).toEqual([]);
      }),
      runs,
    );
  });

  test('would be given away in part, were small cells alone withheld', () => {
    const onlySmall = ({ values }: Table): Set<string> =>
      new Set([...values].filter(([, value]) => value > 0 && value < THRESHOLD).map(([cell]) => cell));
    const given = fc.sample(tables, 200).filter((table) => recovered(table, onlySmall(table)).length > 0);
    expect(given.length).toBeGreaterThan(0);
  });

  test('is no zero, and nothing where nothing is small', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const withheld = withhold(table);
        for (const cell of withheld) expect([cell, table.values.get(cell)]).not.toEqual([cell, 0]);
        if ([...table.values.values()].every((value) => value === 0 || value >= THRESHOLD)) expect([...withheld]).toEqual([]);
      }),
      runs,
    );
  });
});
