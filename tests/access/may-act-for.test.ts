import { describe, expect, test } from '@jest/globals';
import { mayActFor } from '../../src/access/may-act-for.ts';
import { CPR_SYSTEM, parseCitizenIdentifier, X_ECPR_SYSTEM } from '../../src/cpr/cpr.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import { people } from '../support/people.ts';

function identifier(value: string, system = CPR_SYSTEM) {
  const found = parseCitizenIdentifier(system, value);
  if (found === undefined) throw new Error('no number');
  return found;
}

/** Born 5 May 2020. */
const rikke = identifier(people.rikke.cpr);
/** Born 25 December 1948. */
const nancy = identifier(people.nancy.cpr);

describe('the ages at which one acts for another (sundhedsloven § 17)', () => {
  test.each([
    ['custody', rikke, '2020-05-05', true],
    ['custody', rikke, '2035-05-04', true],
    ['custody', rikke, '2035-05-05', false],
    ['custody', nancy, '2026-03-02', false],
    ['power-of-attorney', rikke, '2035-05-04', false],
    ['power-of-attorney', rikke, '2035-05-05', true],
    ['power-of-attorney', nancy, '2026-03-02', true],
    ['custody', rikke, '2020-05-04', false],
  ] as const)('%s of one born as %j says, on %s: %s', (relation, person, today, may) => {
    expect(mayActFor(relation, person, today as LocalDate)).toBe(may);
  });

  test('an eCPR number tells no century: the youngest that it can be', () => {
    const child = identifier('0505201AB1', X_ECPR_SYSTEM);
    expect(mayActFor('custody', child, '2026-03-02' as LocalDate)).toBe(true);
    expect(mayActFor('power-of-attorney', child, '2026-03-02' as LocalDate)).toBe(false);
  });
});
