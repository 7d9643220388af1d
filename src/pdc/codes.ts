/** PDC-DK's own words: entry templates, codes, identifier roots (MedCom, PDC-DK 3.0). */
import type { CodeableConcept, Coding } from '../fhir/types.ts';
import type { AuthorKind, Kind } from './item.ts';

export const MEDCOM_CODES = '1.2.208.184.100.1';
export const RELATION_CODES = '1.2.208.184.100.2';
export const CPR_ROOT = '1.2.208.176.1.2';
export const SOR_ROOT = '1.2.208.176.1.1';
export const YDER_ROOT = '1.2.208.176.1.4';
export const MEDCOM_ROOT = '1.2.208.184';
export const LANGUAGE_CODES = '1.0.639.1';

export const DOCUMENT_TEMPLATE = '1.2.208.184.16.1';
export const SECTION_TEMPLATE = '1.2.208.184.16.1.10.20.1';
/** Author templates: a person or organisation typed it in; a register has it. */
export const TYPED_IN_TEMPLATE = '1.2.208.184.16.1.10.20.30';
export const REGISTER_TEMPLATE = '1.2.208.184.16.1.10.20.31';
export const TEMPLATE_DATE = '2019-08-14';

/** The II that marks a protected name and address. */
export const PROTECTED_MARK = 'ConfAddr';

export interface EntryWords {
  /** The last arc of the entry's template. */
  readonly template: number;
  readonly templateDate: string;
  readonly code: string;
  readonly display: string;
  readonly idRoot: string;
  /** Of a value that is an II: its root, and who assigns it. */
  readonly valueRoot?: string;
  readonly valueAuthority?: string;
  /** Of a register's entry: the name and id root of its author. */
  readonly register?: { readonly name: string; readonly root: string; readonly authority: string };
}

const entry = (template: number, code: string, display: string, rest: Partial<EntryWords> = {}): EntryWords => ({
  template,
  templateDate: TEMPLATE_DATE,
  code,
  display,
  idRoot: MEDCOM_ROOT,
  ...rest,
});

const cpr = { name: 'CPR', root: CPR_ROOT, authority: 'CPR' };
const sds = 'Sundhedsdatastyrelsen';
const donation = 'Dansk Center For Organdonation';
const registration = (root: string, authority: string): Partial<EntryWords> => ({
  valueRoot: root,
  valueAuthority: authority,
  register: { name: authority, root, authority },
});

export type EntryKind = Exclude<Kind, 'general-practitioner'>;

/** In the order of a document. The surgery has no entry: it stands in the header. */
export const entryWords: Readonly<Record<EntryKind, EntryWords>> = {
  custody: entry(23, 'ChildCustody', 'Forældremyndighed over', { register: cpr }),
  'name-and-address': entry(26, 'CitizenNameAddr', 'Borgerens navn og adresse', { register: cpr }),
  'coverage-group': entry(27, 'CoverageGroup', 'Sygesikringsgruppe', {
    valueRoot: '1.2.208.176.1.99.99.99',
    valueAuthority: 'Sygesikringen',
    register: { name: 'Sygesikringen', root: '1.2.208.176.2.7', authority: 'Sygesikringen' },
  }),
  'organ-donor': entry(28, 'OrganDonorRegistration', 'Registreret organdonor', registration('1.2.208.176.1.10', donation)),
  'treatment-will': entry(29, 'TreatmentWillRegistration', 'Registreret behandlingstestamente', registration('1.2.208.176.1.9', sds)),
  'living-will': entry(30, 'LivingWillRegistration', 'Registreret livstestamente', registration('1.2.208.176.1.8', sds)),
  resuscitation: entry(31, 'NoResuscitationRegistration', 'Registreret fravalg af genoplivningsforsøg v. hjertestop', {
    ...registration('1.2.208.176.1.11', sds),
    templateDate: '2023-07-01',
  }),
  language: entry(20, 'LanguageTypedIn', 'Talt sprog, indtastet', { idRoot: '1.2.208.184.15.7' }),
  'temporary-address': entry(21, 'TempAddrTypedIn', 'Midlertidig adresse, indtastet', { idRoot: '1.2.208.184.15.2' }),
  dentist: entry(22, 'DentistTypedIn', 'Tandlæge indtastet', { idRoot: '1.2.208.184.15.13' }),
  contact: entry(24, 'PatientContactTypedIn', 'Kontaktoplysninger, indtastet'),
  relative: entry(25, 'RelativeTypedIn', 'Pårørende, indtastet', { idRoot: '1.2.208.184.15.3' }),
};

const isEntryKind = (name: string): name is EntryKind => Object.hasOwn(entryWords, name);
export const entryKinds: readonly EntryKind[] = Object.keys(entryWords).filter(isEntryKind);

/** Those that every document has once. */
export const obligatory = [
  'name-and-address',
  'coverage-group',
  'organ-donor',
  'treatment-will',
  'living-will',
  'resuscitation',
] as const satisfies readonly EntryKind[];

export const authorCodes: Readonly<Record<Exclude<AuthorKind, 'register'>, { code: string; display: string }>> = {
  citizen: { code: 'EnteredCitizen', display: 'Indtastet af borger' },
  relative: { code: 'EnteredCitizenRelative', display: 'Indtastet af borgers pårørende' },
  professional: { code: 'EnteredHealthcareprofessional', display: 'Indtastet af sundhedsprofessionel' },
};

export const MEDCOM_RELATION = `urn:oid:${RELATION_CODES}`;
const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

/** Those seen of MedCom's relation codes (the full list is not published) and dk-core's word for each. */
const relations: readonly { readonly code: string; readonly display: string; readonly roleCode: string }[] = [
  { code: 'mor', display: 'Mor', roleCode: 'MTH' },
  { code: 'far', display: 'Far', roleCode: 'FTH' },
  { code: 'nabo', display: 'Nabo', roleCode: 'NBOR' },
  { code: 'samboende', display: 'Samboende', roleCode: 'DOMPART' },
  { code: 'uspec_paaroerende', display: 'Uspecificeret pårørende', roleCode: 'NOK' },
];

export const UNSPECIFIED_RELATIVE = 'uspec_paaroerende';

/** A relation in both tongues, MedCom's first; a code that is not known is kept as it is. */
export function toRelation({ coding = [], text }: CodeableConcept): CodeableConcept {
  const known = relations.find(({ code, roleCode }) =>
    coding.some((one) => (one.system === MEDCOM_RELATION && one.code === code) || (one.system === ROLE_CODE && one.code === roleCode)),
  );
  const medcom = coding.find(({ system }) => system === MEDCOM_RELATION);
  const rest = coding.filter(({ system, code }) => system !== MEDCOM_RELATION && !(system === ROLE_CODE && code === known?.roleCode));
  const all: Coding[] = [
    ...(known !== undefined
      ? [{ system: MEDCOM_RELATION, code: known.code, display: medcom?.display ?? known.display }]
      : medcom === undefined
        ? []
        : [medcom]),
    ...(known === undefined ? [] : [{ system: ROLE_CODE, code: known.roleCode }]),
    ...rest,
  ];
  return { ...(all.length > 0 && { coding: all }), ...(text !== undefined && { text }) };
}
