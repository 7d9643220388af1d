/** Bodies that are refused, each with what it is answered. DESIGN §3 "Formats" and "Errors", §4.1 "In". */
import { SECTOR_SYSTEM } from '../../../src/fhir/sector.ts';
import type { Appointment } from '../../../src/fhir/types.ts';
import { appointment, citizen, own, SYSTEM } from '../../support/appointment.ts';
import { people } from '../../support/people.ts';

export interface BadBody {
  readonly because: string;
  readonly body: string | Buffer;
  readonly status: number;
  readonly code: string;
  /** Of the first issue; absent where it has none. */
  readonly rule?: string;
  readonly expression?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The identifier that each of them is sent under. */
export const VALUE = 'bad';

const good = appointment(VALUE);
const text = JSON.stringify(good);
/** Without the members that are undefined, as JSON has none. */
const changed = (changes: { readonly [element in keyof Appointment]?: unknown }): string => JSON.stringify({ ...good, ...changes });
const participants = (...participant: unknown[]): string => changed({ contained: undefined, participant });
const sectors = (...codes: string[]): string =>
  changed({ serviceCategory: [{ coding: codes.map((code) => ({ system: SECTOR_SYSTEM, code })) }] });
const identifiers = (...identifier: unknown[]): string => changed({ identifier });

const json = { status: 400, code: 'structure', rule: 'base-json' } as const;
const structure = { status: 400, code: 'structure', rule: 'base-structure' } as const;
const notAnInstant = { status: 400, code: 'value', rule: 'base-structure', expression: 'Appointment.start' } as const;
const invariant = { status: 422, code: 'invariant' } as const;
const timeRange = { ...invariant, rule: 'time-range' } as const;
const contentType = (type: string) => ({ status: 415, code: 'not-supported', headers: { 'Content-Type': type } }) as const;

export const badBodies: readonly BadBody[] = [
  { because: 'it is empty', body: '', ...json },
  { because: 'it is not JSON', body: '{"resourceType": "Appointment",', ...json },
  { because: 'it is a list', body: '[]', ...structure, expression: 'Appointment' },
  { because: 'it is a text', body: '"Appointment"', ...structure, expression: 'Appointment' },
  { because: 'it is not UTF-8', body: Buffer.from([0x7b, 0xff, 0x7d]), status: 400, code: 'structure' },
  { because: 'it has 2 MB', body: changed({ comment: 'x'.repeat(2_000_000) }), status: 413, code: 'too-long' },
  {
    because: 'it is nested 1,000 deep in lists',
    body: `{"resourceType":"Appointment","extension":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
    ...json,
    expression: `Appointment.extension${'[0]'.repeat(63)}`,
  },
  {
    because: 'it is nested 1,000 deep in objects',
    body: `${'{"resourceType":"Appointment","contained":['.repeat(1_000)}${']}'.repeat(1_000)}`,
    ...json,
    expression: `Appointment${'.contained[0]'.repeat(32)}`,
  },
  { because: 'it has a __proto__', body: text.replace('{', '{"__proto__":{"status":"booked"},'), ...json, expression: 'Appointment' },
  { because: 'a name stands twice', body: text.replace('{', '{"status":"cancelled",'), ...json, expression: 'Appointment.status' },
  { because: 'an element is null', body: changed({ end: null }), ...json, expression: 'Appointment.end' },
  { because: 'a text holds U+0000', body: changed({ description: 'a\0b' }), ...json, expression: 'Appointment.description' },
  { because: 'a text holds half a character', body: changed({ description: '\ud800' }), ...json, expression: 'Appointment.description' },
  { because: 'it is another resource', body: JSON.stringify({ resourceType: 'Patient' }), ...structure, expression: 'Appointment' },
  { because: 'it says no type', body: '{}', ...structure, expression: 'Appointment' },

  {
    because: 'it has no identifier',
    body: identifiers(),
    status: 400,
    code: 'structure',
    rule: 'ele-1',
    expression: 'Appointment.identifier',
  },
  {
    because: 'the element identifier is missing',
    body: changed({ identifier: undefined }),
    ...invariant,
    rule: 'profile-cardinality',
    expression: 'Appointment.identifier',
  },
  {
    because: 'its only identifier is an old one',
    body: identifiers({ system: SYSTEM, value: VALUE, use: 'old' }),
    ...invariant,
    rule: 'identity-missing',
    expression: 'Appointment',
  },
  {
    because: 'an identifier has no system',
    body: identifiers({ value: VALUE }),
    ...invariant,
    rule: 'identity-parts',
    expression: 'Appointment.identifier[0]',
  },
  {
    because: 'an identifier is longer than the database can index',
    body: identifiers({ system: SYSTEM, value: VALUE }, { system: SYSTEM, value: 'x'.repeat(2_000) }),
    status: 422,
    code: 'business-rule',
    rule: 'identity-length',
    expression: 'Appointment.identifier[1]',
  },
  {
    because: 'it does not carry the identifier of the address',
    body: identifiers({ system: SYSTEM, value: 'another' }),
    status: 400,
    code: 'value',
    rule: 'identity-condition',
    expression: 'Appointment.identifier',
  },

  {
    because: 'it names no citizen',
    body: participants({ actor: { display: 'Nancy' }, status: 'accepted' }),
    ...invariant,
    rule: 'citizen-missing',
    expression: 'Appointment.participant',
  },
  {
    because: 'it names two citizens',
    body: participants(citizen(), citizen(people.max.cpr)),
    ...invariant,
    rule: 'citizen-several',
    expression: 'Appointment.participant',
  },
  {
    because: 'the CPR number has a day that does not exist',
    body: participants(citizen(people.nancy.cpr.replace(/^25/, '32'))),
    status: 400,
    code: 'value',
    rule: 'citizen-number',
    expression: 'Appointment.participant[0].actor.identifier.value',
  },
  {
    because: 'the CPR number is written 6-4',
    body: participants(citizen(people.nancy.cpr.replace(/^(.{6})/, '$1-'))),
    status: 400,
    code: 'value',
    rule: 'citizen-number',
    expression: 'Appointment.participant[0].actor.identifier.value',
  },
  {
    because: 'an Organization takes part',
    body: participants(citizen(), { actor: { type: 'Organization', display: 'Kommunen' }, status: 'accepted' }),
    ...invariant,
    rule: 'reference-target',
    expression: 'Appointment.participant[1].actor',
  },

  {
    because: 'it ends before it starts',
    body: changed({ end: '2026-03-04T10:14:59+01:00' }),
    ...invariant,
    rule: 'time-end-before-start',
    expression: 'Appointment.end',
  },
  { because: 'an instant has no offset', body: changed({ start: '2026-03-04T10:15:00' }), ...notAnInstant },
  { because: 'an instant is a date', body: changed({ start: '2026-03-04' }), ...notAnInstant },
  { because: 'a day does not exist', body: changed({ start: '2026-02-30T10:15:00+01:00' }), ...notAnInstant },
  {
    because: 'it starts before 1900',
    body: changed({ start: '1899-12-31T23:59:59+01:00' }),
    ...timeRange,
    expression: 'Appointment.start',
  },
  {
    because: 'it starts after 2199',
    body: changed({ start: '2200-01-01T00:00:00+01:00', end: '2200-01-01T00:30:00+01:00' }),
    ...timeRange,
    expression: 'Appointment.start',
  },
  { because: 'it ends after 2199', body: changed({ end: '2200-01-01T00:00:00+01:00' }), ...timeRange, expression: 'Appointment.end' },
  {
    because: 'its source was updated in a year that no database keeps',
    body: changed({ extension: [{ url: own('source-updated'), valueInstant: '0001-01-01T00:00:00+14:00' }] }),
    status: 422,
    code: 'business-rule',
    rule: 'time-range',
    expression: `Appointment.extension.where(url = '${own('source-updated')}')`,
  },
  {
    because: 'it is booked and has neither end nor a reason why not',
    body: changed({ start: undefined, end: undefined }),
    ...invariant,
    rule: 'app-3',
    expression: 'Appointment._end',
  },
  {
    because: "its sector is not the sender's",
    body: sectors('RegionalAppointment'),
    status: 422,
    code: 'business-rule',
    rule: 'sector-other',
    expression: 'Appointment.serviceCategory[0].coding[0]',
  },
  {
    because: 'it names two sectors',
    body: sectors('MunicipalityAppointment', 'RegionalAppointment'),
    status: 422,
    code: 'business-rule',
    rule: 'sector-several',
    expression: 'Appointment.serviceCategory[0].coding[1]',
  },

  { because: 'it is sent as text', body: text, ...contentType('text/plain') },
  { because: 'it is sent as a form', body: text, ...contentType('application/x-www-form-urlencoded') },
  { because: 'it is sent as CDA is', body: text, ...contentType('text/xml') },
  {
    because: 'it is in an encoding that we do not read',
    body: text,
    status: 415,
    code: 'not-supported',
    headers: { 'Content-Encoding': 'zstd' },
  },
  {
    because: 'it is not in the encoding that it names',
    body: text,
    status: 400,
    code: 'structure',
    headers: { 'Content-Encoding': 'gzip' },
  },
  { because: 'an answer is wanted that we do not speak', body: text, status: 406, code: 'not-supported', headers: { Accept: 'text/html' } },
];

export interface BadXml {
  readonly because: string;
  xml(root: string): string;
}

/** Of FHIR and of CDA alike. `root`: an opening tag in the namespace of either. */
export const badXml: readonly BadXml[] = [
  { because: 'it is empty', xml: () => '' },
  { because: 'it is JSON', xml: () => text },
  { because: 'it is cut short', xml: (root) => `<${root}>` },
  { because: 'it has a DOCTYPE', xml: (root) => `<!DOCTYPE x><${root}/>` },
  { because: 'it has an entity of its own', xml: (root) => `<!DOCTYPE x [<!ENTITY e "booked">]><${root}>&e;</${nameOf(root)}>` },
  {
    because: 'it has an external entity',
    xml: (root) => `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><${root}>&e;</${nameOf(root)}>`,
  },
  { because: 'it names an entity that nobody declared', xml: (root) => `<${root}>&e;</${nameOf(root)}>` },
  { because: 'it has 50,000 nested tags', xml: (root) => `<${root}>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</${nameOf(root)}>` },
  { because: 'it declares another encoding', xml: (root) => `<?xml version="1.0" encoding="ISO-8859-1"?><${root}/>` },
];

const nameOf = (root: string): string => root.split(' ')[0] ?? '';
