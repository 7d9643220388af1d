/** What the pages of quality show, as tables for machines. Pure. */
import { cellKey } from '../../adoption/cell-key.ts';
import { type Figure, keyFigures } from '../../quality/key-figures.ts';
import type { CellQuality, MonthQuality } from '../../quality/month-quality.ts';
import type { Told } from '../../quality/publish.ts';
import type { SenderQuality, TrendPoint } from '../../quality/sender-quality.ts';
import type { SenderRow } from '../../store/sender.ts';
import { dayAfter, firstDay, type Month } from '../../time/month.ts';
import { addDays, type LocalDate } from '../../time/zone.ts';
import { type CsvCell, toCsv } from '../../to-csv.ts';
import { comparedVendors } from './vendors-page.ts';

/** `withheld` where a count is not told; `atLeast` where a part of it is not. */
const columns = ['level', 'key', 'name', 'from', 'to', 'figure', 'count', 'share', 'withheld', 'atLeast'];

interface Of {
  readonly level: 'national' | 'vendor' | 'sender';
  readonly key: string;
  readonly name: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const spanOf = (month: Month) => ({ from: firstDay(month), to: addDays(dayAfter(month), -1) });

const row = ({ level, key, name, from, to }: Of, figure: string, count: CsvCell, share: CsvCell, how: Figure['how']): CsvCell[] => [
  ...[level, key, name, from, to, figure],
  ...[count, share, how === 'withheld', how === 'at-least'],
];

const toldRow = (of: Of, figure: string, told: Told): CsvCell[] =>
  told === 'withheld' ? row(of, figure, undefined, undefined, 'withheld') : row(of, figure, told, undefined, 'exact');

const figureRow = (of: Of, name: string, figure: Figure): CsvCell[] =>
  row(
    of,
    name,
    figure.how === 'withheld' ? undefined : figure.count,
    figure.how === 'exact' ? rounded(figure.share) : undefined,
    figure.how,
  );

const rounded = (share: number | undefined): number | undefined => (share === undefined ? undefined : Math.round(share * 10_000) / 10_000);

const cellRows = (of: Of, { versions, figures, lag }: Pick<CellQuality, 'versions' | 'figures'> & Partial<CellQuality>): CsvCell[][] => [
  toldRow(of, 'versions', versions),
  ...keyFigures.map((figure) => figureRow(of, figure, figures[figure])),
  ...(lag === undefined ? [] : [toldRow(of, 'lag-median-seconds', lag.median), toldRow(of, 'lag-p95-seconds', lag.p95)]),
];

export function vendorsCsv(quality: MonthQuality, senders: readonly SenderRow[]): string {
  const span = spanOf(quality.month);
  return toCsv(columns, [
    ...cellRows({ level: 'national', key: '', name: '', ...span }, quality.of(cellKey('national'))),
    ...comparedVendors(quality).flatMap(({ vendor, cell }) => cellRows({ level: 'vendor', key: vendor, name: vendor, ...span }, cell)),
    ...senders.flatMap(({ id, name }) => cellRows({ level: 'sender', key: id, name, ...span }, quality.of(cellKey('sender', id)))),
  ]);
}

export const vendorsJson = (quality: MonthQuality, senders: readonly SenderRow[]): object => ({
  month: quality.month,
  national: quality.of(cellKey('national')),
  vendors: comparedVendors(quality).map(({ vendor, cell }) => ({ vendor, ...cell })),
  senders: senders.map(({ id, name, vendor }) => ({ id, name, vendor, ...quality.of(cellKey('sender', id)) })),
});

export function senderCsv(quality: SenderQuality): string {
  const { id, name } = quality.sender;
  const of = { level: 'sender' as const, key: id, name };
  const month = { ...of, ...spanOf(quality.month) };
  const trendRows = (point: TrendPoint): CsvCell[][] => cellRows({ ...of, from: point.from, to: point.to }, point);
  const isOfTrend = quality.trend.some(({ from, to }) => from === month.from && to === month.to);
  return toCsv(columns, [
    ...(isOfTrend ? [] : cellRows(month, { versions: quality.versions, figures: quality.figures })),
    ...(quality.lag === undefined
      ? []
      : [toldRow(month, 'lag-median-seconds', quality.lag.median), toldRow(month, 'lag-p95-seconds', quality.lag.p95)]),
    ...quality.rules.map(({ rule, count, share }) =>
      count === 'withheld'
        ? row(month, `rule:${rule}`, undefined, undefined, 'withheld')
        : row(month, `rule:${rule}`, count, rounded(share), 'exact'),
    ),
    ...quality.trend.flatMap(trendRows),
  ]);
}

export const senderJson = ({ sender, month, versions, figures, lag, rules, refusedBy, trend }: SenderQuality): object => ({
  sender: { id: sender.id, name: sender.name, vendor: sender.vendor, system: sender.system_name, version: sender.system_version },
  month,
  versions,
  figures,
  lag,
  rules,
  refusedBy,
  trend,
});
