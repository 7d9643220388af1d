/** The package everybody knows, asked for what it does well: it walks floating wall time, and only `toInstant` makes instants of it. */
import { describe, expect, test } from '@jest/globals';
import rrule from 'rrule';
import { expandSeries } from '../../src/expand/expand-series.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import { toInstant, type WallTime } from '../../src/time/zone.ts';
import { withRrule } from './series-forms.ts';

/** Wednesday 4 March 2026, 9.00, as wall time. */
const DTSTART = Date.UTC(2026, 2, 4, 9);
const FROM = Date.UTC(2026, 2, 1);
const UNTIL = Date.UTC(2028, 2, 1);

const rules = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=DAILY;BYMONTH=6,7',
  'FREQ=WEEKLY;COUNT=10',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SU;WKST=SU',
  'FREQ=MONTHLY',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
  'FREQ=YEARLY',
  'FREQ=YEARLY;BYMONTH=3,9;BYDAY=2WE',
  'FREQ=YEARLY;BYYEARDAY=100,200,300',
  'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
];

const startsOf = (text: string): string[] => {
  const start = toInstant(DTSTART as WallTime);
  const parsed = parseSeries(withRrule({ start: start.toISOString(), end: new Date(start.getTime() + 1_800_000).toISOString() }, text));
  if (parsed === undefined) throw new Error('no series');
  const horizon = { start: toInstant(FROM as WallTime), end: toInstant(UNTIL as WallTime) };
  return expandSeries(parsed.series, horizon).map((occurrence) => occurrence.start.toISOString());
};

describe('the rrule package, in floating wall time', () => {
  test.each(rules)('yields what we do for %s', (text) => {
    const walk = new rrule.RRule({ ...rrule.RRule.parseString(text), dtstart: new Date(DTSTART) });
    const walls = walk.between(new Date(FROM), new Date(UNTIL - 1), true);
    expect(walls.length).toBeGreaterThan(1);
    expect(startsOf(text)).toEqual(walls.map((wall) => toInstant(wall.getTime() as WallTime).toISOString()));
  });
});
