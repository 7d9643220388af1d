/**
 * Which cells of a month's tables are withheld: those of one or two (Statistics Denmark's threshold), and as few others as it takes that
 * nobody gets them back by subtraction. Pure, and the same for the same tables.
 *
 * Whoever knows the rule and every published cell finds that 3 fits a withheld small cell as well as what it is.
 */
import { type CellKey, cellKey } from './cell-key.ts';
import { type Edge, findCircle } from './flow.ts';

/** The smallest count that is told; 0 is told too. */
export const THRESHOLD = 3;

/** What the country is the sum of: each sender, and what is known of a municipality or a vendor but of no one sender. */
export interface Part {
  readonly cell: CellKey;
  /** Whether it has a row of its own in the tables. */
  readonly published: boolean;
  /** The empty text stands for none. */
  readonly municipality: string;
  readonly vendor: string;
}

export interface Table {
  readonly parts: readonly Part[];
  /** A cell that is not there is 0. */
  readonly values: ReadonlyMap<CellKey, number>;
}

const isSmall = (value: number): boolean => value > 0 && value < THRESHOLD;

/** Every cell to withhold; cells that have no row are never among them. */
export function withhold(table: Table): Set<CellKey> {
  const cells = toCells(table);
  const edges = cells.map(({ edge }) => edge);
  for (const { edge, small } of cells) if (small) edge.open = true;
  for (const { edge } of cells.filter(({ small }) => small).sort(inOrder)) {
    for (const change of changesOf(edge)) {
      for (const other of findCircle(edges, edge, change)) other.open = true;
    }
  }
  return new Set(cells.filter(({ edge, published }) => published && edge.open).map(({ cell }) => cell));
}

interface Cell {
  readonly cell: CellKey;
  readonly published: boolean;
  readonly small: boolean;
  readonly edge: Edge;
}

/** From 1 up to 3; from 2 up to 3, and down to 1: a whole of two parts of one each is no less than 2, and stays. */
const changesOf = ({ value }: Edge): number[] => (value === 1 ? [THRESHOLD - 1] : [THRESHOLD - value, 1 - value]);

const inOrder = (a: Cell, b: Cell): number => a.edge.value - b.edge.value || (a.cell < b.cell ? -1 : 1);

/** The country's flow goes to its municipalities, through the parts to the vendors, and back. */
const ROOT = 'root';
const END = 'end';
const municipalityNode = (code: string): string => `municipality ${code}`;
const vendorNode = (vendor: string): string => `vendor ${vendor}`;

function toCells({ parts, values }: Table): Cell[] {
  const countIn = (cell: CellKey): number => values.get(cell) ?? 0;
  const cellOf = (cell: CellKey, from: string, to: string, value: number, published: boolean): Cell => ({
    cell,
    published,
    small: isSmall(value),
    edge: { from, to, value, floor: published ? 1 : 0, open: !published, price: value },
  });
  const sumOf = (key: 'municipality' | 'vendor', name: string): number =>
    parts.filter((part) => part[key] === name).reduce((sum, { cell }) => sum + countIn(cell), 0);
  const municipalities = new Set(parts.map(({ municipality }) => municipality));
  const vendors = new Set(parts.map(({ vendor }) => vendor));
  return [
    cellOf('national', END, ROOT, countIn('national'), true),
    ...[...municipalities].map((code) => {
      const cell = cellKey('municipality', code);
      const value = code === '' ? sumOf('municipality', '') : countIn(cell);
      return cellOf(cell, ROOT, municipalityNode(code), value, code !== '');
    }),
    ...[...vendors].map((vendor) => {
      const cell = cellKey('vendor', vendor);
      const value = vendor === '' ? sumOf('vendor', '') : countIn(cell);
      return cellOf(cell, vendorNode(vendor), END, value, vendor !== '');
    }),
    ...parts.map(({ cell, published, municipality, vendor }) =>
      cellOf(cell, municipalityNode(municipality), vendorNode(vendor), countIn(cell), published),
    ),
  ].filter(({ edge }) => edge.value > 0);
}
