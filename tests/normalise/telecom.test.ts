import { expect, it } from '@jest/globals';
import { findPhone, phoneText } from '../../src/normalise/telecom.ts';

/** domain/aftaler.md §5.3: no country code, often a trailing extension. */
it.each([
  ['tel:66113333-3', '66 11 33 33'],
  ['+45 6611 3333', '66 11 33 33'],
  ['0045 66113333', '66 11 33 33'],
  ['66 11 33 33', '66 11 33 33'],
  ['tel:+4670123456', '+4670123456'],
  ['112', '112'],
])('shows %j as %j', (value, text) => {
  expect(phoneText({ value })).toBe(text);
});

it('finds the first telephone among other ways to write or call', () => {
  expect(findPhone([{ system: 'email', value: 'x@example.dk' }, { value: 'mailto:x@example.dk' }, { value: 'tel:66113333' }])).toEqual({
    value: 'tel:66113333',
  });
  expect(findPhone([{ system: 'phone' }, { system: 'fax', value: '66113333' }])).toBeUndefined();
  expect(findPhone(undefined)).toBeUndefined();
});
