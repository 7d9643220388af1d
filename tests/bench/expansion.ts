/** What expanding a series over thirty days costs, and whether its age makes it dearer. */
import { expandSeries } from '../../src/expand/expand-series.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import type { Series } from '../../src/expand/series.ts';
import { EXT } from '../../src/fhir/extension.ts';
import type { Interval } from '../../src/time/interval.ts';
import { median } from './measured.ts';

const RULES = ['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,WE,FR', 'FREQ=MONTHLY;BYDAY=2TU', 'FREQ=DAILY;INTERVAL=3', 'FREQ=DAILY;COUNT=100000'];
const HORIZON: Interval = { start: new Date('2026-03-01T23:00:00Z'), end: new Date('2026-03-31T22:00:00Z') };
const TIMES = 400;

export interface Expansion {
  /** Of one expansion. */
  readonly ms: number;
  /** What a series from 1996 costs, by what one from this year does; of the worst rule. */
  readonly ageRatio: number;
}

export function measureExpansion(): Expansion {
  const costs = RULES.map((rule) => ({ old: cost(seriesFrom(1996, rule)), young: cost(seriesFrom(2026, rule)) }));
  return { ms: median(costs.map(({ young }) => young)), ageRatio: Math.max(...costs.map(({ old, young }) => old / young)) };
}

function seriesFrom(year: number, rule: string): Series {
  const parsed = parseSeries({
    resourceType: 'Appointment',
    status: 'booked',
    start: `${year}-01-05T08:00:00+01:00`,
    end: `${year}-01-05T08:20:00+01:00`,
    participant: [],
    extension: [{ url: EXT.rrule, valueString: `RRULE:${rule}` }],
  });
  if (parsed === undefined) throw new Error('not a series');
  return parsed.series;
}

function cost(series: Series): number {
  const times: number[] = [];
  for (let turn = 0; turn < 2 * TIMES; turn++) {
    const from = performance.now();
    expandSeries(series, HORIZON);
    if (turn >= TIMES) times.push(performance.now() - from);
  }
  return median(times);
}
