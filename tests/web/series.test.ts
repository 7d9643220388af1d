import { describe, expect, it, test } from '@jest/globals';
import type { LocalDate } from '../../src/time/zone.ts';
import { patternOf, toSeries } from '../../src/web/series.ts';
import { patternDa } from '../../src/web/when.da.ts';
import { patternEn } from '../../src/web/when.en.ts';
import { visit } from './visits.ts';

const march = (...days: number[]): LocalDate[] => days.map((day) => `2026-03-${String(day).padStart(2, '0')}` as LocalDate);

describe('how often a series comes', () => {
  test.each([
    ['every day', march(2, 3, 4, 5, 6, 7, 8, 9, 10), 'hver dag', 'every day'],
    ['one weekday', march(4, 11, 18), 'hver onsdag', 'every Wednesday'],
    ['three weekdays', march(2, 4, 6, 9, 11), 'hver mandag, onsdag og fredag', 'every Monday, Wednesday and Friday'],
    ['Monday to Friday', march(2, 3, 4, 5, 6, 9, 10), 'hver hverdag', 'every weekday'],
    ['every other week', march(5, 19).concat('2026-04-02' as LocalDate), 'hver anden torsdag', 'every other Thursday'],
    ['two days every other week', march(3, 5, 17, 19, 31), 'tirsdag og torsdag hver anden uge', 'every other Tuesday and Thursday'],
  ])('is told of %s', (_name, dates, danish, english) => {
    const pattern = patternOf(dates);
    expect(pattern && patternDa(pattern)).toBe(danish);
    expect(pattern && patternEn(pattern)).toBe(english);
  });

  test.each([
    ['two visits prove nothing', march(4, 11)],
    ['a week that is left out', march(4, 11, 25)],
    ['days of no rule', march(4, 6, 11, 19)],
    ['one round of weekdays', march(2, 3, 4, 5, 6, 7, 8)],
    ['none', []],
  ])('is not told of %s', (_name, dates) => {
    expect(patternOf(dates)).toBeUndefined();
  });

  it('goes by where the series puts its visits, not by where one was moved', () => {
    const of = (start: string, original = start) => visit(start, undefined, { series: 's', originalStart: new Date(original) });
    const [series] = toSeries([
      of('2026-03-04T10:00:00+01:00'),
      of('2026-03-12T13:00:00+01:00', '2026-03-11T10:00:00+01:00'),
      of('2026-03-18T10:00:00+01:00'),
    ]);
    expect(series?.pattern).toEqual({ weekdays: [2], weeks: 1 });
  });

  it('is no question for a visit that stands alone', () => {
    expect(toSeries([visit('2026-03-04T10:00:00+01:00'), visit('2026-03-05T10:00:00+01:00', undefined, { series: 's' })])).toEqual([]);
  });
});
