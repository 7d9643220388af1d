import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Extension } from '../../src/fhir/types.ts';
import { momentText } from '../../src/normalise/danish-time.ts';
import { type Timing, touchesUntil, visitTime, visitTimeJson } from '../../src/normalise/visit-time.ts';
import { formatInstant, toInstant, type WallTime } from '../../src/time/zone.ts';

const MINUTE = 60_000;
const instant = (text: string): Date => new Date(text);
const timing = (start: string, end?: string, rest: Partial<Timing> = {}): Timing => ({
  start: instant(start),
  end: end === undefined ? undefined : instant(end),
  guided: false,
  minutesDuration: undefined,
  ...rest,
});

describe('touchesUntil (DESIGN §3, Range)', () => {
  it.each([
    ['its end', timing('2026-03-04T10:15:00+01:00', '2026-03-04T10:30:00+01:00'), '2026-03-04T10:30:00+01:00'],
    ['its start where the end is unknown', timing('2026-03-04T10:15:00+01:00'), '2026-03-04T10:15:00+01:00'],
    [
      'the end of its window',
      timing('2026-03-04T07:00:00+01:00', '2026-03-04T09:00:00+01:00', { guided: true }),
      '2026-03-04T09:00:00+01:00',
    ],
    ['the next midnight, for a day without a time', timing('2026-03-04T00:00:00+01:00'), '2026-03-05T00:00:00+01:00'],
    [
      'the next midnight, for a day to 23:59',
      timing('2026-03-04T00:00:00+01:00', '2026-03-04T23:59:00+01:00'),
      '2026-03-05T00:00:00+01:00',
    ],
    ['the next midnight, for a day of 23 hours', timing('2026-03-29T00:00:00+01:00'), '2026-03-30T00:00:00+02:00'],
    ['the next midnight, for a day of 25 hours', timing('2026-10-25T00:00:00+02:00'), '2026-10-26T00:00:00+01:00'],
  ])('is %s', (_, of, until) => {
    expect(formatInstant(touchesUntil(of))).toBe(until);
  });
});

/** Half of them at a round Danish hour, where midnights and placeholders are. */
const start: fc.Arbitrary<Date> = fc.oneof(
  fc.date({ min: instant('2020-01-01T00:00:00Z'), max: instant('2040-01-01T00:00:00Z'), noInvalidDate: true }),
  fc
    .record({ day: fc.integer({ min: 0, max: 7_000 }), hour: fc.integer({ min: 0, max: 24 }) })
    .map(({ day, hour }) => toInstant((Date.UTC(2020, 0, 1) + day * 86_400_000 + hour * 3_600_000) as WallTime)),
);

const anyTiming: fc.Arbitrary<Timing> = fc
  .record({
    start,
    length: fc.option(fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(60, 1380, 1439, 1440, 1500, 2880)), { nil: undefined }),
    guided: fc.boolean(),
    minutesDuration: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
  })
  .map(({ start: from, length, guided, minutesDuration }) => ({
    start: from,
    end: length === undefined ? undefined : new Date(from.getTime() + length * MINUTE),
    guided,
    minutesDuration,
  }));

describe('whatever the time', () => {
  it('a visit text never calls midnight 00.00, and says what its kind says', () => {
    fc.assert(
      fc.property(anyTiming, (of) => {
        const { kind, text, start: begins, end } = visitTime(of);
        expect(text).not.toMatch(/00\.00/);
        expect(text.includes('i løbet af dagen')).toBe(kind === 'day');
        expect(text.startsWith('fra ')).toBe(kind === 'multi-day');
        expect(text.includes('vejledende')).toBe(kind === 'window' || (kind === 'open-end' && of.guided));
        expect(begins).toMatch(kind === 'day' ? /^\d{4}-\d\d-\d\d$/ : /T\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
        expect(end !== undefined).toBe(kind !== 'day' && kind !== 'open-end');
      }),
      { numRuns: 2000 },
    );
  });

  it('a window’s length is never told as the visit’s', () => {
    fc.assert(
      fc.property(anyTiming, (of) => {
        const { kind, minutes } = visitTime(of);
        if (kind === 'window') expect([undefined, of.minutesDuration]).toContain(minutes);
        if (kind === 'window' && of.end !== undefined) expect(minutes).not.toBe((of.end.getTime() - of.start.getTime()) / MINUTE);
      }),
      { numRuns: 2000 },
    );
  });

  it('it occupies the citizen’s days to its end at least, read to the minute', () => {
    fc.assert(
      fc.property(anyTiming, (of) => {
        const until = touchesUntil(of);
        const minute = (at: Date): number => Math.floor(at.getTime() / MINUTE);
        expect(minute(until)).toBeGreaterThanOrEqual(minute(of.end ?? of.start));
      }),
      { numRuns: 2000 },
    );
  });
});

it('writes a visit time as its extension, with what it has (DESIGN §4.2)', () => {
  const window = visitTime(timing('2026-03-04T07:00:00+01:00', '2026-03-04T09:00:00+01:00', { guided: true, minutesDuration: 20 }));
  expect(JSON.parse(visitTimeJson(window))).toEqual({
    url: 'https://aftaledeling.dk/fhir/StructureDefinition/visit-time',
    extension: [
      { url: 'kind', valueCode: 'window' },
      { url: 'start', valueDateTime: '2026-03-04T07:00:00+01:00' },
      { url: 'end', valueDateTime: '2026-03-04T09:00:00+01:00' },
      { url: 'minutes', valuePositiveInt: 20 },
      { url: 'text', valueString: window.text },
    ],
  });
  expect(JSON.parse(visitTimeJson(visitTime(timing('2026-03-04T00:00:00+01:00')))).extension.map(({ url }: Extension) => url)).toEqual([
    'kind',
    'start',
    'text',
  ]);
});

it('tells a moment without its year', () => {
  expect(momentText(instant('2026-10-28T08:00:00Z'))).toBe('onsdag den 28. oktober kl. 9.00');
});
