import { describe, expect, test } from '@jest/globals';
import { CPR_SYSTEM, D_ECPR_SYSTEM, X_ECPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { parseTypedNumber } from '../../src/web/typed-number.ts';

describe('a typed number', () => {
  test.each([
    ['2512489996', '', { system: CPR_SYSTEM, value: '2512489996' }],
    [' 251248-9996 ', '', { system: CPR_SYSTEM, value: '2512489996' }],
    ['251248 – 9996', '', { system: CPR_SYSTEM, value: '2512489996' }],
    ['1206551vk9', '', { system: X_ECPR_SYSTEM, value: '1206551VK9' }],
    ['120655-0vk9', 'd-ecpr', { system: D_ECPR_SYSTEM, value: '1206550VK9' }],
    ['1206550VK9', 'midtjylland', { system: `${D_ECPR_SYSTEM}.181`, value: '1206550VK9' }],
    ['1206550VK9', '', 'issuerWrong'],
    ['1206550VK9', 'toString', 'issuerWrong'],
    ['1206551VK9', 'midtjylland', 'issuerWrong'],
    ['2512489996', 'midtjylland', 'issuerWrong'],
    ['3202559996', '', 'cprWrong'],
    ['120655VK9', 'd-ecpr', 'cprWrong'],
    ['', '', 'cprWrong'],
  ])('%j of %j', (text, issuer, expected) => {
    expect(parseTypedNumber(text, issuer)).toEqual(expected);
  });
});
