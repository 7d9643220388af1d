/** Compare and write addresses as people do: the order of parts varies, and the postal code may be the only structured one. */
import type { Address } from '../fhir/types.ts';

/** Whether two addresses have street, number and, where both have one, postal code in common. A letter, floor and flat do not count: people leave them out. */
export function sameAddress(one: Address, other: Address): boolean {
  const postal = [postalCodeOf(one), postalCodeOf(other)];
  if (postal[0] !== undefined && postal[1] !== undefined && postal[0] !== postal[1]) return false;
  const streets = streetsOf(other);
  return streetsOf(one).some((street) => streets.includes(street));
}

/** Tells texts that hold the street and number of one of the addresses; or its named place, where it has no number and is a word to go by. */
export const mentionsOf = (addresses: readonly Address[]): ((text: string) => boolean) => mentionsOfStreets(addresses.flatMap(streetsOf));

/** The same, of streets as `streetsOf` has them. */
export function mentionsOfStreets(names: readonly string[]): (text: string) => boolean {
  const streets = names
    .map((street) => ({ street: ` ${street} `, number: /\d+/.exec(street)?.[0] ?? '' }))
    .filter(({ street, number }) => number !== '' || street.length > 5);
  return (text) => {
    const possible = streets.filter(({ number }) => text.includes(number));
    if (possible.length === 0) return false;
    const plain = ` ${plainText(text)} `;
    return possible.some(({ street }) => plain.includes(street));
  };
}

/** "Vestergade 17", "5800 Nyborg": the lines to show, street first. */
export function addressLines(address: Address): string[] {
  const town = [address.postalCode, address.city].filter((part) => part !== undefined && part !== '').join(' ');
  const lines = [...(address.line ?? []), town].map(singleSpaced).filter((line) => line !== '');
  if (lines.length > 0) return lines;
  return address.text === undefined
    ? []
    : address.text
        .split(/[\n,]/)
        .map(singleSpaced)
        .filter((line) => line !== '');
}

export const singleSpaced = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Lower case, one spelling of å and é, letters and digits apart, no punctuation: "Sct. Knuds Allé 4B" → "sct knuds alle 4 b". */
export const plainText = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('aa', 'å')
    .replaceAll('é', 'e')
    .replaceAll(/(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu, ' ')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .replaceAll(/ nr (?=\d)/g, ' ')
    .trim();

/** Numbered streets, cut after the number; named places only where no line is numbered. */
export function streetsOf(address: Address): string[] {
  const parts = [...(address.line ?? []), ...(address.text === undefined ? [] : [address.text])]
    .flatMap((line) => line.split(/[\n,]/))
    .map(plainText)
    .filter((line) => line !== '' && !/^\d{4} \D/.test(line));
  const numbered = parts.flatMap((part) => /^(?:\d+ )?\p{L}.*? \d+/u.exec(part)?.[0] ?? []);
  return numbered.length > 0 ? numbered : parts.filter((part) => part !== plainText(address.city ?? ''));
}

export const postalCodeOf = (address: Address): string | undefined =>
  /^\d{4}$/.exec(address.postalCode?.trim() ?? '')?.[0] ??
  /(?:^|[\s,])(\d{4})\s+\p{L}/u.exec([address.city, address.text, ...(address.line ?? [])].join('\n'))?.[1];
