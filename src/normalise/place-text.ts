/** Danish texts about a place, addressed to the citizen. */
import type { ContactPoint } from '../fhir/types.ts';
import { plainText, singleSpaced } from './address.ts';
import type { Party } from './participants.ts';
import { findPhone, phoneText } from './telecom.ts';

/** "Radiologisk Ambulatorium, Vestergade 17, 5800 Nyborg, tlf. 66 11 33 33"; a line that repeats the name is left out. */
export function placeText(
  name: string | undefined,
  lines: readonly string[],
  phone: ContactPoint | undefined,
  offices: readonly Party[],
): string {
  const named = name === undefined ? lines : [name, ...lines.filter((line) => plainText(line) !== plainText(name))];
  if (named.length === 0) return contactText('Mødestedet er ikke oplyst', offices);
  return [...named, ...(phone === undefined ? [] : [`tlf. ${phoneText(phone)}`])].join(', ');
}

/** "Mødestedet er usikkert: kontakt Odense Kommune på 66 11 45 45" */
export function contactText(doubt: string, [office]: readonly Party[]): string {
  const phone = findPhone(office?.telecom);
  const name = office?.name === undefined ? undefined : singleSpaced(office.name);
  if (name === undefined && phone === undefined) return doubt;
  const number = phone === undefined ? '' : phoneText(phone);
  if (name === undefined) return `${doubt}: ring på ${number}`;
  return number === '' ? `${doubt}: kontakt ${name}` : `${doubt}: kontakt ${name} på ${number}`;
}
