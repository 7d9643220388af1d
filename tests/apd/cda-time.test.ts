import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCdaTime } from '../../src/apd/cda-time.ts';

const times: { text: string; instant?: string; precision?: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cases', 'times.json'), 'utf8'),
);

describe('parseCdaTime', () => {
  it.each(times)('reads "$text" as $instant', ({ text, instant, precision }) => {
    const time = parseCdaTime(text);
    expect(time?.instant.toISOString()).toBe(instant);
    expect(time?.precision).toBe(precision);
    if (time !== undefined) expect(new Date(time.text)).toEqual(time.instant);
  });

  it.each([
    ['20170531110000+0100', true],
    ['20170531110000+0200', false],
    ['20171231110000+0200', true],
    ['20170531110000+0000', false],
    ['20170531110000', false],
  ])('finds summer and winter confused in %s: %s', (text, expected) => {
    expect(parseCdaTime(text)?.isOutOfSeason).toBe(expected);
  });

  it('finds the instant again that was written in any offset', () => {
    const instants = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
        const instant = new Date(Math.floor(date.getTime() / 1000) * 1000);
        const digits = new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, 19).replaceAll(/\D/g, '');
        const two = (n: number): string => String(n).padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
        expect(parseCdaTime(digits + offset)?.instant).toEqual(instant);
      }),
    );
  });
});
