/** The values of an entry, by their xsi:type: what each kind of item is read from. */
import { toAddress, toIdentifier, toTelecoms } from '../apd/cda-types.ts';
import { attribute, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { Address, CodeableConcept, ContactPoint } from '../fhir/types.ts';
import { RELATION_CODES, toRelation } from './codes.ts';
import type { PersonName } from './item.ts';

export interface Values {
  ofType(...types: readonly string[]): readonly XmlElement[];
  readonly isEmpty: boolean;
}

export function valuesOf(observations: readonly XmlElement[]): Values {
  const values = observations.flatMap((observation) => children(observation, 'value'));
  return {
    ofType: (...types) => values.filter((value) => types.includes(attribute(value, 'xsi:type') ?? '')),
    isEmpty: values.length === 0,
  };
}

/** Undefined where a null flavour, or nothing, stands in its place. */
export function toName(pn: XmlElement | undefined): PersonName | undefined {
  const parts = (name: string): string[] => children(pn, name).flatMap((part) => text(part) ?? []);
  const [prefix, given, family] = [parts('prefix'), parts('given'), parts('family').join(' ')];
  if (given.length === 0 && family === '') return undefined;
  return { ...(prefix.length > 0 && { prefix }), given, ...(family !== '' && { family }) };
}

/** Loose text between the parts is left out: the drafts have a stray `/>` after each. */
export function toPlainAddress(ad: XmlElement | undefined): { address: Address | undefined; hadText: boolean } {
  if (ad === undefined) return { address: undefined, hadText: false };
  const parts = ad.children.filter((node) => typeof node !== 'string');
  const hadText = parts.length > 0 && ad.children.some((node) => typeof node === 'string' && node.trim() !== '');
  return { address: toAddress(hadText ? { ...ad, children: parts } : ad), hadText };
}

const uses = ['home', 'work', 'mobile'] as const;

/** Telephones and e-mail addresses; what they were written as stays. */
export const toContactPoints = (tels: readonly XmlElement[]): ContactPoint[] =>
  toTelecoms(tels).map(({ system = 'phone', value = '', use }) => ({
    system,
    value,
    ...(uses.some((one) => one === use) && use !== undefined && { use }),
  }));

/** A relation, with what the code is called where it was sent. */
export function toRelationship(cd: XmlElement | undefined): CodeableConcept | undefined {
  const code = attribute(cd, 'code');
  const display = attribute(cd, 'displayName');
  if (code === undefined) return undefined;
  const system = `urn:oid:${attribute(cd, 'codeSystem') ?? RELATION_CODES}`;
  return toRelation({ coding: [{ system, code, ...(display !== undefined && { display }) }] });
}

/** The extension of the first II that has one. */
export const extensionOf = (ids: readonly XmlElement[]): string | undefined => ids.map((id) => attribute(id, 'extension')).find(Boolean);

export const identifierOf = (ids: readonly XmlElement[]): { system: string; value: string } | undefined =>
  ids.map(toIdentifier).find(Boolean);
