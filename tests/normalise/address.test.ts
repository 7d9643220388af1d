import { describe, expect, it } from '@jest/globals';
import type { Address } from '../../src/fhir/types.ts';
import { addressLines, mentionsOf, sameAddress } from '../../src/normalise/address.ts';

const home: Address = { line: ['Ølholm Allé 4 B, 2. tv.'], postalCode: '5230', city: 'Odense M' };

describe('sameAddress', () => {
  it.each<[string, Address]>([
    ['in text, in one line', { text: 'Ølholm Alle 4b, 5230 Odense M' }],
    ['in capitals, with a c/o line, postal code and city in the street lines', { line: ['c/o Hansen', 'ØLHOLM ALLÉ  4', '5230 ODENSE M'] }],
    ['without a postal code', { line: ['Ølholm Allé nr. 4'] }],
  ])('knows an address written %s', (_, other) => {
    expect(sameAddress(home, other)).toBe(true);
    expect(sameAddress(other, home)).toBe(true);
  });

  it.each<[string, Address]>([
    ['another number', { line: ['Ølholm Allé 44'], postalCode: '5230' }],
    ['another town', { line: ['Ølholm Allé 4'], postalCode: '7160' }],
    ['the town alone', { postalCode: '5230', city: 'Odense M' }],
    ['nothing', {}],
  ])('tells apart %s', (_, other) => {
    expect(sameAddress(home, other)).toBe(false);
  });

  it('knows a place without a number by its name', () => {
    expect(sameAddress({ line: ['Laksetorvet'], postalCode: '8900' }, { line: ['Laksetorvet.'], city: 'Randers C' })).toBe(true);
  });

  it('takes aa for å', () => {
    expect(sameAddress({ line: ['Aagade 1'] }, { line: ['Ågade 1'] })).toBe(true);
  });
});

it.each([
  ['Vi kommer på Ølholm Allé 4B kl. 9', true],
  ['ØLHOLM ALLE NR. 4', true],
  ['Ølholm Allé 44', false],
  ['Ring på 4 gange', false],
  ['', false],
])('%j tells where it is: %s', (text, tells) => {
  expect(mentionsOf([home])(text)).toBe(tells);
});

it('takes no short word without a number for an address', () => {
  expect(mentionsOf([{ line: ['Hus'] }])('Vi ses i det hus')).toBe(false);
});

it.each<[Address, string[]]>([
  [{ line: ['Vestergade 17', ' '], city: 'Nyborg', postalCode: '5800' }, ['Vestergade 17', '5800 Nyborg']],
  [{ postalCode: '5800' }, ['5800']],
  [{ text: 'Vestergade 17,\n5800  Nyborg' }, ['Vestergade 17', '5800 Nyborg']],
  [{}, []],
])('writes %j by its lines', (address, lines) => {
  expect(addressLines(address)).toEqual(lines);
});
