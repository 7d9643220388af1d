/**
 * A line of the log → FHIR AuditEvent, after the patterns of IHE BALP.
 * @see {@link https://profiles.ihe.net/ITI/BALP/content.html}
 */
import type { AuditEventAgent, AuditEventEntity, AuditEventEntityDetail, Coding } from '@medplum/fhirtypes';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { BASE } from '../fhir/base.ts';
import type { AuditEvent } from '../fhir/types.ts';
import { accessText } from './access-text.ts';
import type { AuditAgent, AuditLine } from './audit-line.ts';
import type { Relation } from './caller.ts';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const REST: Coding = { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest', display: 'RESTful Operation' };
const RESTFUL = 'http://hl7.org/fhir/restful-interaction';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const ENTITY_TYPE = 'http://terminology.hl7.org/CodeSystem/audit-entity-type';
const OBJECT_ROLE = 'http://terminology.hl7.org/CodeSystem/object-role';
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const BALP_ENTITY = 'https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType';

/** Of R4's audit-event-outcome. */
const SUCCESS = '0';
const MINOR_FAILURE = '4';

export interface AuditEventSource {
  readonly id: string;
  readonly citizenId: string;
  readonly recordedAt: Date;
  readonly line: AuditLine;
  /** The citizen's number, for a reader that does not know our ids. */
  readonly identifier?: CitizenIdentifier;
}

export function toAuditEvent({ id, citizenId, recordedAt, line, identifier }: AuditEventSource, publicUrl: string): AuditEvent {
  const { interaction, override, who, denied = false } = line;
  const purposes: Coding[] = [
    ...(who.purpose === undefined ? [] : [{ system: ACT_REASON, code: who.purpose }]),
    ...(override === undefined ? [] : [{ system: ACT_REASON, code: 'BTG', display: 'break the glass' }]),
  ];
  return {
    resourceType: 'AuditEvent',
    id,
    type: REST,
    subtype: [{ system: RESTFUL, code: subtypeOf[interaction], display: accessText(line) }],
    action: actionOf[interaction],
    recorded: recordedAt.toISOString(),
    outcome: denied ? MINOR_FAILURE : SUCCESS,
    ...(denied && { outcomeDesc: 'Afvist: den, der spurgte, måtte ikke' }),
    ...(purposes.length > 0 && { purposeOfEvent: purposes.map((coding) => ({ coding: [coding] })) }),
    agent: [clientAgent(line), serverAgent(line, publicUrl), userAgent(line), ...organisationAgent(who), ...proxyAgent(who)],
    source: { site: publicUrl, observer: { display: 'Aftaledeling', identifier: { system: BASE, value: publicUrl } } },
    entity: [
      patientEntity(citizenId, identifier),
      { what: { identifier: { value: line.request } }, type: { system: BALP_ENTITY, code: 'XrequestId' } },
      isQuery(line) ? queryEntity(line, citizenId) : dataEntity(line),
    ],
  };
}

const isQuery = ({ interaction }: AuditLine): boolean => interaction === 'search' || interaction === 'operation';

/** Whose data was asked for and by what; never with a number, nor the words that were looked for: those are content. */
function queryEntity(line: AuditLine, citizenId: string): AuditEventEntity {
  const { operation, type } = line;
  const query = operation === undefined ? `${type}?patient=Patient/${citizenId}` : `${type}/${operation}?patient=Patient/${citizenId}`;
  return {
    type: SYSTEM_OBJECT,
    role: { system: OBJECT_ROLE, code: '24', display: 'Query' },
    description: accessText(line),
    query: Buffer.from(query).toString('base64'),
    detail: detailOf(line),
  };
}

const dataEntity = (line: AuditLine): AuditEventEntity => ({
  what: { display: line.type },
  type: SYSTEM_OBJECT,
  role: { system: OBJECT_ROLE, code: '4', display: 'Domain Resource' },
  detail: detailOf(line),
});

const detailOf = ({ rows, withheld, override }: AuditLine): AuditEventEntityDetail[] => [
  { type: 'rows', valueString: String(rows) },
  { type: 'withheld', valueString: String(withheld) },
  ...(override === undefined
    ? []
    : [
        { type: 'override', valueString: override.code },
        { type: 'override-reason', valueString: override.reason },
      ]),
];

const SYSTEM_OBJECT: Coding = { system: ENTITY_TYPE, code: '2', display: 'System Object' };

const subtypeOf = {
  create: 'create',
  read: 'read',
  vread: 'vread',
  history: 'history-instance',
  search: 'search-type',
  update: 'update',
  delete: 'delete',
  operation: 'operation',
} as const satisfies Record<AuditLine['interaction'], string>;

const actionOf = {
  create: 'C',
  read: 'R',
  vread: 'R',
  history: 'R',
  search: 'E',
  update: 'U',
  delete: 'D',
  operation: 'E',
} as const satisfies Record<AuditLine['interaction'], string>;

const isRead = ({ interaction }: AuditLine): boolean => interaction === 'read' || interaction === 'vread' || interaction === 'history';

/** By BALP the one who receives is the destination: of a read the client, of a query or a write the server; a deletion has neither. */
function rolesOf(line: AuditLine): { readonly client: Coding; readonly server: Coding } {
  if (isRead(line)) return { client: DESTINATION, server: SOURCE };
  if (line.interaction === 'delete') return { client: APPLICATION, server: CUSTODIAN };
  return { client: SOURCE, server: DESTINATION };
}

const SOURCE: Coding = { system: DCM, code: '110153', display: 'Source Role ID' };
const DESTINATION: Coding = { system: DCM, code: '110152', display: 'Destination Role ID' };
const APPLICATION: Coding = { system: DCM, code: '110150', display: 'Application' };
const CUSTODIAN: Coding = { system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'custodian' };

/** Of R4's network-type. */
const MACHINE_NAME = '1';
const URI = '5';

const clientAgent = (line: AuditLine): AuditEventAgent => ({
  type: { coding: [rolesOf(line).client] },
  who: { identifier: { value: line.who.client } },
  requestor: false,
  network: { address: line.who.client, type: MACHINE_NAME },
});

const serverAgent = (line: AuditLine, publicUrl: string): AuditEventAgent => ({
  type: { coding: [rolesOf(line).server] },
  who: { display: 'Aftaledeling' },
  requestor: false,
  network: { address: publicUrl, type: URI },
});

function participationOf(line: AuditLine): Coding {
  if (isRead(line) || isQuery(line)) return { system: PARTICIPATION, code: 'IRCP', display: 'information recipient' };
  if (line.interaction === 'delete') return { system: PARTICIPATION, code: 'CST', display: 'custodian' };
  return { system: PARTICIPATION, code: 'AUT', display: 'author (originator)' };
}

function userAgent(line: AuditLine): AuditEventAgent {
  const { role, id, name, authorisation, relation } = line.who;
  const identifier = authorisation === undefined ? { value: id } : { system: 'https://autregweb.sst.dk', value: authorisation };
  return {
    type: { coding: [participationOf(line)] },
    who: {
      ...(role === 'citizen' ? { reference: `Patient/${id}`, type: 'Patient' } : { identifier }),
      ...(name !== undefined && { display: name }),
    },
    ...(name !== undefined && { name }),
    requestor: true,
    role: [{ coding: [{ system: `${BASE}/CodeSystem/role`, code: role }], ...(relation !== undefined && { text: relation }) }],
    policy: [`urn:ietf:params:oauth:jti:${line.token}`],
  };
}

/** Where whoever looked works. */
function organisationAgent({ sor, cvr }: AuditAgent): AuditEventAgent[] {
  const identifier = sor === undefined ? cvr && { system: 'http://cvr.dk', value: cvr } : { system: 'urn:oid:1.2.208.176.1.1', value: sor };
  return identifier ? [{ type: { text: 'organization' }, who: { type: 'Organization', identifier }, requestor: false }] : [];
}

/** With what right a citizen acted for another. */
const rightOf = {
  'power-of-attorney': { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'POWATT', display: 'power of attorney' },
  custody: {
    system: 'http://hl7.dk/fhir/core/CodeSystem/dk-relatedperson-relationshipcodes',
    code: 'PARAUTH',
    display: 'Forældremyndighedsindehaver',
  },
} as const satisfies Record<Relation, Coding>;

const proxyAgent = ({ relation, id }: AuditAgent): AuditEventAgent[] =>
  relation === undefined
    ? []
    : [{ type: { coding: [rightOf[relation]] }, who: { reference: `Patient/${id}`, type: 'Patient' }, requestor: false }];

const patientEntity = (citizenId: string, identifier: CitizenIdentifier | undefined): AuditEventEntity => ({
  what: { reference: `Patient/${citizenId}`, type: 'Patient', ...(identifier !== undefined && { identifier: { ...identifier } }) },
  type: { system: ENTITY_TYPE, code: '1', display: 'Person' },
  role: { system: OBJECT_ROLE, code: '1', display: 'Patient' },
});
