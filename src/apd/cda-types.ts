/** CDA's data types → FHIR's: II, AD, TEL, CD. Each is undefined where a null flavour, or nothing, stands in its place. */

import { attribute, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { Address, Coding, ContactPoint, Identifier } from '../fhir/types.ts';

export const SOR_SYSTEM = 'urn:oid:1.2.208.176.1.1';
export const YDER_SYSTEM = 'urn:oid:1.2.208.176.1.4';

/** An II. Without an extension its root is itself the id, as RFC 3986's system writes it. */
export function toIdentifier(ii: XmlElement | undefined): { system: string; value: string } | undefined {
  const root = attribute(ii, 'root');
  const extension = attribute(ii, 'extension');
  if (root === undefined || attribute(ii, 'nullFlavor') !== undefined) return undefined;
  if (extension !== undefined) return { system: `urn:oid:${root}`, value: extension };
  return { system: 'urn:ietf:rfc:3986', value: /^[\d.]+$/.test(root) ? `urn:oid:${root}` : `urn:uuid:${root.toLowerCase()}` };
}

/** The organisation's own number: the first SOR id or ydernummer among its ids. */
export const toOrganisationIdentifier = (ids: readonly XmlElement[]): Identifier | undefined =>
  ids.map(toIdentifier).find((identifier) => identifier?.system === SOR_SYSTEM || identifier?.system === YDER_SYSTEM);

const addressUse: ReadonlyMap<string, NonNullable<Address['use']>> = new Map([
  ['H', 'home'],
  ['HP', 'home'],
  ['HV', 'temp'],
  ['WP', 'work'],
  ['TMP', 'temp'],
]);

const OWN_ELEMENT = new Set(['streetAddressLine', 'postalCode', 'city', 'country']);

/** An AD, its parts in any order. Parts without a FHIR element of their own (`streetName`, `houseNumber`, …) and loose text make one line. */
export function toAddress(ad: XmlElement | undefined): Address | undefined {
  const part = (name: string): string | undefined => children(ad, name).map(text).find(Boolean);
  const rest = ad?.children
    .map((node) => (typeof node === 'string' ? node.replaceAll(/\s+/g, ' ').trim() : OWN_ELEMENT.has(node.name) ? '' : text(node)))
    .filter(Boolean)
    .join(' ');
  const line = [...children(ad, 'streetAddressLine').map(text), rest].filter((words): words is string => Boolean(words));
  const [postalCode, city, country] = ['postalCode', 'city', 'country'].map(part);
  if (line.length === 0 && postalCode === undefined && city === undefined) return undefined;
  const use = attribute(ad, 'use')
    ?.split(/\s+/)
    .map((code) => addressUse.get(code))
    .find(Boolean);
  return {
    ...(use && { use }),
    ...(line.length > 0 && { line }),
    ...(city && { city }),
    ...(postalCode && { postalCode }),
    ...(country && { country }),
  };
}

const telecomSystem: ReadonlyMap<string, NonNullable<ContactPoint['system']>> = new Map([
  ['tel', 'phone'],
  ['sms', 'sms'],
  ['fax', 'fax'],
  ['mailto', 'email'],
  ['http', 'url'],
  ['https', 'url'],
]);

const telecomUse: ReadonlyMap<string, NonNullable<ContactPoint['use']>> = new Map([
  ['H', 'home'],
  ['HP', 'home'],
  ['WP', 'work'],
  ['MC', 'mobile'],
  ['TMP', 'temp'],
]);

/** The TELs of an element, those with a value. The number stays as it was written (`66113333-3`); a web address keeps its scheme. */
export const toTelecoms = (tels: readonly XmlElement[]): ContactPoint[] => tels.map(toTelecom).filter((telecom) => telecom !== undefined);

function toTelecom(tel: XmlElement): ContactPoint | undefined {
  const url = attribute(tel, 'value');
  const [, scheme = '', number = ''] = /^(?:([A-Za-z]+):)?\s*(.*)$/s.exec(url ?? '') ?? [];
  if (url === undefined || number === '') return undefined;
  const system = scheme === '' && /^[\d +-]+$/.test(number) ? 'phone' : (telecomSystem.get(scheme.toLowerCase()) ?? 'other');
  const use = telecomUse.get(attribute(tel, 'use') ?? '');
  return { system, value: system === 'url' || system === 'other' ? url : number, ...(use && { use }) };
}

const codeSystem: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.113883.6.96', 'http://snomed.info/sct'],
  ['2.16.840.1.113883.6.1', 'http://loinc.org'],
]);

/** A CD. The literal code `NI`, which MedCom's own examples write for "no code", is none. */
export function toCoding(cd: XmlElement | undefined): Coding | undefined {
  const code = attribute(cd, 'code');
  const oid = attribute(cd, 'codeSystem');
  if (code === undefined || code === 'NI' || oid === undefined) return undefined;
  const display = attribute(cd, 'displayName')?.replaceAll(/\s+/g, ' ');
  return { system: codeSystem.get(oid) ?? `urn:oid:${oid}`, code, ...(display && { display }) };
}
