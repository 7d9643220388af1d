/**
 * Addresses as keys that a query can compare: a home's and a place's have a key in common exactly where `sameAddress` holds, that is,
 * where a street is the same and the postal codes are, or one of them is not known.
 */
import type { Address } from '../fhir/types.ts';
import { postalCodeOf, streetsOf } from './address.ts';

export const homeKeys = (address: Address): string[] => keysOf(address, '-', '*');
export const placeKeys = (address: Address): string[] => keysOf(address, '*', '-');

/** With a postal code: that and `known`; without: both wild cards, so that either side's unknown meets the other's known. */
function keysOf(address: Address, known: string, unknown: string): string[] {
  const postal = postalCodeOf(address);
  const marks = postal === undefined ? [known, unknown] : [postal, known];
  return streetsOf(address).flatMap((street) => marks.map((mark) => `${street}|${mark}`));
}
