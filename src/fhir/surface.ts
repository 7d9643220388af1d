/**
 * Every call that this service answers, told once: the CapabilityStatement and the OpenAPI description are written from it, and a test
 * holds it to the routes that there are.
 */
import { appointmentParameters, resultParameters } from './search-parameters.ts';
import { adminSurface } from './surface-admin.ts';
import { cardSurface } from './surface-card.ts';
import { qualitySurface } from './surface-quality.ts';

/** As R4's CapabilityStatement names them. */
export type TypeInteraction = 'read' | 'vread' | 'update' | 'patch' | 'delete' | 'history-instance' | 'create' | 'search-type';

export type Claim =
  | { readonly type: string; readonly interaction: TypeInteraction; readonly conditional?: 'create' | 'update' | 'delete' }
  | { readonly operation: string; readonly definition: string; readonly type?: string }
  | { readonly system: readonly ('batch' | 'transaction')[] };

export interface Parameter {
  readonly name: string;
  readonly description: string;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its parts in braces, as OpenAPI has them. */
  readonly path: string;
  readonly summary: string;
  /** Roles; `anyone` needs no token. */
  readonly who: readonly string[];
  readonly claim?: Claim;
  readonly query?: readonly Parameter[];
  readonly headers?: readonly Parameter[];
  /** Media types of the body. */
  readonly body?: readonly string[];
  /** Statuses of success; those of refusal are the same everywhere. */
  readonly answers: readonly number[];
  /** Media types of the answer, where it is no FHIR resource. */
  readonly gives?: readonly string[];
}

const OWN = 'https://aftaledeling.dk/fhir/OperationDefinition';
const FHIR = ['application/fhir+json', 'application/fhir+xml'];
const FORM = ['application/x-www-form-urlencoded'];
const JSON_ONLY = ['application/json'];

const ifMatch: Parameter = {
  name: 'If-Match',
  description: 'The version that the change is on top of, W/"3"; 412 where another is newest',
};
const ifNoneMatch: Parameter = { name: 'If-None-Match', description: 'The version that is held already; 304 where it is the newest' };
const ifNoneExist: Parameter = { name: 'If-None-Exist', description: 'identifier={system}|{value}: created only where none is there' };
const preferReturn: Parameter = { name: 'Prefer', description: 'return=minimal, representation or OperationOutcome' };
const preferHandling: Parameter = { name: 'Prefer', description: 'handling=strict refuses parameters that are not known' };

const parameters = (table: Readonly<Record<string, string | { readonly documentation: string }>>): Parameter[] =>
  Object.entries(table).map(([name, told]) => ({ name, description: typeof told === 'string' ? told : told.documentation }));

const appointmentSearch = [...parameters(appointmentParameters), ...parameters(resultParameters)];
const condition: Parameter = { name: 'identifier', description: '{system}|{value}, exactly one' };
const days: Parameter[] = [
  { name: 'from', description: 'The first Danish day; today, where it is not given' },
  { name: 'to', description: 'The last Danish day; no end, where it is not given' },
];
const logSearch = [
  { name: 'patient', description: "Whose log; the caller's own, where it is not given" },
  { name: '_count', description: 'Lines on a page' },
  { name: '_cursor', description: 'Where a next link goes on' },
];

const ofAppointment = (interaction: TypeInteraction): Claim => ({ type: 'Appointment', interaction });
const ofConsent = (interaction: TypeInteraction): Claim => ({ type: 'Consent', interaction });
const readers = ['citizen', 'professional'];
const everybody = ['sender', ...readers];

const conformance = ['CodeSystem', 'OperationDefinition', 'SearchParameter', 'StructureDefinition', 'ValueSet'].flatMap((type): Call[] => [
  {
    method: 'GET',
    path: `/fhir/${type}`,
    summary: `What this service defines: every ${type}, or one by its url`,
    who: ['anyone'],
    claim: { type, interaction: 'search-type' },
    query: [{ name: 'url', description: 'Canonical url' }],
    answers: [200],
  },
  {
    method: 'GET',
    path: `/fhir/${type}/{id}`,
    summary: `One ${type}`,
    who: ['anyone'],
    claim: { type, interaction: 'read' },
    answers: [200],
  },
]);

