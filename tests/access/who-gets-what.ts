/** Who asks, in what state the citizen's data is, and how each route is asked: the axes of the table in `who-gets-what.md`. */
import { randomUUID } from 'node:crypto';
import type { DevelopmentIdentity } from '../../src/access/development-claims.ts';
import { developmentSenders } from '../../src/access/development-senders.ts';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { dentist, relative } from '../stamkort/cards.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON } from '../support/service.ts';
import { block } from './blocks.ts';

const adult = people.nancy.cpr;
/** Five years old in the tests' March 2026. */
const child = people.rikke.cpr;

export interface Asker {
  /** The heading of its column. */
  readonly key: string;
  readonly who: string;
  readonly identity?: DevelopmentIdentity;
  /** Whose data they ask about. */
  readonly about: string;
}

const professional = (key: string, who: string, identity: Partial<DevelopmentIdentity>): Asker => ({
  key,
  who: `a professional ${who}`,
  identity: { role: 'professional', ...identity },
  about: adult,
});
const citizen = (key: string, who: string, cpr: string, actFor?: DevelopmentIdentity['actFor'], about = adult): Asker => ({
  key,
  who,
  identity: { role: 'citizen', cpr, ...(actFor !== undefined && { actFor }) },
  about,
});

export const askers: readonly Asker[] = [
  { key: 'nobody', who: 'a caller without a token', about: adult },
  { key: 'sender', who: 'the municipality that sent it', identity: { role: 'sender', sector: 'municipal' }, about: adult },
  { key: 'sender 2', who: 'another sender', identity: { role: 'sender', sector: 'regional' }, about: adult },
  citizen('self', 'the citizen', adult),
  citizen('other', 'another citizen', people.bruno.cpr),
  citizen('proxy', 'one with the power of attorney of the citizen', people.max.cpr, { cpr: adult, relation: 'power-of-attorney' }),
  citizen('custody 18+', 'one who held custody of the citizen, now grown up', people.max.cpr, { cpr: adult, relation: 'custody' }),
  citizen('custody', 'one with custody of the child, about the child', people.max.cpr, { cpr: child, relation: 'custody' }, child),
  citizen(
    'proxy of child',
    'one with a power of attorney for the child',
    people.max.cpr,
    { cpr: child, relation: 'power-of-attorney' },
    child,
  ),
  professional('nurse', 'of a hospital that sends nothing', {}),
  professional('own nurse', 'of the municipality that sent it', { cvr: developmentSenders.municipal.cvr }),
  professional('municipal nurse', 'of another municipality', { personId: 'nurse-2', cvr: '29189854', sector: 'municipal' }),
  professional('researcher', 'without the purpose of treatment', { purpose: 'HRESCH' }),
  professional('no scope', 'with scopes for other things alone', { scope: 'user/MeasureReport.rs' }),
  { key: 'coordinator', who: 'a coordinator of a municipality', identity: { role: 'coordinator', municipality: '0461' }, about: adult },
  { key: 'register', who: 'a register', identity: { role: 'register', register: 'cpr' }, about: adult },
  { key: 'admin', who: 'an administrator', identity: { role: 'admin' }, about: adult },
];

export const states = ['nothing set', 'hidden by a block', 'busy only by a block', 'labelled time-only'] as const;
export type State = (typeof states)[number];

/** Stands in the appointment that is asked about, and nowhere else. */
export const MARK = 'Sårpleje af kendemærke';

/** What there is to ask about, of one citizen. */
export interface Subject {
  readonly cpr: string;
  readonly patientId: string;
  readonly appointmentId: string;
  readonly consentId: string;
  /** One that nothing but an act is about. */
  readonly spareId: string;
  readonly spareConsentId: string;
  readonly spareRelativeId: string;
  readonly spareCareTeamId: string;
  /** Of the first resource of each type on the card. */
  readonly cardIds: Readonly<Record<string, string>>;
}

export interface Ask {
  readonly address: string;
  readonly type?: string;
  readonly body?: string;
}

