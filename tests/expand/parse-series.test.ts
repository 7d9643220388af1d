import { describe, expect, test } from '@jest/globals';
import { expandSeries } from '../../src/expand/expand-series.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import { EXT } from '../../src/fhir/extension.ts';
import { Fault, type Issue } from '../../src/fhir/fault.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { appointment, type Template, templateExtension, withRrule, withTemplate } from './series-forms.ts';

const START = '2026-10-14T09:00:00+02:00';
const TIMES = { start: START, end: '2026-10-14T09:30:00+02:00' };
const ALL = { start: new Date('1900-01-01T00:00:00Z'), end: new Date('2200-01-01T00:00:00Z') };

const seriesOf = (appointment: Appointment) => {
  const parsed = parseSeries(appointment);
  if (parsed === undefined) throw new Error('no series');
  return parsed;
};

function issuesOf(appointment: Appointment): readonly Issue[] {
  try {
    return parseSeries(appointment)?.findings ?? [];
  } catch (problem) {
    if (problem instanceof Fault) return problem.issues;
    throw problem;
  }
}

describe('parseSeries', () => {
  test('sees no series in an appointment that does not repeat', () => {
    expect(parseSeries(appointment(TIMES, []))).toBeUndefined();
    expect(parseSeries(appointment(TIMES, [{ url: EXT.guidedInterval, valueString: 'kl. 9-11' }]))).toBeUndefined();
  });

  test('makes the same occurrences of the three wire forms, numbers apart', () => {
    const template: Template = {
      timezone: 'Europe/Copenhagen',
      recurrenceType: 'wk',
      weeklyTemplate: { monday: true, wednesday: true, weekInterval: 2 },
      lastOccurrenceDate: '2026-12-31',
      occurrenceDate: ['2026-10-16'],
      excludingDate: ['2026-10-28'],
    };
    const rrule = 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20261231T225959Z RDATE;VALUE=DATE:20261016 EXDATE:20261028T080000Z';
    const [short, long, lines] = [withTemplate(TIMES, template), withTemplate(TIMES, template, { long: true }), withRrule(TIMES, rrule)]
      .map((sent) => expandSeries(seriesOf(sent).series, ALL))
      .map((occurrences) => occurrences.map(({ recurrenceId, ...occurrence }) => occurrence))
      .map((occurrences) => JSON.stringify(occurrences));
    expect(long).toBe(short);
    expect(lines).toBe(short);
    expect(short).toContain('2026-10-16T07:00:00.000Z');
    expect(short).not.toContain('2026-10-28');
  });

  test('reads long urls below short ones and short ones below long', () => {
    const stem = EXT.recurrenceTemplate;
    const mixed = appointment(TIMES, [
      {
        url: stem,
        extension: [
          { url: `${stem}.timezone`, valueCodeableConcept: { coding: [{ code: 'Europe/Copenhagen' }] } },
          { url: 'recurrenceType', valueCodeableConcept: { coding: [{ system: 'http://unitsofmeasure.org', code: 'wk' }] } },
          { url: 'weeklyTemplate', extension: [{ url: `${stem}.weeklyTemplate.friday`, valueBoolean: true }] },
          { url: `${stem}.occurrenceCount`, valuePositiveInt: 1 },
        ],
      },
    ]);
    expect(expandSeries(seriesOf(mixed).series, ALL).map(({ start }) => start.toISOString())).toEqual(['2026-10-16T07:00:00.000Z']);
  });

  describe('the zone', () => {
    const first = (sent: Appointment): string => expandSeries(seriesOf(sent).series, ALL)[1]?.start.toISOString() ?? '';
    // The second Wednesday after summer time ends in Denmark and before it does in New York.
    const weekly = { recurrenceType: 'wk', weeklyTemplate: { wednesday: true, weekInterval: 2 }, occurrenceCount: 2 };
    const inNewYork = { url: EXT.timezone, valueCode: 'America/New_York' };

    test.each<[string, Appointment, string, string[]]>([
      ['is the template’s own', withTemplate(TIMES, { ...weekly, timezone: 'America/New_York' }), '2026-10-28T07:00:00.000Z', []],
      [
        'is that of extension timezone where the template has none',
        appointment(TIMES, [templateExtension(weekly, { long: false }), inNewYork]),
        '2026-10-28T07:00:00.000Z',
        [],
      ],
      [
        'is the template’s own before that of the extension',
        appointment(TIMES, [templateExtension({ ...weekly, timezone: 'Europe/Copenhagen' }, { long: true }), inNewYork]),
        '2026-10-28T08:00:00.000Z',
        [],
      ],
      [
        'is taken to be Danish where a template has neither, with a word to the sender',
        withTemplate(TIMES, weekly),
        '2026-10-28T08:00:00.000Z',
        ['recurrence-zone-assumed'],
      ],
      [
        'of a rule is that of extension timezone',
        withRrule(TIMES, 'FREQ=WEEKLY;INTERVAL=2;COUNT=2', 'America/New_York'),
        '2026-10-28T07:00:00.000Z',
        [],
      ],
      ['of a rule is Danish by default', withRrule(TIMES, 'FREQ=WEEKLY;INTERVAL=2;COUNT=2'), '2026-10-28T08:00:00.000Z', []],
      [
        'may have its Windows name',
        withRrule(TIMES, 'FREQ=WEEKLY;INTERVAL=2;COUNT=2', 'Romance Standard Time'),
        '2026-10-28T08:00:00.000Z',
        [],
      ],
    ])('%s', (_, sent, expected, rules) => {
      expect(first(sent)).toBe(expected);
      expect(issuesOf(sent).map(({ rule }) => rule)).toEqual(rules);
    });

    test('is refused where it is none', () => {
      expect(issuesOf(withRrule(TIMES, 'FREQ=DAILY', 'Denmark'))).toMatchObject([{ severity: 'error', rule: 'recurrence-zone' }]);
    });
  });

  test('refuses a template beside a rule, two templates and two rules', () => {
    const template = templateExtension({ recurrenceType: 'd' }, { long: false });
    const rrule = { url: EXT.rrule, valueString: 'FREQ=DAILY' };
    for (const both of [
      [template, rrule],
      [template, template],
      [rrule, rrule],
    ]) {
      expect(issuesOf(appointment(TIMES, both))).toMatchObject([{ rule: 'recurrence-forms', expression: 'Appointment.extension[1]' }]);
    }
  });

  test('refuses a series without a start', () => {
    const { start, ...without } = withRrule(TIMES, 'FREQ=DAILY');
    expect(issuesOf(without)).toMatchObject([{ rule: 'recurrence-start', expression: 'Appointment.start' }]);
  });

  test('names all that is wrong at once, as 422, each at its element, without a value of the body', () => {
    const wrong = withTemplate(TIMES, {
      timezone: 'Nowhere',
      recurrenceType: 'wk',
      monthlyTemplate: { dayOfMonth: 1, monthInterval: 1 },
      excludingDate: ['2026-02-30'],
      excludingRecurrenceId: [0],
      notOfR5: '2026-01-01',
    });
    const issues = issuesOf(wrong);
    expect(issues.map(({ rule, expression }) => [rule, expression])).toEqual([
      ['recurrence-zone', 'Appointment.extension[0].extension[0]'],
      ['recurrence-template', 'Appointment.extension[0].extension[5]'],
      ['recurrence-template', 'Appointment.extension[0].extension[3]'],
      ['recurrence-template', 'Appointment.extension[0].extension[4]'],
      ['recurrence-type', 'Appointment.extension[0]'],
    ]);
    expect(new Fault(issues).status).toBe(422);
    expect(JSON.stringify(issues)).not.toMatch(/Nowhere|2026-02-30|notOfR5/);

    const rule = withRrule(
      TIMES,
      'RRULE:FREQ=DAILY;INTERVAL=0;COUNT=1;UNTIL=20261101;BYHOUR=99;BYFOO=1 EXDATE;TZID=Nowhere:20261014T090000',
    );
    expect(issuesOf(rule).map((issue) => issue.rule)).toEqual([
      'rrule-part',
      'rrule-count-until',
      'recurrence-interval',
      'rrule-part',
      'recurrence-zone',
    ]);
  });

  test.each([
    ['an RRULE of 16,384 characters', `FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(8181)}1`, 'rrule-length'],
    ['INTERVAL=-1', 'FREQ=DAILY;INTERVAL=-1', 'recurrence-interval'],
    ['HOURLY;INTERVAL=2;BYHOUR=1', 'FREQ=HOURLY;INTERVAL=2;BYHOUR=1', 'rrule-sub-daily'],
    [
      'every second of every day of the year',
      `FREQ=YEARLY;BYHOUR=${oneTo(23)};BYMINUTE=${oneTo(59)};BYSECOND=${oneTo(59)};BYSETPOS=1`,
      'recurrence-dense-day',
    ],
    ['a wall of spaces', `FREQ=DAILY${' '.repeat(16_000)}X`, 'rrule-length'],
    ['a wall of lines', `FREQ=DAILY${'\nX'.repeat(2000)}`, 'rrule-line'],
    ['visits of ten years, each day', 'FREQ=DAILY', 'recurrence-dense-window', '2036-10-14T09:00:00+02:00'],
  ] as const)('refuses %s in less than 5 ms', (_, lines, rule, end: string | undefined = TIMES.end) => {
    const sent = withRrule({ start: START, end }, lines);
    expect(issuesOf(sent).map((issue) => issue.rule)).toEqual([rule]);
    expect(fastestMs(() => issuesOf(sent))).toBeLessThan(5);
  });

  test.each([
    'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31',
    'FREQ=DAILY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=31',
    `FREQ=YEARLY;BYYEARDAY=${oneTo(366)};BYWEEKNO=${oneTo(53)};BYMONTH=2;BYMONTHDAY=31`,
    'FREQ=DAILY;INTERVAL=999999999;BYDAY=MO',
  ])('comes to an end on a rule that never comes: %.60s', (lines) => {
    expect(issuesOf(withRrule(TIMES, lines)).map(({ rule }) => rule)).toEqual(['recurrence-empty']);
  });

  test('keeps an instant that is the second of a local time that comes twice', () => {
    const doubled = { start: '2026-10-25T02:30:00+01:00', end: '2026-10-25T03:00:00+01:00' };
    const starts = (lines: string, times: { start: string; end: string }): string[] =>
      expandSeries(seriesOf(withRrule(times, lines)).series, ALL).map(({ start }) => start.toISOString().slice(0, 16));
    expect(starts('FREQ=DAILY;COUNT=2', doubled)).toEqual(['2026-10-25T01:30', '2026-10-26T01:30']);
    expect(starts('RRULE:FREQ=DAILY;COUNT=2 EXDATE:20261025T013000Z', doubled)).toEqual(['2026-10-26T01:30']);
    expect(starts('RRULE:FREQ=DAILY;COUNT=1 RDATE:20261025T013000Z', TIMES)).toEqual(['2026-10-14T07:00', '2026-10-25T01:30']);
  });

  test('takes a thousand dates, and no more within a month', () => {
    expect(issuesOf(withRrule(TIMES, `RDATE:${dates(1000)}`))).toEqual([]);
    expect(issuesOf(withRrule(TIMES, `RDATE:${dates(1001)}`))).toMatchObject([{ rule: 'recurrence-dense-window', code: 'too-costly' }]);
  });
});

/** The fastest of ten: what the work takes, whatever else the machine does. */
function fastestMs(work: () => void): number {
  const runs = Array.from({ length: 10 }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return Math.min(...runs);
}

function oneTo(most: number): string {
  return Array.from({ length: most }, (_, index) => index + 1).join();
}

/** In November, every twenty minutes. */
function dates(count: number): string {
  const at = (index: number): string => new Date(Date.UTC(2026, 10, 1) + index * 20 * 60_000).toISOString();
  return Array.from({ length: count }, (_, index) => `${at(index).slice(0, 19).replaceAll(/[-:]/g, '')}Z`).join();
}
