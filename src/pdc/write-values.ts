/** FHIR's data types → CDA's: II, PN, AD, TEL, CD, TS. */
import type { Address, CodeableConcept, ContactPoint, Identifier } from '../fhir/types.ts';
import { formatInstant } from '../time/zone.ts';
import { MEDCOM_RELATION, RELATION_CODES, UNSPECIFIED_RELATIVE } from './codes.ts';
import type { PersonName } from './item.ts';
import { type Attributes, element, words } from './write-xml.ts';

/** `20260304101500+0100`. */
export const cdaTime = (instant: Date): string =>
  formatInstant(instant).replaceAll(/[-:T]/g, (mark, at: number) => (mark === '-' && at > 10 ? '-' : ''));

/** The parts of a name, for a `name` or a value of type PN. */
export const nameParts = ({ prefix = [], given, family }: PersonName): string =>
  [
    ...prefix.map((part) => words('prefix', part)),
    ...given.map((part) => words('given', part)),
    ...(family === undefined ? [] : [words('family', family)]),
  ].join('');

export const addressParts = ({ line = [], postalCode, city, country }: Address): string =>
  [
    ...line.map((part) => words('streetAddressLine', part)),
    ...(postalCode === undefined ? [] : [words('postalCode', postalCode)]),
    ...(city === undefined ? [] : [words('city', city)]),
    ...(country === undefined ? [] : [words('country', country)]),
  ].join('');

export const value = (type: string, attributes: Attributes = {}, ...content: readonly string[]): string =>
  element('value', { 'xsi:type': type, ...attributes }, ...content);

/** An II of an OID's system; undefined where the system is none. */
export function idAttributes({ system, value: extension }: Identifier, authority?: string): Attributes | undefined {
  const root = /^urn:oid:([\d.]+)$/.exec(system ?? '')?.[1];
  return root === undefined || extension === undefined ? undefined : { root, extension, assigningAuthorityName: authority };
}

const uses: Readonly<Record<string, string>> = { home: 'H', work: 'WP', mobile: 'MC' };
const schemes: Readonly<Record<string, string>> = { phone: 'tel', email: 'mailto', sms: 'sms', fax: 'fax' };

export function telecomAttributes({ system = 'phone', value: number = '', use }: ContactPoint): Attributes {
  const scheme = schemes[system];
  return { use: use === undefined ? undefined : uses[use], value: scheme === undefined ? number : `${scheme}:${number}` };
}

/** MedCom's code; a relation that has none is an unspecified relative, called what it was called. */
export function relationAttributes({ coding = [], text }: CodeableConcept): Attributes {
  const medcom = coding.find(({ system }) => system === MEDCOM_RELATION);
  return {
    code: medcom?.code ?? UNSPECIFIED_RELATIVE,
    codeSystem: RELATION_CODES,
    codeSystemName: 'MedCom Relation Codes',
    displayName: medcom?.display ?? text ?? coding[0]?.display ?? 'Uspecificeret pårørende',
  };
}
