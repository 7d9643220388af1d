/** Nancy's card: what registers say of her, and what she, her daughter and her municipality have typed in. */
import { CPR_SYSTEM } from '../../cpr/cpr.ts';
import { people } from './people.ts';

const SYSTEM = 'https://register.example/item';
const MEDCOM = 'urn:oid:1.2.208.184.100.1';
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

const citizen = { system: CPR_SYSTEM, value: people.nancy.cpr };

export interface RegisterItem {
  readonly register: string;
  readonly key: string;
  readonly resource: { readonly resourceType: string; readonly identifier: readonly object[]; readonly [element: string]: unknown };
}

const item = (register: string, key: string, resourceType: string, rest: object): RegisterItem => ({
  register,
  key: `${SYSTEM}|demo-${key}`,
  resource: {
    resourceType,
    identifier: [{ system: SYSTEM, value: `demo-${key}` }, ...(resourceType === 'Patient' ? [citizen] : [])],
    ...rest,
  },
});

const registration = (register: string, code: string, valueBoolean: boolean): RegisterItem =>
  item(register, code, 'Observation', {
    status: 'final',
    code: { coding: [{ system: MEDCOM, code }] },
    subject: { identifier: citizen },
    valueBoolean,
  });

export const registerItems: readonly RegisterItem[] = [
  item('cpr', 'person', 'Patient', {
    name: [{ use: 'official', given: ['Nancy', 'Ann', 'Test'], family: 'Berggren' }],
    gender: 'female',
    birthDate: '1948-12-25',
    address: [{ line: ['Testgrusgraven 3, 3. tv'], postalCode: '5000', city: 'Odense C', country: 'DK' }],
  }),
  item('yder', 'surgery', 'Patient', {
    contained: [
      {
        resourceType: 'Organization',
        id: 'surgery',
        identifier: [{ system: 'urn:oid:1.2.208.176.1.4', value: '099999' }],
        name: 'Lægehuset Valdemarsgade',
        telecom: [{ system: 'phone', value: '70 10 00 31', use: 'work' }],
        address: [{ line: ['Valdemarsgade 999'], postalCode: '5000', city: 'Odense C' }],
      },
    ],
    generalPractitioner: [{ reference: '#surgery' }],
  }),
  item('sygesikring', 'group', 'Coverage', {
    status: 'active',
    beneficiary: { identifier: citizen },
    payor: [{ display: 'Regionen' }],
    class: [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'group' }] }, value: '1' }],
  }),
  registration('organdonor', 'OrganDonorRegistration', true),
  registration('testamente', 'TreatmentWillRegistration', false),
  registration('testamente', 'LivingWillRegistration', false),
  item('fravalg', 'opt-out', 'Consent', {
    status: 'inactive',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'dnr' }] }],
    patient: { identifier: citizen },
    policyRule: { text: 'Sundhedsloven' },
  }),
];

const phone = (value: string, use: string) => ({ system: 'phone', value, use });

export const relative = {
  resourceType: 'RelatedPerson',
  patient: { identifier: citizen },
  name: [{ given: ['Kirsten', 'Test'], family: 'Berggren' }],
  relationship: [{ coding: [{ system: ROLE_CODE, code: 'DAUC' }], text: 'Datter' }],
  telecom: [phone('70 10 00 91', 'mobile')],
  extension: [
    { url: 'https://aftaledeling.dk/fhir/StructureDefinition/relative-comment', valueString: 'Har nøgle. Ring gerne om aftenen.' },
  ],
};

export const dentist = {
  resourceType: 'CareTeam',
  contained: [
    {
      resourceType: 'Organization',
      id: 'clinic',
      name: 'Tandklinikken Smil',
      telecom: [phone('70 10 00 92', 'work')],
      address: [{ line: ['Vestergade 999'], postalCode: '5000', city: 'Odense C' }],
    },
  ],
  status: 'active',
  subject: { identifier: citizen },
  participant: [{ role: [{ coding: [{ system: 'http://snomed.info/sct', code: '106289002' }] }], member: { reference: '#clinic' } }],
};

/** Typed in by the citizen; then the municipality corrects the number. */
export const telephones = {
  own: [{ op: 'add', path: '/telecom', value: [phone('70 10 00 93', 'home')] }],
  corrected: [{ op: 'add', path: '/telecom', value: [phone('70 10 00 94', 'mobile')] }],
};
