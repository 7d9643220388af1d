import { describe, expect, test } from '@jest/globals';
import { findCollisions } from '../../src/web/collisions.ts';
import type { Visit } from '../../src/web/visit.ts';
import { visit } from './visits.ts';

const at = (from: string, to?: string, changes = {}): Visit =>
  visit(`2026-03-04T${from}:00+01:00`, to === undefined ? undefined : `2026-03-04T${to}:00+01:00`, changes);

const kinds = (...visits: Visit[]): string[][] => {
  const found = findCollisions(visits);
  return visits.map(({ id }) => (found.get(id) ?? []).map(({ kind }) => kind));
};

describe('what cannot both be', () => {
  test.each([
    ['two at one time', [at('09:00', '10:00'), at('09:30', '11:00')], [['overlap'], ['overlap']]],
    ['one that ends as the other begins', [at('09:00', '10:00'), at('10:00', '11:00')], [[], []]],
    ['a visit inside a window', [at('07:00', '09:00', { guided: true }), at('08:00', '08:30')], [['may-overlap'], ['may-overlap']]],
    ['a start inside a visit', [at('09:00', '10:00'), at('09:30')], [['overlap'], ['overlap']]],
    ['a cancelled one', [at('09:00', '10:00', { cancelled: true }), at('09:30', '11:00')], [[], []]],
    ['a day without a time', [at('00:00'), at('09:30', '11:00')], [[], []]],
    [
      'a home visit during an admission',
      [visit('2026-03-03T12:00:00+01:00', '2026-03-06T12:00:00+01:00'), at('09:00', '10:00', { sector: 'municipal' })],
      [[], ['during-stay']],
    ],
  ])('%s', (_name, visits, expected) => {
    expect(kinds(...visits)).toEqual(expected);
  });
});