type Row =
  /** Shows a citizen's data: asked in every state. */
  | { readonly shows: 'appointments' | 'log' | 'blocks' | 'the number' | 'the card' | 'why'; readonly ask: (subject: Subject) => Ask }
  /** Changes something, or checks a body: asked once. */
  | { readonly does: string; readonly ask: (subject: Subject) => Ask }
  /** Open to anyone. */
  | { readonly open: string }
  /** A page's: whoever has no session is sent to sign in. */
  | { readonly signedIn: string };

const FORM = 'application/x-www-form-urlencoded';
const number = (cpr: string): string => `${CPR_SYSTEM}|${cpr}`;
const form = (address: string, fields: Record<string, string>): Ask => ({
  address,
  type: FORM,
  body: new URLSearchParams(fields).toString(),
});
const json = (address: string, body: unknown): Ask => ({ address, type: FHIR_JSON, body: JSON.stringify(body) });
const spare = (more: object = {}) => ({ ...appointment('spare', {}, people.caesar.cpr), ...more });
const identifier = encodeURIComponent(`${SYSTEM}|spare`);
const consent = (cpr: string, more: object = {}) => ({ ...block(cpr, {}, 'inactive'), ...more });

export const cardTypes = ['CareTeam', 'Coverage', 'Flag', 'Observation', 'Organization', 'Provenance', 'RelatedPerson'] as const;
const fedTypes = ['Patient', 'RelatedPerson', 'Coverage', 'Observation', 'Consent'] as const;

const cardLooks = (type: string): Record<string, Row> => ({
  [`GET /fhir/${type}`]: { shows: 'the card', ask: ({ patientId }) => ({ address: `/fhir/${type}?patient=Patient/${patientId}` }) },
  [`POST /fhir/${type}/_search`]: {
    shows: 'the card',
    ask: ({ cpr }) => form(`/fhir/${type}/_search`, { 'patient:identifier': number(cpr) }),
  },
  [`GET /fhir/${type}/:id`]: { shows: 'the card', ask: ({ cardIds }) => ({ address: `/fhir/${type}/${cardIds[type]}` }) },
});

const PATCH = 'application/json-patch+json';
const cardEdits = (type: string, of: (cpr: string) => object, idOf: (subject: Subject) => string): Record<string, Row> => ({
  [`POST /fhir/${type}`]: { does: 'adds to the card', ask: ({ cpr }) => json(`/fhir/${type}`, of(cpr)) },
  [`PUT /fhir/${type}/:id`]: {
    does: 'changes the card',
    ask: (subject) => json(`/fhir/${type}/${idOf(subject)}`, { ...of(subject.cpr), id: idOf(subject) }),
  },
  [`PATCH /fhir/${type}/:id`]: {
    does: 'changes the card',
    ask: (subject) => ({ address: `/fhir/${type}/${idOf(subject)}`, type: PATCH, body: '[]' }),
  },
  [`DELETE /fhir/${type}/:id`]: { does: 'takes from the card', ask: (subject) => ({ address: `/fhir/${type}/${idOf(subject)}` }) },
});

/** Without content: who may is told what is wrong with it. */
const feeds = (type: string): Record<string, Row> => ({
  [`PUT /fhir/${type}`]: { does: 'feeds the card', ask: () => json(`/fhir/${type}?identifier=urn:x|none`, { resourceType: type }) },
  [`DELETE /fhir/${type}`]: { does: 'feeds the card', ask: () => ({ address: `/fhir/${type}?identifier=urn:x|none` }) },
});

