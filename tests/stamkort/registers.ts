/** Registers that feed a card, with a citizen's everything. */
import request from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, type TestService } from '../support/service.ts';

export const FEED = 'https://register.example/item';
export const MEDCOM = 'urn:oid:1.2.208.184.100.1';

const cpr = (value: string) => ({ system: CPR_SYSTEM, value });
const own = (value: string) => ({ system: FEED, value });

export const person = (number: string = people.nancy.cpr, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [own(`person-${number.slice(0, 4)}`), cpr(number)],
  name: [{ use: 'official', given: ['Nancy', 'Ann', 'Test'], family: 'Berggren' }],
  gender: 'female',
  birthDate: '1948-12-25',
  address: [{ line: ['Testgrusgraven 3, 3. tv'], postalCode: '3400', city: 'Hillerød', country: 'DK' }],
  ...more,
});

export const surgery = (number: string = people.nancy.cpr) => ({
  resourceType: 'Patient',
  identifier: [own('surgery'), cpr(number)],
  contained: [
    {
      resourceType: 'Organization',
      id: 'gp',
      identifier: [{ system: 'urn:oid:1.2.208.176.1.4', value: '017735' }],
      name: 'Lægerne Nord & Søn',
      telecom: [{ system: 'phone', value: '69591553', use: 'work' }],
      address: [{ line: ['Søndergade 1'], postalCode: '5642', city: 'Millinge' }],
    },
  ],
  generalPractitioner: [{ reference: '#gp' }],
});

export const custody = (number: string = people.nancy.cpr, side: 'CHILD' | 'PARAUTH' = 'CHILD') => ({
  resourceType: 'RelatedPerson',
  identifier: [own(`custody-${side}`), cpr(people.rikke.cpr)],
  patient: { identifier: cpr(number) },
  relationship: [
    {
      coding: [
        side === 'CHILD'
          ? { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'CHILD' }
          : { system: 'http://hl7.dk/fhir/core/CodeSystem/dk-relatedperson-relationshipcodes', code: 'PARAUTH' },
        { system: 'urn:oid:1.2.208.184.100.2', code: 'mor', display: 'Mor' },
      ],
    },
  ],
  name: [{ given: ['Rikke', 'Test'], family: 'Berggren' }],
});

export const coverage = (number: string = people.nancy.cpr, group = '1') => ({
  resourceType: 'Coverage',
  identifier: [own('coverage')],
  status: 'active',
  beneficiary: { identifier: cpr(number) },
  payor: [{ display: 'Regionen' }],
  class: [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'group' }] }, value: group }],
});

export const registration = (code: string, valueBoolean: boolean, number: string = people.nancy.cpr) => ({
  resourceType: 'Observation',
  identifier: [own(code)],
  status: 'final',
  code: { coding: [{ system: MEDCOM, code }] },
  subject: { identifier: cpr(number) },
  valueBoolean,
});

export const optOut = (status: 'active' | 'inactive', more: object = {}, number: string = people.nancy.cpr) => ({
  resourceType: 'Consent',
  identifier: [own('opt-out')],
  status,
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr' }] },
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'dnr' }] }],
  patient: { identifier: cpr(number) },
  policyRule: { text: 'Sundhedsloven' },
  ...more,
});

/** A citizen's own, without what only a register sends. */
export const ownOptOut = (status: 'active' | 'inactive', more: object = {}, number?: string) => {
  const { identifier: _identifier, ...rest } = optOut(status, more, number);
  return rest;
};

export const registerHeaders = async (service: TestService, register: string): Promise<Record<string, string>> => ({
  Authorization: `Bearer ${await service.token({ role: 'register', register })}`,
});

interface Fed {
  readonly resourceType: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
}

export async function feed(service: TestService, register: string, resource: Fed) {
  const [first] = resource.identifier;
  return request(service.app)
    .put(`/fhir/${resource.resourceType}`)
    .query({ identifier: `${first?.system}|${first?.value}` })
    .set(await registerHeaders(service, register))
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify(resource));
}

/** Everything that registers can say of a citizen, the opt-out as not registered. */
export const everything: readonly (readonly [string, Fed])[] = [
  ['cpr', person()],
  ['cpr', custody()],
  ['yder', surgery()],
  ['sygesikring', coverage()],
  ['organdonor', registration('OrganDonorRegistration', true)],
  ['testamente', registration('TreatmentWillRegistration', false)],
  ['testamente', registration('LivingWillRegistration', true)],
  ['fravalg', optOut('inactive')],
];

export async function feedEverything(service: TestService): Promise<void> {
  for (const [register, resource] of everything) {
    const { status, body } = await feed(service, register, resource);
    if (status !== 201) throw new Error(`${register}: ${status} ${JSON.stringify(body)}`);
  }
}

export async function reportState(service: TestService, register: string, state: string, asOf?: string): Promise<number> {
  const { status } = await request(service.app)
    .post('/fhir/$register-state')
    .set(await registerHeaders(service, register))
    .set('Content-Type', FHIR_JSON)
    .send(
      JSON.stringify({
        resourceType: 'Parameters',
        parameter: [{ name: 'state', valueCode: state }, ...(asOf === undefined ? [] : [{ name: 'as-of', valueInstant: asOf }])],
      }),
    );
  return status;
}
