import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endsBefore, expandSeries, isExcluded, occurrenceAt, occurrenceNumbered } from '../../src/expand/expand-series.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import type { Series } from '../../src/expand/series.ts';
import { randomFrom, randomSeries } from '../fuzz/random-series.ts';
import { type Template, withRrule, withTemplate } from './series-forms.ts';

const DAY_MS = 86_400_000;
const TIMES = { start: '2026-10-14T09:00:00+02:00', end: '2026-10-14T09:30:00+02:00' };
const WEEKLY: Template = { timezone: 'Europe/Copenhagen', recurrenceType: 'wk', weeklyTemplate: { wednesday: true } };

const seriesOf = (appointment: Parameters<typeof parseSeries>[0]): Series => {
  const parsed = parseSeries(appointment);
  if (parsed === undefined) throw new Error('no series');
  return parsed.series;
};
const ruled = (lines: string, times: { start: string; end?: string } = TIMES): Series => seriesOf(withRrule(times, lines));
const templated = (template: Template): Series => seriesOf(withTemplate(TIMES, { ...WEEKLY, ...template }));
const days = (from: string, to: string) => ({ start: new Date(from), end: new Date(to) });
const starts = (series: Series, from: string, to: string): string[] =>
  expandSeries(series, days(from, to)).map(({ start }) => start.toISOString().slice(0, 16));

describe('expandSeries', () => {
  test('gives whole occurrences: original start, start, end and number', () => {
    const [, second] = expandSeries(templated({ occurrenceCount: 2 }), days('2026-01-01', '2027-01-01'));
    expect(second).toEqual({
      originalStart: new Date('2026-10-21T07:00:00Z'),
      start: new Date('2026-10-21T07:00:00Z'),
      end: new Date('2026-10-21T07:30:00Z'),
      recurrenceId: 2,
    });
  });

  test('leaves the end out where it is unknown, and the number where the series is a rule', () => {
    expect(expandSeries(ruled('FREQ=DAILY;COUNT=1', { start: TIMES.start }), days('2026-10-14', '2026-10-15'))).toEqual([
      { originalStart: new Date(TIMES.start), start: new Date(TIMES.start) },
    ]);
  });

  test('takes in what began before the horizon and reaches into it, and nothing that ends as it begins', () => {
    const nights = ruled('FREQ=DAILY;COUNT=3', { start: '2026-10-14T23:00:00+02:00', end: '2026-10-15T07:00:00+02:00' });
    expect(starts(nights, '2026-10-15T04:59:00Z', '2026-10-15T05:00:00Z')).toEqual(['2026-10-14T21:00']);
    expect(starts(nights, '2026-10-15T05:00:00Z', '2026-10-15T21:00:00Z')).toEqual([]);
    expect(starts(nights, '2026-10-15T05:00:00Z', '2026-10-15T21:01:00Z')).toEqual(['2026-10-15T21:00']);
  });

  test('takes in long ones from long before', () => {
    const stays = ruled('FREQ=MONTHLY', { start: '2026-01-01T12:00:00+01:00', end: '2026-03-15T12:00:00+01:00' });
    expect(starts(stays, '2026-06-10T00:00:00Z', '2026-06-11T00:00:00Z')).toEqual([
      '2026-04-01T10:00',
      '2026-05-01T10:00',
      '2026-06-01T10:00',
    ]);
  });

  test('cuts a horizon anywhere without a change of numbers or times', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 120 }),
        (seed, skip, length) => {
          const { dtstart, zone, parts, rdates } = randomSeries(randomFrom(seed));
          const start = `${dtstart.slice(0, 4)}-${dtstart.slice(4, 6)}-${dtstart.slice(6, 8)}T12:00:00Z`;
          const lines = [`RRULE:${[...parts].map((part) => part.join('=')).join(';')}`, ...rdates.map((rdate) => `RDATE:${rdate}`)].join(
            '\n',
          );
          // The numbers of a rule are kept to itself; as a template's they show.
          const series: Series = { ...seriesOf(withRrule({ start }, lines, zone)), form: 'template' };
          const from = new Date(Date.parse(start) + skip * DAY_MS);
          const horizon = { start: from, end: new Date(from.getTime() + length * DAY_MS) };
          const whole = expandSeries(series, { start: new Date(0), end: horizon.end });
          expect(expandSeries(series, horizon)).toEqual(whole.filter((occurrence) => occurrence.start >= horizon.start));
          for (const { recurrenceId = 0, start } of whole.slice(-3)) {
            expect(occurrenceNumbered(series, recurrenceId)?.start).toEqual(start);
            expect(occurrenceAt(series, start)?.start).toEqual(start);
          }
        },
      ),
      { numRuns: 150, seed: 20_261_014 },
    );
  });
});

