/** An item as a citizen or professional reads it: a row of the table in the document, in Danish. */
import type { Address, ContactPoint } from '../fhir/types.ts';
import { COPENHAGEN, offsetMs, toWall } from '../time/zone.ts';
import { entryWords } from './codes.ts';
import { type Author, type Content, fullName, type Item } from './item.ts';

export interface Row {
  readonly label: string;
  readonly values: readonly string[];
  readonly source: string;
  readonly changed: string;
}

const NOT_TOLD = 'Ikke oplyst';
export const UNAVAILABLE = 'Midlertidig utilgængelig';
export const PROTECTED = 'Adressebeskyttet';
const MASKED = 'Vises kun for sundhedspersonale';

export const headings = ['Oplysning', 'Værdi', 'Kilde/Indtastet af', 'Sidst ændret/Indtastet den'] as const;

export const toRow = ({ content, author, recordedAt }: Pick<Item, 'content' | 'author' | 'recordedAt'>): Row => ({
  label: labelOf(content),
  values: valuesOf(content),
  source: sourceOf(content, author),
  changed: recordedAt === undefined ? NOT_TOLD : changedAt(recordedAt),
});

function labelOf(content: Content): string {
  if (content.kind === 'general-practitioner') return 'Egen læge';
  if (content.kind === 'custody' && content.side === 'holder') return 'Forældremyndighedsindehaver';
  return entryWords[content.kind].display;
}

function valuesOf(content: Content): string[] {
  switch (content.kind) {
    case 'custody': {
      const relation = content.relation?.coding?.[0]?.display ?? content.relation?.text;
      return [
        ...(relation === undefined ? [] : [`Relation: ${relation}`]),
        ...(content.identifier?.value === undefined ? [] : [`CPR: ${content.identifier.value}`]),
        `Navn: ${fullName(content.name)}`,
      ];
    }
    case 'name-and-address':
      return [fullName(content.name) || UNAVAILABLE, ...(content.isProtected ? [PROTECTED] : []), ...addressLines(content.address)];
    case 'general-practitioner':
      return [...(content.name === undefined ? [] : [content.name]), ...addressLines(content.address), ...content.telecom.map(telecomText)];
    case 'coverage-group':
      return [content.group ?? UNAVAILABLE];
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will':
      return [
        content.registered === true ? 'Ja' : content.registered === false ? 'Nej' : content.registered === 'masked' ? MASKED : UNAVAILABLE,
      ];
    case 'resuscitation':
      return [
        content.optedOut === true
          ? 'Borger har fravalgt genoplivningsforsøg ved hjertestop'
          : content.optedOut === false
            ? 'Borger ønsker genoplivningsforsøg ved hjertestop'
            : UNAVAILABLE,
      ];
    case 'language':
      return [content.display ?? content.code];
    case 'temporary-address': {
      const { from, to, address } = content;
      const period = from === undefined && to === undefined ? [] : [`Periode: ${from ?? ''} - ${to ?? ''}`.trim()];
      return [...period, ...(address === undefined ? [PROTECTED] : addressLines(address))];
    }
    case 'dentist':
      return [
        ...(content.clinic === undefined ? [] : [content.clinic]),
        ...(content.name === undefined ? [] : [fullName(content.name)]),
        ...addressLines(content.address),
        ...content.telecom.map(telecomText),
      ];
    case 'contact':
      return content.telecom.map(telecomText);
    case 'relative': {
      const relation = content.relation?.text ?? content.relation?.coding?.[0]?.display;
      return [
        fullName(content.name),
        ...(relation === undefined ? [] : [relation]),
        ...content.telecom.map(telecomText),
        ...(content.comment === undefined ? [] : [content.comment]),
      ];
    }
    default:
      return content satisfies never;
  }
}

export function addressLines(address: Address | undefined): string[] {
  const { line = [], postalCode, city, country } = address ?? {};
  const town = [postalCode, city].filter(Boolean).join(' ');
  return [...line, ...(town === '' ? [] : [town]), ...(country === undefined ? [] : [country])];
}

const telecomText = ({ value = '' }: ContactPoint): string => value;

function sourceOf(content: Content, { kind, name, organisation }: Author): string {
  if (kind === 'register') return organisation?.name ?? registerName(content) ?? NOT_TOLD;
  if (kind === 'professional') return organisation?.name ?? 'Sundhedsprofessionel';
  return name === undefined ? (kind === 'citizen' ? 'Borger' : 'Pårørende') : fullName(name);
}

export const registerName = ({ kind }: Content): string | undefined =>
  kind === 'general-practitioner' ? 'Yderregisteret' : entryWords[kind].register?.name;

const two = (n: number): string => String(n).padStart(2, '0');

/** `2023-08-18 10:34:16 +0200`, as the documents have it. */
function changedAt(text: string): string {
  const instant = new Date(text);
  const minutes = offsetMs(instant.getTime(), COPENHAGEN) / 60_000;
  const wall = new Date(toWall(instant)).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} +${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
