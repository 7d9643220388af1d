/** One sender's month: its figures beside those before, the rules that it met, and how they have gone. */
import type { Kysely } from 'kysely';
import { cellKey } from '../adoption/cell-key.ts';
import type { Database } from '../store/database.ts';
import type { SenderRow } from '../store/sender.ts';
import { findQualityCounts, type QualityCount } from '../store/sender-quality.ts';
import { dayAfter, firstDay, type Month } from '../time/month.ts';
import { addDays, type LocalDate } from '../time/zone.ts';
import { type Figure, type KeyFigure, keyFigures, shareOf, toFigure } from './key-figures.ts';
import { type CellQuality, type MonthQuality, readMonth, readMonthsBefore } from './month-quality.ts';
import { type Granularity, type Period, periodsOf } from './period.ts';
import { type Measure, measureOf, publishPeriods, type Told } from './publish.ts';

export interface RuleTold {
  readonly rule: string;
  readonly count: Told;
  /** Of the new versions. */
  readonly share: number | undefined;
}

export interface TrendPoint extends Period {
  readonly versions: Told;
  readonly figures: Readonly<Record<KeyFigure, Figure>>;
}

export interface SenderQuality extends CellQuality {
  readonly sender: SenderRow;
  readonly month: Month;
  /** The month before. */
  readonly before: CellQuality | undefined;
  /** The most frequent first, then those withheld. */
  readonly rules: readonly RuleTold[];
  readonly refusedBy: readonly string[];
  /** Oldest first. */
  readonly trend: readonly TrendPoint[];
}

const MONTHS_BEFORE = 11;

export interface SenderQuestion {
  readonly senderId: string;
  readonly month: Month;
  /** The trend: of the twelve months that end with this one, or of the days or weeks in it until `today`. */
  readonly by: Granularity;
  readonly today: LocalDate;
}

/** Undefined where the registry had no such sender by the end of that month. */
export async function findSenderQuality(
  db: Kysely<Database>,
  { senderId, month, by, today }: SenderQuestion,
): Promise<SenderQuality | undefined> {
  const last = await readMonth(db, month);
  const sender = last.senders.find(({ id }) => id === senderId);
  if (sender === undefined) return undefined;
  const months = [...(await readMonthsBefore(db, month, by === 'month' ? MONTHS_BEFORE : 1)), last];
  const cell = cellKey('sender', senderId);
  return {
    sender,
    month,
    ...last.of(cell),
    before: months.at(-2)?.of(cell),
    rules: rulesOf(last, cell),
    refusedBy: last.refusedBy(senderId),
    trend: by === 'month' ? months.map((one) => ofMonth(one, cell)) : await withinMonth(db, last, { senderId, by, today }),
  };
}

function rulesOf({ tables }: MonthQuality, cell: string): RuleTold[] {
  const versions = tables.of('versions', cell);
  const told = tables.rules.map((rule): RuleTold => {
    const count = tables.of(`told|${rule}`, cell);
    return { rule, count, share: count === 'withheld' ? undefined : shareOf(count, [versions]) };
  });
  const rank = ({ count }: RuleTold): number => (count === 'withheld' ? 0.5 : count);
  return told.filter(({ count }) => count !== 0).sort((a, b) => rank(b) - rank(a) || (a.rule < b.rule ? -1 : 1));
}

function ofMonth({ month, of }: MonthQuality, cell: string): TrendPoint {
  const { versions, figures } = of(cell);
  return { from: firstDay(month), to: addDays(dayAfter(month), -1), versions, figures };
}

/** Weeks are cut to the month, so that they make it up. */
async function withinMonth(
  db: Kysely<Database>,
  { month, tables }: MonthQuality,
  { senderId, by, today }: Pick<SenderQuestion, 'senderId' | 'by' | 'today'>,
): Promise<TrendPoint[]> {
  const end = addDays(dayAfter(month), -1);
  const span = { from: firstDay(month), to: end < today ? end : today };
  const counts = await findQualityCounts(db, { senderIds: [senderId], ...span });
  const periods = periodsOf(span, by);
  const series = new Map<Measure, readonly Told[]>();
  const seriesOf = (measure: Measure): readonly Told[] => {
    const known = series.get(measure);
    if (known !== undefined) return known;
    const made = publishPeriods(
      tables.of(measure, cellKey('sender', senderId)),
      periods.map((period) => countIn(counts, measure, period)),
    );
    series.set(measure, made);
    return made;
  };
  return periods.map((period, index) => {
    const of = (measure: Measure): Told => seriesOf(measure)[index] ?? 0;
    return {
      ...period,
      versions: of('versions'),
      figures: Object.fromEntries(keyFigures.map((figure) => [figure, toFigure(of, figure)])) as TrendPoint['figures'],
    };
  });
}

const countIn = (counts: readonly QualityCount[], measure: Measure, { from, to }: Period): number =>
  counts.reduce((sum, one) => (one.date >= from && one.date <= to && measureOf(one) === measure ? sum + one.count : sum), 0);
