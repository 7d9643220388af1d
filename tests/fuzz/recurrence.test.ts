import { expect, test } from '@jest/globals';
import { fuzzRecurrence } from './recurrence.ts';

test('agrees with rrule-rust and rrule-temporal on 300 random series, save where the reason is known', () => {
  const { unexplained, telling } = fuzzRecurrence({ n: 300, seed: 20_261_014 });
  expect(unexplained).toEqual([]);
  expect(telling).toBeGreaterThan(100);
});
