/** The card's part of the surface: what registers feed, people edit, and both read. */
import type { Call, Claim, Parameter, TypeInteraction } from './surface.ts';
import { organizationSearch } from './surface-admin.ts';

const OWN = 'https://aftaledeling.dk/fhir/OperationDefinition';
const FHIR = ['application/fhir+json', 'application/fhir+xml'];
const FORM = ['application/x-www-form-urlencoded'];
const PATCH = ['application/json-patch+json'];
const CDA = ['text/xml', 'application/xml'];

const readers = ['citizen', 'professional'];
const ifMatch = { name: 'If-Match', description: 'The version that the change is on top of, W/"3"; 412 where another is newest' };
const preferReturn = { name: 'Prefer', description: 'return=minimal, representation or OperationOutcome' };
const condition = { name: 'identifier', description: "{system}|{value} of the register's own item, exactly one" };
const patient = { name: 'patient', description: "Whose; the caller's own, where it is not given" };

const of = (type: string, interaction: TypeInteraction): Claim => ({ type, interaction });

/** Written by registers, by their own identifiers. */
const fed = ['Patient', 'RelatedPerson', 'Coverage', 'Observation', 'Consent'].flatMap((type): Call[] => [
  {
    method: 'PUT',
    path: `/fhir/${type}`,
    summary: 'Feeds an item of the card by the register’s own identifier; the same again changes nothing',
    who: ['register'],
    claim: { type, interaction: 'update', conditional: 'update' },
    query: [condition],
    headers: [ifMatch],
    body: FHIR,
    answers: [200, 201],
  },
  {
    method: 'DELETE',
    path: `/fhir/${type}`,
    summary: 'Takes an item of the register’s own away; where there is none, nothing',
    who: ['register'],
    claim: { type, interaction: 'delete', conditional: 'delete' },
    query: [condition],
    answers: [204],
  },
]);

/** Administrators find senders at the addresses of the card's organisations. */
const readersOf = (type: string): readonly string[] => (type === 'Organization' ? [...readers, 'admin'] : readers);
const searchOf = (type: string): readonly Parameter[] => (type === 'Organization' ? [patient, ...organizationSearch] : [patient]);

/** What a card is made of, read one by one. */
const read = ['RelatedPerson', 'CareTeam', 'Coverage', 'Organization', 'Observation', 'Flag', 'Provenance'].flatMap((type): Call[] => [
  {
    method: 'GET',
    path: `/fhir/${type}`,
    summary: `What a citizen’s card has of ${type}`,
    who: readersOf(type),
    claim: of(type, 'search-type'),
    query: searchOf(type),
    answers: [200],
  },
  {
    method: 'POST',
    path: `/fhir/${type}/_search`,
    summary: `What a citizen’s card has of ${type}, the citizen named in the body`,
    who: readersOf(type),
    claim: of(type, 'search-type'),
    query: searchOf(type),
    body: FORM,
    answers: [200],
  },
  {
    method: 'GET',
    path: `/fhir/${type}/{id}`,
    summary: `One ${type} of a card`,
    who: readersOf(type),
    claim: of(type, 'read'),
    answers: [200],
  },
]);

const changes = (type: string, what: string): Call[] => [
  {
    method: 'PUT',
    path: `/fhir/${type}/{id}`,
    summary: `Changes ${what}`,
    who: readers,
    claim: of(type, 'update'),
    headers: [ifMatch, preferReturn],
    body: FHIR,
    answers: [200],
  },
  {
    method: 'PATCH',
    path: `/fhir/${type}/{id}`,
    summary: `Changes ${what} as a JSON Patch says (RFC 6902)`,
    who: readers,
    claim: of(type, 'patch'),
    headers: [ifMatch, preferReturn],
    body: PATCH,
    answers: [200],
  },
];

/** Typed in by the citizen, who acts for them, or a professional. */
const edited = (
  [
    ['RelatedPerson', 'a relative'],
    ['CareTeam', 'the dentist'],
  ] as const
).flatMap(([type, what]): Call[] => [
  {
    method: 'POST',
    path: `/fhir/${type}`,
    summary: `Enters ${what}`,
    who: readers,
    claim: of(type, 'create'),
    headers: [preferReturn],
    body: FHIR,
    answers: [201],
  },
  ...changes(type, what),
  {
    method: 'DELETE',
    path: `/fhir/${type}/{id}`,
    summary: `Takes ${what} off the card`,
    who: readers,
    claim: of(type, 'delete'),
    headers: [ifMatch],
    answers: [204],
  },
]);

export const cardSurface: readonly Call[] = [
  {
    method: 'POST',
    path: '/fhir/Patient/$stamkort',
    summary: 'The shared master-data card, as a Bundle, a document or PDC-DK',
    who: readers,
    claim: { operation: 'stamkort', definition: `${OWN}/stamkort`, type: 'Patient' },
    body: FHIR,
    answers: [200],
  },
  ...changes('Patient', 'telephones, the temporary address and the language'),
  ...edited,
  ...read,
  ...fed,
  {
    method: 'POST',
    path: '/fhir/$register-state',
    summary: 'Says how a register is: ok, late or down',
    who: ['register'],
    claim: { operation: 'register-state', definition: `${OWN}/register-state` },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$import-pdc',
    summary: 'Moves a PDC-DK document in, where its citizen has no card yet',
    who: ['register'],
    claim: { operation: 'import-pdc', definition: `${OWN}/import-pdc` },
    body: CDA,
    answers: [200, 201],
  },
];
