import { describe, expect, it, test } from '@jest/globals';
import { parseDate } from '../../src/time/parse-date.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import { isoWeek, toAgenda } from '../../src/web/agenda.ts';
import { visit } from './visits.ts';

function day(text: string): LocalDate {
  const date = parseDate(text);
  if (date === undefined) throw new Error(`no day: ${text}`);
  return date;
}

const told = (days: ReturnType<typeof toAgenda>): string[] =>
  days.flatMap(({ date, entries }) => entries.map(({ stay }) => (stay === undefined ? date : `${date} ${stay.day}/${stay.of}`)));

describe('an agenda', () => {
  it('has a stay on each of its days', () => {
    const stay = visit('2026-03-27T12:00:00+01:00', '2026-03-31T10:00:00+02:00');
    expect(told(toAgenda([stay], day('2026-03-02')))).toEqual([
      '2026-03-27 1/5',
      '2026-03-28 2/5',
      '2026-03-29 3/5',
      '2026-03-30 4/5',
      '2026-03-31 5/5',
    ]);
  });

  it('ends a stay to midnight with the day that it closes', () => {
    expect(told(toAgenda([visit('2026-03-04T00:00:00+01:00', '2026-03-06T00:00:00+01:00')], day('2026-03-02')))).toEqual([
      '2026-03-04 1/2',
      '2026-03-05 2/2',
    ]);
  });

  it('begins a stay that is under way with today, and counts its days from its first', () => {
    const stay = visit('2026-02-27T12:00:00+01:00', '2026-03-03T10:00:00+01:00');
    expect(told(toAgenda([stay], day('2026-03-02')))).toEqual(['2026-03-02 4/5', '2026-03-03 5/5']);
  });

  it('has a night on the day that it begins alone', () => {
    expect(told(toAgenda([visit('2026-03-04T23:00:00+01:00', '2026-03-05T07:00:00+01:00')], day('2026-03-02')))).toEqual(['2026-03-04']);
  });

  it('goes by Danish days', () => {
    expect(told(toAgenda([visit('2026-03-04T23:30:00Z', '2026-03-04T23:45:00Z')], day('2026-03-02')))).toEqual(['2026-03-05']);
  });

  it('stops at its last day, in order', () => {
    const visits = [visit('2026-03-03T10:00:00+01:00', '2026-03-20T10:00:00+01:00'), visit('2026-03-04T08:00:00+01:00')];
    expect(told(toAgenda(visits, day('2026-03-04'), day('2026-03-05')))).toEqual(['2026-03-04 2/18', '2026-03-04', '2026-03-05 3/18']);
  });

  it('tells a stay of years on sixty days and its last, so that nobody can make a page of any length', () => {
    const days = told(toAgenda([visit('2026-03-04T10:00:00+01:00', '2036-03-04T10:00:00+01:00')], day('2026-03-02')));
    expect(days).toHaveLength(62);
    expect(days.at(-1)).toBe('2036-03-04 3654/3654');
  });
});

test.each([
  ['2026-03-02', 10],
  ['2026-01-01', 1],
  ['2027-01-01', 53],
  ['2025-12-29', 1],
  ['2024-12-31', 1],
  ['2026-12-31', 53],
  ['2028-01-02', 52],
])('%s is in ISO week %i (ISO 8601: the week of its Thursday)', (date, week) => {
  expect(isoWeek(day(date))).toBe(week);
});
