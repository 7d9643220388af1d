/** Asking for a card, and changing it. */
import request from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, type TestService } from '../support/service.ts';

export type Headers = Record<string, string>;

export interface CardQuestion {
  readonly cpr?: string | undefined;
  readonly as?: string;
  readonly more?: readonly object[];
}

export function postStamkort({ app }: TestService, headers: Headers, { cpr, as, more = [] }: CardQuestion = {}) {
  const parameter = [
    ...(cpr === undefined ? [] : [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: cpr } }]),
    ...(as === undefined ? [] : [{ name: 'as', valueCode: as }]),
    ...more,
  ];
  return request(app)
    .post('/fhir/Patient/$stamkort')
    .set(headers)
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify({ resourceType: 'Parameters', ...(parameter.length > 0 && { parameter }) }));
}

export interface Entry {
  readonly fullUrl: string;
  // biome-ignore lint/suspicious/noExplicitAny: a resource of any type, looked into by its test.
  readonly resource: any;
}

export const ofType = (body: { readonly entry?: readonly Entry[] }, type: string): Entry['resource'][] =>
  (body.entry ?? []).map(({ resource }) => resource).filter(({ resourceType }) => resourceType === type);

const RESUSCITATION = '304251008';

export const resuscitationOf = (body: { readonly entry?: readonly Entry[] }): Entry['resource'] =>
  ofType(body, 'Observation').find(({ code }) => code.coding.some((coding: { code: string }) => coding.code === RESUSCITATION));

/** What the three-valued state is: true, false, or why it is not known. */
export const stateOf = (body: { readonly entry?: readonly Entry[] }): boolean | string => {
  const { valueBoolean, dataAbsentReason } = resuscitationOf(body);
  return valueBoolean ?? dataAbsentReason.coding[0].code;
};

export const relative = (cpr: string = people.nancy.cpr, more: object = {}) => ({
  resourceType: 'RelatedPerson',
  patient: { identifier: { system: CPR_SYSTEM, value: cpr } },
  name: [{ given: ['Kirsten', 'Test'], family: 'Berggren' }],
  telecom: [{ system: 'phone', value: '+45 12 34 56 78', use: 'mobile' }],
  relationship: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'NBOR' }] }],
  extension: [{ url: 'https://aftaledeling.dk/fhir/StructureDefinition/relative-comment', valueString: 'Har nøgle' }],
  ...more,
});

export const dentist = (cpr: string = people.nancy.cpr) => ({
  resourceType: 'CareTeam',
  contained: [
    {
      resourceType: 'Organization',
      id: 'c',
      name: 'Tandklinikken Smil',
      identifier: [{ system: 'urn:oid:1.2.208.176.1.4', value: '410845' }],
      telecom: [{ system: 'phone', value: '80706050', use: 'work' }],
      address: [{ line: ['Torvet 4'], postalCode: '2990', city: 'Nivå' }],
      contact: [{ name: { given: ['Jette'], family: 'Testesen', prefix: ['Tandlæge'] } }],
    },
  ],
  status: 'active',
  subject: { identifier: { system: CPR_SYSTEM, value: cpr } },
  participant: [{ role: [{ coding: [{ system: 'http://snomed.info/sct', code: '106289002' }] }], member: { reference: '#c' } }],
});

export const temporary = (line: string) => ({
  use: 'temp',
  line: [line],
  postalCode: '5230',
  city: 'Odense',
  period: { start: '2026-03-01', end: '2026-04-30' },
});

type Method = 'post' | 'put' | 'patch' | 'delete' | 'get';

export function send({ app }: TestService, method: Method, path: string, headers: Headers, body?: object) {
  const asked = request(app)[method](path).set(headers);
  if (body === undefined) return asked;
  return asked.set('Content-Type', method === 'patch' ? 'application/json-patch+json' : FHIR_JSON).send(JSON.stringify(body));
}