/** Without content: who may is told what is wrong with it. */
const registryOf = (type: string): Record<string, Row> => ({
  [`POST /fhir/${type}`]: { does: 'enters a sender or its system', ask: () => json(`/fhir/${type}`, { resourceType: type }) },
  [`PUT /fhir/${type}/:id`]: { does: 'changes that', ask: () => json(`/fhir/${type}/odense-nexus`, { resourceType: type }) },
  [`DELETE /fhir/${type}/:id`]: { does: 'makes that inactive', ask: () => ({ address: `/fhir/${type}/nobody` }) },
  [`GET /fhir/${type}/:id/_history`]: { does: 'reads what that was', ask: () => ({ address: `/fhir/${type}/odense-nexus/_history` }) },
  [`GET /fhir/${type}/:id/_history/:version`]: {
    does: 'reads what that was',
    ask: () => ({ address: `/fhir/${type}/odense-nexus/_history/1` }),
  },
});

const pages = (names: readonly string[], row: Row): Record<string, Row> => Object.fromEntries(names.map((name) => [name, row]));

export const rows: Readonly<Record<string, Row>> = {
  ...Object.assign({}, ...cardTypes.map(cardLooks)),
  ...Object.assign({}, ...fedTypes.map(feeds)),
  ...cardEdits('RelatedPerson', relative, ({ spareRelativeId }) => spareRelativeId),
  ...cardEdits('CareTeam', dentist, ({ spareCareTeamId }) => spareCareTeamId),
  'PUT /fhir/Patient/:id': {
    does: 'changes the card',
    ask: ({ patientId }) => json(`/fhir/Patient/${patientId}`, { resourceType: 'Patient', id: patientId }),
  },
  'PATCH /fhir/Patient/:id': {
    does: 'changes the card',
    ask: ({ patientId }) => ({ address: `/fhir/Patient/${patientId}`, type: PATCH, body: '[]' }),
  },
  'POST /fhir/Patient/$stamkort': {
    shows: 'the card',
    ask: ({ cpr }) =>
      json('/fhir/Patient/$stamkort', {
        resourceType: 'Parameters',
        parameter: [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: cpr } }],
      }),
  },
  'POST /fhir/$import-pdc': {
    does: 'imports a card',
    ask: () => ({ address: '/fhir/$import-pdc', type: 'text/xml', body: '<ClinicalDocument/>' }),
  },
  'POST /fhir/$register-state': {
    does: 'tells a register’s state',
    ask: () => json('/fhir/$register-state', { resourceType: 'Parameters' }),
  },
  ...registryOf('Organization'),
  ...registryOf('Device'),
  'GET /fhir/Device': { does: 'finds systems of senders', ask: () => ({ address: '/fhir/Device' }) },
  'POST /fhir/Device/_search': { does: 'finds systems of senders', ask: () => form('/fhir/Device/_search', {}) },
  'GET /fhir/Device/:id': { does: 'reads the system of a sender', ask: () => ({ address: '/fhir/Device/odense-nexus' }) },
  'GET /fhir/$adoption': { does: 'reads how far municipalities are', ask: () => ({ address: '/fhir/$adoption' }) },
  'POST /fhir/$adoption-record': {
    does: 'records that',
    ask: () => json('/fhir/$adoption-record', { resourceType: 'Parameters' }),
  },
  'POST /fhir/$adoption-withdraw': {
    does: 'withdraws that',
    ask: () => json('/fhir/$adoption-withdraw', { resourceType: 'Parameters' }),
  },
  'GET /fhir/$quarantine': { does: 'lists what was refused of its own', ask: () => ({ address: '/fhir/$quarantine' }) },
  'POST /fhir/$quarantine-resend': {
    does: 'sends that again',
    ask: () => json('/fhir/$quarantine-resend', { resourceType: 'Parameters' }),
  },
  'POST /fhir/$quarantine-discard': { does: 'drops that', ask: () => json('/fhir/$quarantine-discard', { resourceType: 'Parameters' }) },
  'GET /fhir/Appointment/:id/$explain': {
    shows: 'why',
    ask: ({ appointmentId }) => ({ address: `/fhir/Appointment/${appointmentId}/$explain` }),
  },
  'GET /openapi.json': { open: 'the description of the API' },
  ...pages(['GET /', 'GET /eksempler', 'GET /eksempelkald', 'GET /log-ind', 'POST /log-ind', 'GET /assets/:file'], {
    open: 'a page, or what it is drawn with',
  }),
  ...pages(['GET /kommuner', 'GET /kommuner.csv', 'GET /kommuner.json', 'GET /kommuner/forloeb.csv', 'GET /kommuner/:code'], {
    open: 'how far the municipalities are',
  }),
  ...pages(
    [
      ...['GET /aftaler', 'GET /aftaler.ics', 'GET /aftaler/:file', 'GET /aftaler/tidligere', 'GET /minlog', 'GET /spaerringer'],
      ...['GET /stamkort', 'GET /stamkort/genoplivning', 'POST /stamkort/genoplivning'],
      ...['telefon', 'midlertidig-adresse', 'sprog', 'tandlaege', 'paaroerende/ny', 'paaroerende/:id'].flatMap((item) => [
        `GET /stamkort/${item}`,
        `POST /stamkort/${item}`,
      ]),
      ...['midlertidig-adresse', 'tandlaege', 'paaroerende/:id'].flatMap((item) => [
        `GET /stamkort/${item}/slet`,
        `POST /stamkort/${item}/slet`,
      ]),
      ...['POST /spaerringer', 'POST /spaerringer/gennemse', 'POST /spaerringer/ophaev', 'POST /skift', 'POST /log-ud'],
      ...['GET /koordinering', 'POST /koordinering', 'POST /koordinering/slip', 'POST /koordinering/vaerdispring'],
    ],
    { signedIn: 'a page of the citizen’s, or of one who treats them' },
  ),
  ...pages(
    [
      ...['GET /kvalitet', 'GET /kvalitet.csv', 'GET /kvalitet.json'],
      ...['GET /kvalitet/:id', 'GET /kvalitet/:id/tal.csv', 'GET /kvalitet/:id/tal.json'],
    ],
    { signedIn: 'how good senders’ data is: to administrators, and to coordinators of the own municipality’s' },
  ),
  'GET /livez': { open: 'whether the process lives' },
  'GET /readyz': { open: 'whether the database answers' },
  'GET /metrics': { open: 'measures, on this machine or with the token for them' },
  'POST /development/token': { open: 'names the command that makes a token' },
  'GET /fhir/metadata': { open: 'the CapabilityStatement' },
  'GET /fhir/.well-known/smart-configuration': { open: 'where tokens come from' },
  ...Object.fromEntries(
    ['CodeSystem', 'OperationDefinition', 'SearchParameter', 'StructureDefinition', 'ValueSet'].flatMap((type) => [
      [`GET /fhir/${type}`, { open: 'published definitions' }],
      [`GET /fhir/${type}/:id`, { open: 'published definitions' }],
    ]),
  ),
  'POST /fhir/Patient/$aftaleoversigt': {
    shows: 'appointments',
    ask: ({ cpr }) =>
      json('/fhir/Patient/$aftaleoversigt', {
        resourceType: 'Parameters',
        parameter: [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: cpr } }],
      }),
  },
  'GET /fhir/Patient/:id/$aftaleoversigt': {
    shows: 'appointments',
    ask: ({ patientId }) => ({ address: `/fhir/Patient/${patientId}/$aftaleoversigt` }),
  },
  'GET /fhir/Appointment': {
    shows: 'appointments',
    ask: ({ patientId }) => ({ address: `/fhir/Appointment?patient=Patient/${patientId}` }),
  },
  'POST /fhir/Appointment/_search': {
    shows: 'appointments',
    ask: ({ cpr }) => form('/fhir/Appointment/_search', { 'patient:identifier': number(cpr) }),
  },
  'GET /fhir/Appointment/:id': { shows: 'appointments', ask: ({ appointmentId }) => ({ address: `/fhir/Appointment/${appointmentId}` }) },
  'GET /fhir/Appointment/:id/_history': {
    shows: 'appointments',
    ask: ({ appointmentId }) => ({ address: `/fhir/Appointment/${appointmentId}/_history` }),
  },
  'GET /fhir/Appointment/:id/_history/:version': {
    shows: 'appointments',
    ask: ({ appointmentId }) => ({ address: `/fhir/Appointment/${appointmentId}/_history/1` }),
  },
  'GET /fhir/Patient/:id': { shows: 'the number', ask: ({ patientId }) => ({ address: `/fhir/Patient/${patientId}` }) },
  'POST /fhir/Patient/_search': { shows: 'the number', ask: ({ cpr }) => form('/fhir/Patient/_search', { identifier: number(cpr) }) },
  'GET /fhir/AuditEvent': { shows: 'log', ask: ({ patientId }) => ({ address: `/fhir/AuditEvent?patient=Patient/${patientId}` }) },
  'POST /fhir/AuditEvent/_search': {
    shows: 'log',
    ask: ({ cpr }) => form('/fhir/AuditEvent/_search', { 'patient:identifier': number(cpr) }),
  },
  'GET /fhir/Consent': { shows: 'blocks', ask: ({ patientId }) => ({ address: `/fhir/Consent?patient=Patient/${patientId}` }) },
  'POST /fhir/Consent/_search': { shows: 'blocks', ask: ({ cpr }) => form('/fhir/Consent/_search', { 'patient:identifier': number(cpr) }) },
  'GET /fhir/Consent/:id': { shows: 'blocks', ask: ({ consentId }) => ({ address: `/fhir/Consent/${consentId}` }) },
  'PUT /fhir/Appointment': { does: 'creates or updates', ask: () => json(`/fhir/Appointment?identifier=${identifier}`, spare()) },
  'POST /fhir/Appointment': {
    does: 'creates',
    ask: () => json('/fhir/Appointment', appointment(`made-${randomUUID()}`, {}, people.caesar.cpr)),
  },
  'PUT /fhir/Appointment/:id': { does: 'updates', ask: ({ spareId }) => json(`/fhir/Appointment/${spareId}`, spare({ id: spareId })) },
  'PATCH /fhir/Appointment/:id': {
    does: 'updates',
    ask: ({ spareId }) => ({
      address: `/fhir/Appointment/${spareId}`,
      type: 'application/json-patch+json',
      body: JSON.stringify([{ op: 'add', path: '/minutesDuration', value: 15 }]),
    }),
  },
  'DELETE /fhir/Appointment': { does: 'deletes', ask: () => ({ address: `/fhir/Appointment?identifier=${identifier}` }) },
  'DELETE /fhir/Appointment/:id': { does: 'deletes', ask: ({ spareId }) => ({ address: `/fhir/Appointment/${spareId}` }) },
  'POST /fhir/': {
    does: 'writes each entry',
    ask: () =>
      json('/fhir', {
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ resource: spare(), request: { method: 'PUT', url: `Appointment?identifier=${identifier}` } }],
      }),
  },
  'POST /fhir/$import-apd': {
    does: 'imports',
    ask: () => ({ address: '/fhir/$import-apd', type: 'text/xml', body: '<ClinicalDocument/>' }),
  },
  'GET /fhir/$quality': { does: 'reads how good its own data has been', ask: () => ({ address: '/fhir/$quality' }) },
  'POST /fhir/$check': { does: 'checks a day of data', ask: () => json('/fhir/$check', spare()) },
  'POST /fhir/Appointment/$validate': { does: 'checks a body', ask: () => json('/fhir/Appointment/$validate', spare()) },
  'POST /fhir/Consent': { does: 'sets a block', ask: ({ cpr }) => json('/fhir/Consent', consent(cpr)) },
  'PUT /fhir/Consent/:id': {
    does: 'changes a block',
    ask: ({ cpr, spareConsentId }) => json(`/fhir/Consent/${spareConsentId}`, consent(cpr, { id: spareConsentId })),
  },
  'DELETE /fhir/Consent/:id': { does: 'lifts a block', ask: ({ spareConsentId }) => ({ address: `/fhir/Consent/${spareConsentId}` }) },
};
