/**
 * A line of the log → FHIR AuditEvent, after the patterns of IHE BALP.
 * @see {@link https://profiles.ihe.net/ITI/BALP/content.html}
 */
import type { AuditEventAgent, AuditEventEntity, Coding } from '@medplum/fhirtypes';
import { BASE } from '../fhir/base.ts';
import type { AuditEvent } from '../fhir/types.ts';
import { accessText } from './access-text.ts';
import type { AuditAgent, AuditLine } from './audit-line.ts';

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
}

export function toAuditEvent({ id, citizenId, recordedAt, line }: AuditEventSource, publicUrl: string): AuditEvent {
  const { interaction, operation, override, who } = line;
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
    outcome: line.denied === true ? MINOR_FAILURE : SUCCESS,
    ...(purposes.length > 0 && { purposeOfEvent: purposes.map((coding) => ({ coding: [coding] })) }),
    agent: [clientAgent(line), serverAgent(line, publicUrl), userAgent(who)],
    source: { site: publicUrl, observer: { display: 'Aftaledeling', identifier: { system: BASE, value: publicUrl } } },
    entity: [
      patientEntity(citizenId),
      { what: { identifier: { value: line.request } }, type: { system: BALP_ENTITY, code: 'XrequestId' } },
      {
        what: { display: operation ?? line.type },
        type: { system: ENTITY_TYPE, code: '2', display: 'System Object' },
        detail: [
          { type: 'rows', valueString: String(line.rows) },
          { type: 'withheld', valueString: String(line.withheld) },
          ...(override === undefined
            ? []
            : [
                { type: 'override', valueString: override.code },
                { type: 'override-reason', valueString: override.reason },
              ]),
        ],
      },
    ],
  };
}

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

/** By BALP the one who receives is the destination: of a read the client, of everything else the server. */
const clientAgent = (line: AuditLine): AuditEventAgent => ({
  type: { coding: [isRead(line) ? DESTINATION : SOURCE] },
  who: { identifier: { value: line.who.client } },
  requestor: false,
});

const serverAgent = (line: AuditLine, publicUrl: string): AuditEventAgent => ({
  type: { coding: [isRead(line) ? SOURCE : DESTINATION] },
  who: { display: 'Aftaledeling' },
  requestor: false,
  network: { address: publicUrl, type: '5' },
});

const SOURCE: Coding = { system: DCM, code: '110153', display: 'Source Role ID' };
const DESTINATION: Coding = { system: DCM, code: '110152', display: 'Destination Role ID' };

function userAgent({ role, id, name, sor, cvr, authorisation, relation }: AuditAgent): AuditEventAgent {
  const organisation =
    sor === undefined ? cvr && { system: 'http://cvr.dk', value: cvr } : { system: 'urn:oid:1.2.208.176.1.1', value: sor };
  const identifier = authorisation === undefined ? { value: id } : { system: 'https://autregweb.sst.dk', value: authorisation };
  return {
    type: { coding: [{ system: PARTICIPATION, code: 'IRCP', display: 'information recipient' }] },
    who: {
      ...(role === 'citizen' ? { reference: `Patient/${id}`, type: 'Patient' } : { identifier }),
      ...(name !== undefined && { display: name }),
    },
    ...(organisation && { altId: `${organisation.system}|${organisation.value}` }),
    ...(name !== undefined && { name }),
    requestor: true,
    role: [{ coding: [{ system: `${BASE}/CodeSystem/role`, code: role }], ...(relation !== undefined && { text: relation }) }],
  };
}

const patientEntity = (citizenId: string): AuditEventEntity => ({
  what: { reference: `Patient/${citizenId}`, type: 'Patient' },
  type: { system: ENTITY_TYPE, code: '1', display: 'Person' },
  role: { system: OBJECT_ROLE, code: '1', display: 'Patient' },
});