export const surface: readonly Call[] = [
  {
    method: 'PUT',
    path: '/fhir/Appointment',
    summary: 'Creates or updates by the sender’s own identifier: the main way in',
    who: ['sender'],
    claim: { type: 'Appointment', interaction: 'update', conditional: 'update' },
    query: [condition],
    headers: [ifMatch, preferReturn],
    body: FHIR,
    answers: [200, 201],
  },
  {
    method: 'POST',
    path: '/fhir/Appointment',
    summary: 'Creates',
    who: ['sender'],
    claim: { type: 'Appointment', interaction: 'create', conditional: 'create' },
    headers: [ifNoneExist, preferReturn],
    body: FHIR,
    answers: [200, 201],
  },
  {
    method: 'DELETE',
    path: '/fhir/Appointment',
    summary: 'Deletes by the sender’s own identifier; where there is none, nothing',
    who: ['sender'],
    claim: { type: 'Appointment', interaction: 'delete', conditional: 'delete' },
    query: [condition],
    headers: [ifMatch],
    answers: [204],
  },
  {
    method: 'GET',
    path: '/fhir/Appointment/{id}',
    summary: 'Reads: its sender as received, others as shared',
    who: everybody,
    claim: ofAppointment('read'),
    headers: [ifNoneMatch],
    answers: [200, 304],
  },
  {
    method: 'PUT',
    path: '/fhir/Appointment/{id}',
    summary: 'Updates',
    who: ['sender'],
    claim: ofAppointment('update'),
    headers: [ifMatch, preferReturn],
    body: FHIR,
    answers: [200, 201],
  },
  {
    method: 'PATCH',
    path: '/fhir/Appointment/{id}',
    summary: 'Changes as a JSON Patch says (RFC 6902)',
    who: ['sender'],
    claim: ofAppointment('patch'),
    headers: [ifMatch, preferReturn],
    body: ['application/json-patch+json'],
    answers: [200],
  },
  {
    method: 'DELETE',
    path: '/fhir/Appointment/{id}',
    summary: 'Deletes',
    who: ['sender'],
    claim: ofAppointment('delete'),
    headers: [ifMatch],
    answers: [204],
  },
  {
    method: 'GET',
    path: '/fhir/Appointment/{id}/_history',
    summary: 'Every version, newest first',
    who: ['sender'],
    claim: ofAppointment('history-instance'),
    query: [
      { name: '_since', description: 'Versions from this instant on' },
      { name: '_count', description: 'Versions on a page' },
      { name: '_cursor', description: 'Where a next link goes on' },
    ],
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Appointment/{id}/_history/{version}',
    summary: 'One version',
    who: ['sender'],
    claim: ofAppointment('vread'),
    headers: [ifNoneMatch],
    answers: [200, 304],
  },
  {
    method: 'GET',
    path: '/fhir/Appointment',
    summary: 'Searches: a sender among what it posted, others among what is shared with them of one citizen',
    who: everybody,
    claim: ofAppointment('search-type'),
    query: appointmentSearch,
    headers: [preferHandling],
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/Appointment/_search',
    summary: 'Searches, with the parameters in the body: the way to search by a citizen’s number',
    who: everybody,
    claim: ofAppointment('search-type'),
    query: appointmentSearch,
    headers: [preferHandling],
    body: FORM,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/Appointment/$validate',
    summary: 'Says what is wrong with a body; nothing is stored',
    who: ['any token'],
    claim: { operation: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate', type: 'Appointment' },
    query: [
      { name: 'mode', description: 'create or update' },
      { name: 'profile', description: 'Canonical url; that of what is posted, where none is given' },
    ],
    body: FHIR,
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Appointment/{id}/$explain',
    summary: 'Says why an appointment is shown or hidden',
    who: ['sender'],
    claim: { operation: 'explain', definition: `${OWN}/explain`, type: 'Appointment' },
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir',
    summary: 'A Bundle of type batch or transaction',
    who: ['sender', 'register'],
    claim: { system: ['batch', 'transaction'] },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$import-apd',
    summary: 'Takes an APD-DK document in',
    who: ['sender'],
    claim: { operation: 'import-apd', definition: `${OWN}/import-apd` },
    body: ['text/xml', 'application/xml'],
    answers: [200, 201],
  },
  {
    method: 'GET',
    path: '/fhir/$quarantine',
    summary: 'The sender’s refused entries of batches, oldest first',
    who: ['sender'],
    claim: { operation: 'quarantine', definition: `${OWN}/quarantine` },
    query: [
      { name: '_count', description: 'Entries on a page' },
      { name: '_cursor', description: 'Where a next link goes on' },
    ],
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$quarantine-resend',
    summary: 'Sends refused entries again, as they are or mended',
    who: ['sender'],
    claim: { operation: 'quarantine-resend', definition: `${OWN}/quarantine-resend` },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$quarantine-discard',
    summary: 'Lets refused entries go',
    who: ['sender'],
    claim: { operation: 'quarantine-discard', definition: `${OWN}/quarantine-discard` },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/Patient/$aftaleoversigt',
    summary: 'The overview: one citizen’s appointments, of all sectors',
    who: readers,
    claim: { operation: 'aftaleoversigt', definition: `${OWN}/aftaleoversigt`, type: 'Patient' },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Patient/{id}/$aftaleoversigt',
    summary: 'The overview, by a reference',
    who: readers,
    claim: { operation: 'aftaleoversigt', definition: `${OWN}/aftaleoversigt`, type: 'Patient' },
    query: days,
    headers: [ifNoneMatch],
    answers: [200, 304],
  },
  {
    method: 'POST',
    path: '/fhir/Patient/_search',
    summary: 'A citizen by their number',
    who: readers,
    claim: { type: 'Patient', interaction: 'search-type' },
    query: [{ name: 'identifier', description: '{system}|{value} of a CPR or eCPR number; in the body' }],
    headers: [preferHandling],
    body: FORM,
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Patient/{id}',
    summary: 'A citizen by their reference',
    who: readers,
    claim: { type: 'Patient', interaction: 'read' },
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/AuditEvent',
    summary: 'Who has looked',
    who: ['citizen'],
    claim: { type: 'AuditEvent', interaction: 'search-type' },
    query: logSearch,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/AuditEvent/_search',
    summary: 'Who has looked',
    who: ['citizen'],
    claim: { type: 'AuditEvent', interaction: 'search-type' },
    query: logSearch,
    body: FORM,
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Consent',
    summary: 'The citizen’s blocks',
    who: ['citizen'],
    claim: ofConsent('search-type'),
    query: [{ name: 'patient', description: "Whose; the caller's own, where it is not given" }],
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/Consent/_search',
    summary: 'The citizen’s blocks',
    who: ['citizen'],
    claim: ofConsent('search-type'),
    query: [{ name: 'patient', description: "Whose; the caller's own, where it is not given" }],
    body: FORM,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/Consent',
    summary: 'Sets a block, or opts out of resuscitation',
    who: ['citizen'],
    claim: ofConsent('create'),
    body: FHIR,
    answers: [201],
  },
  { method: 'GET', path: '/fhir/Consent/{id}', summary: 'Reads a block', who: ['citizen'], claim: ofConsent('read'), answers: [200] },
  {
    method: 'PUT',
    path: '/fhir/Consent/{id}',
    summary: 'Changes a block',
    who: ['citizen'],
    claim: ofConsent('update'),
    headers: [ifMatch],
    body: FHIR,
    answers: [200],
  },
  {
    method: 'DELETE',
    path: '/fhir/Consent/{id}',
    summary: 'Lifts a block',
    who: ['citizen'],
    claim: ofConsent('delete'),
    headers: [ifMatch],
    answers: [204],
  },
  ...cardSurface,
  ...adminSurface,
  ...qualitySurface,
  { method: 'GET', path: '/fhir/metadata', summary: 'What this server does', who: ['anyone'], answers: [200] },
  ...conformance,
  {
    method: 'GET',
    path: '/fhir/.well-known/smart-configuration',
    summary: 'Where tokens come from',
    who: ['anyone'],
    answers: [200],
    gives: JSON_ONLY,
  },
  { method: 'GET', path: '/openapi.json', summary: 'This description', who: ['anyone'], answers: [200], gives: JSON_ONLY },
  { method: 'GET', path: '/livez', summary: 'Whether the process is there', who: ['anyone'], answers: [200], gives: JSON_ONLY },
  { method: 'GET', path: '/readyz', summary: 'Whether it can do its work', who: ['anyone'], answers: [200], gives: JSON_ONLY },
  {
    method: 'GET',
    path: '/metrics',
    summary: 'Measurements for Prometheus; on the machine itself, or with METRICS_TOKEN',
    who: ['anyone'],
    answers: [200],
    gives: ['text/plain'],
  },
  {
    method: 'POST',
    path: '/development/token',
    summary: 'Says how a development token is made; gives none',
    who: ['anyone'],
    answers: [],
  },
];