describe('occurrenceNumbered', () => {
  test.each([
    ['the first', {}, 1, '2026-10-14T07:00:00.000Z'],
    ['one of thirty years on', {}, 1566, '2056-10-11T07:00:00.000Z'],
    ['none before the first', {}, 0, undefined],
    ['none past the count', { occurrenceCount: 4 }, 5, undefined],
    ['none past the last date', { lastOccurrenceDate: '2026-10-27' }, 3, undefined],
    ['an excluded one, which keeps its number', { excludingRecurrenceId: [2] }, 2, '2026-10-21T07:00:00.000Z'],
    ['the one behind an excluded one', { excludingDate: ['2026-10-21'] }, 3, '2026-10-28T08:00:00.000Z'],
    ['an added date among the others', { occurrenceDate: ['2026-10-23'] }, 3, '2026-10-23T07:00:00.000Z'],
    ['the one behind an added date', { occurrenceDate: ['2026-10-23'] }, 4, '2026-10-28T08:00:00.000Z'],
  ] as const)('finds %s', (_, template, number, expected) => {
    expect(occurrenceNumbered(templated(template), number)?.originalStart.toISOString()).toBe(expected);
  });

  test('counts a rule’s occurrences too, though they show no number', () => {
    expect(occurrenceNumbered(ruled('FREQ=DAILY;BYHOUR=9,18'), 4)).toMatchObject({ start: new Date('2026-10-15T16:00:00Z') });
  });

  test('finds the 11,228th day without walking', () => {
    const since1996 = ruled('FREQ=DAILY', { start: '1996-01-05T09:00:00+01:00' });
    expect(occurrenceNumbered(since1996, 11_228)?.start).toEqual(new Date('2026-10-01T07:00:00Z'));
  });
});

describe('occurrenceAt', () => {
  test.each([
    ['an occurrence', 'FREQ=WEEKLY', '2026-10-28T08:00:00Z', '2026-10-28T08:00:00.000Z'],
    ['nothing an hour off', 'FREQ=WEEKLY', '2026-10-28T07:00:00Z', undefined],
    ['nothing past the end', 'FREQ=WEEKLY;COUNT=2', '2026-10-28T08:00:00Z', undefined],
    ['nothing before the start', 'FREQ=WEEKLY', '2026-10-07T07:00:00Z', undefined],
    ['an added date', 'RRULE:FREQ=WEEKLY RDATE:20261016T110000Z', '2026-10-16T11:00:00Z', '2026-10-16T11:00:00.000Z'],
    ['a skipped time where it moved to', 'FREQ=DAILY;BYHOUR=2;BYMINUTE=30', '2027-03-28T01:30:00Z', '2027-03-28T01:30:00.000Z'],
    ['a doubled time by its first', 'FREQ=DAILY;BYHOUR=2;BYMINUTE=30', '2026-10-25T00:30:00Z', '2026-10-25T00:30:00.000Z'],
    [
      'a doubled time by its second, and answers the first',
      'FREQ=DAILY;BYHOUR=2;BYMINUTE=30',
      '2026-10-25T01:30:00Z',
      '2026-10-25T00:30:00.000Z',
    ],
    ['an excluded one', 'RRULE:FREQ=WEEKLY EXDATE:20261028T080000Z', '2026-10-28T08:00:00Z', '2026-10-28T08:00:00.000Z'],
  ])('finds %s', (_, lines, at, expected) => {
    expect(occurrenceAt(ruled(lines), new Date(at))?.originalStart.toISOString()).toBe(expected);
  });
});

describe('isExcluded', () => {
  test.each([
    ['by its number', { excludingRecurrenceId: [3] }, '2026-10-28T08:00:00Z', true],
    ['by its date', { excludingDate: ['2026-10-28'] }, '2026-10-28T08:00:00Z', true],
    ['not by another date', { excludingDate: ['2026-10-27'] }, '2026-10-28T08:00:00Z', false],
    ['not where there is no occurrence', { excludingDate: ['2026-10-28'] }, '2026-10-28T09:00:00Z', false],
  ] as const)('tells an occurrence left out %s', (_, template, at, expected) => {
    expect(isExcluded(templated(template), new Date(at))).toBe(expected);
  });
});

describe('endsBefore', () => {
  test.each([
    ['goes on without an end', 'FREQ=WEEKLY', '2150-01-01T00:00:00Z', false],
    ['is over when the last of its count is', 'FREQ=WEEKLY;COUNT=2', '2026-10-21T07:30:00Z', true],
    ['is not over while the last goes on', 'FREQ=WEEKLY;COUNT=2', '2026-10-21T07:29:59Z', false],
    ['is over before an UNTIL that nothing reaches', 'FREQ=WEEKLY;UNTIL=20261027', '2026-10-22T00:00:00Z', true],
    ['is not over while an added date is to come', 'RRULE:FREQ=WEEKLY;COUNT=2 RDATE:20270101T080000Z', '2026-12-01T00:00:00Z', false],
    ['is over where all that is left is excluded', 'RRULE:FREQ=WEEKLY;COUNT=3 EXDATE:20261028T080000Z', '2026-10-22T00:00:00Z', true],
    ['is over from the beginning where its rule yields nothing', 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31', '2026-01-01T00:00:00Z', true],
    ['has not begun', 'FREQ=WEEKLY;COUNT=2', '2020-01-01T00:00:00Z', false],
  ])('%s', (_, lines, instant, expected) => {
    expect(endsBefore(ruled(lines), new Date(instant))).toBe(expected);
  });
});
