/** What one 30-day expansion costs by rule and age, read included, and whether memory stays flat: `npx tsx tests/bench/recurrence.ts`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expandSeries } from '../../src/expand/expand-series.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import type { Series } from '../../src/expand/series.ts';
import type { Interval } from '../../src/time/interval.ts';
import { addDays, type LocalDate, startOfDay } from '../../src/time/zone.ts';
import { withRrule } from '../expand/series-forms.ts';

const RUNS = 2000;
const RULES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=DAILY;BYHOUR=8,12,17,22',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=YEARLY;BYMONTH=10;BYDAY=2WE',
];

export interface RecurrenceCost {
  readonly rule: string;
  /** Median ms of reading a series. */
  readonly readMs: number;
  /** Median ms of the first expansion of a series just read, by the year it began. */
  readonly firstMs: Readonly<Record<1996 | 2026, number>>;
}

export const recurrenceCosts = (): RecurrenceCost[] => RULES.map(costOf);

function costOf(rule: string): RecurrenceCost {
  const reading: number[] = [];
  const old: number[] = [];
  const young: number[] = [];
  // Turn about, so that whatever else the machine does falls on both.
  for (let run = 0; run < RUNS; run += 1) {
    const [of1996, of2026] = [seriesFrom(1996, rule), seriesFrom(2026, rule)];
    reading.push(msOf(() => seriesFrom(1996, rule)));
    old.push(msOf(() => expandSeries(of1996, window(0))));
    young.push(msOf(() => expandSeries(of2026, window(0))));
  }
  return { rule, readMs: median(reading), firstMs: { 1996: median(old), 2026: median(young) } };
}

/** Bytes that 100,000 expansions leave on the heap, most of one series kept, some of series read anew. */
export function heapGrowth(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const kept = seriesFrom(1996, 'FREQ=DAILY');
  const expand = (times: number): void => {
    for (let run = 0; run < times; run += 1) {
      expandSeries(kept, window(run % 3650));
      if (run % 10 === 0) expandSeries(seriesFrom(1996, 'FREQ=MONTHLY;BYDAY=-1FR'), window(0));
    }
  };
  expand(5000);
  collect();
  const before = process.memoryUsage().heapUsed;
  expand(100_000);
  collect();
  return process.memoryUsage().heapUsed - before;
}

function window(daysOn: number): Interval {
  const first = addDays('2026-10-02' as LocalDate, daysOn);
  return { start: startOfDay(first), end: startOfDay(addDays(first, 30)) };
}

function seriesFrom(year: 1996 | 2026, rule: string): Series {
  const parsed = parseSeries(withRrule({ start: `${year}-01-05T09:00:00+01:00`, end: `${year}-01-05T09:30:00+01:00` }, rule));
  if (parsed === undefined) throw new Error('no series');
  return parsed.series;
}

function msOf(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

if (process.argv[1]?.endsWith('bench/recurrence.ts')) {
  process.stdout.write('median ms                            read it  first 30 days: of 1996    of 2026   ratio\n');
  for (const { rule, readMs, firstMs } of recurrenceCosts()) {
    const cells = [readMs.toFixed(4).padStart(8), firstMs[1996].toFixed(4).padStart(22), firstMs[2026].toFixed(4).padStart(10)];
    process.stdout.write(`${rule.padEnd(36)}${cells.join(' ')} ${(firstMs[1996] / firstMs[2026]).toFixed(2).padStart(7)}\n`);
  }
  process.stdout.write(`100,000 expansions leave ${(heapGrowth() / 1024).toFixed(0)} kB on the heap\n`);
}
