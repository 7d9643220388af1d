/** What administrators keep: the registry of senders, and how far municipalities are. */
import type { Call, Claim, Parameter, TypeInteraction } from './surface.ts';

const OWN = 'https://aftaledeling.dk/fhir/OperationDefinition';
const FHIR = ['application/fhir+json', 'application/fhir+xml'];
const FORM = ['application/x-www-form-urlencoded'];
const who = ['admin'];

const ifMatch: Parameter = {
  name: 'If-Match',
  description: 'The version that the change is on top of, W/"3"; 412 where another is newest',
};
const ifNoneMatch: Parameter = { name: 'If-None-Match', description: 'The version that is held already; 304 where it is the newest' };
const preferReturn: Parameter = { name: 'Prefer', description: 'return=minimal or representation' };

const of = (type: string, interaction: TypeInteraction): Claim => ({ type, interaction });

/** Reading and searching organisations is told with the card, whose readers share the addresses. */
export const organizationSearch: readonly Parameter[] = [
  { name: 'identifier', description: 'Of administrators: SOR id, CVR number or municipality code, {system}|{value}' },
  { name: 'name', description: 'Of administrators: how the name begins' },
  { name: 'type', description: 'Of administrators: municipal, regional, general-practice or specialist-practice' },
  { name: 'active', description: 'Of administrators: true or false' },
];

const deviceSearch: readonly Parameter[] = [
  { name: 'organization', description: 'Organization/{id}: the sender' },
  { name: 'manufacturer', description: 'How it begins' },
  { name: 'device-name', description: 'How it begins' },
  { name: 'status', description: 'active or inactive' },
];

const kept = (type: string, what: string, updateAnswers: readonly number[]): Call[] => [
  {
    method: 'POST',
    path: `/fhir/${type}`,
    summary: `Enters ${what}`,
    who,
    claim: of(type, 'create'),
    headers: [preferReturn],
    body: FHIR,
    answers: [201],
  },
  {
    method: 'PUT',
    path: `/fhir/${type}/{id}`,
    summary: `Changes ${what}, or enters it under this id`,
    who,
    claim: of(type, 'update'),
    headers: [ifMatch, preferReturn],
    body: FHIR,
    answers: updateAnswers,
  },
  {
    method: 'DELETE',
    path: `/fhir/${type}/{id}`,
    summary: `Makes ${what} inactive: it may send no more`,
    who,
    claim: of(type, 'delete'),
    headers: [ifMatch],
    answers: [204],
  },
  {
    method: 'GET',
    path: `/fhir/${type}/{id}/_history`,
    summary: 'Every version, newest first, with who made it',
    who,
    claim: of(type, 'history-instance'),
    answers: [200],
  },
  {
    method: 'GET',
    path: `/fhir/${type}/{id}/_history/{version}`,
    summary: 'One version',
    who,
    claim: of(type, 'vread'),
    headers: [ifNoneMatch],
    answers: [200, 304],
  },
];

export const adminSurface: readonly Call[] = [
  ...kept('Organization', 'a sender', [200, 201]),
  ...kept('Device', 'the system that a sender runs on', [200, 201]),
  { method: 'GET', path: '/fhir/Device', summary: 'Systems', who, claim: of('Device', 'search-type'), query: deviceSearch, answers: [200] },
  {
    method: 'POST',
    path: '/fhir/Device/_search',
    summary: 'Systems',
    who,
    claim: of('Device', 'search-type'),
    query: deviceSearch,
    body: FORM,
    answers: [200],
  },
  {
    method: 'GET',
    path: '/fhir/Device/{id}',
    summary: 'A system',
    who,
    claim: of('Device', 'read'),
    headers: [ifNoneMatch],
    answers: [200, 304],
  },
  {
    method: 'GET',
    path: '/fhir/$adoption',
    summary: 'Every event recorded of municipalities, with who recorded and who withdrew it',
    who,
    claim: { operation: 'adoption', definition: `${OWN}/adoption` },
    query: [
      { name: 'municipality', description: 'Four digits' },
      { name: 'solution', description: 'aftaler or stamkort' },
    ],
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$adoption-record',
    summary: 'Records that a municipality gave a schedule, installed a solution, took it into use, or is not concerned',
    who,
    claim: { operation: 'adoption-record', definition: `${OWN}/adoption-record` },
    body: FHIR,
    answers: [200],
  },
  {
    method: 'POST',
    path: '/fhir/$adoption-withdraw',
    summary: 'Withdraws what was recorded in error',
    who,
    claim: { operation: 'adoption-withdraw', definition: `${OWN}/adoption-withdraw` },
    body: FHIR,
    answers: [200],
  },
];
