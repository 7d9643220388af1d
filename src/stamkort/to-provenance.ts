/** Who entered each item and when → Provenance, one for each. A person by name, a professional by the organisation, nobody by a CPR number. */
import type { Provenance, ProvenanceAgent, Reference } from '@medplum/fhirtypes';
import { EXT } from '../fhir/extension.ts';
import type { PrimitiveSibling } from '../fhir/types.ts';
import { authorCodes, entryWords } from '../pdc/codes.ts';
import { type Author, type Content, fullName, type Kind } from '../pdc/item.ts';
import { registerName } from '../pdc/narrative.ts';
import type { Card, CardItem } from './card.ts';
import { singleId } from './ids.ts';
import { AS_OF, MEDCOM_SYSTEM, REGISTER_STATUS_SYSTEM, REGISTER_SYSTEM, TARGET_PATH } from './own-words.ts';

export type ItemProvenance = Provenance & { _recorded?: PrimitiveSibling };

export function toProvenance(card: Card, item: CardItem): ItemProvenance {
  const { content, author, recordedAt, overwritten, register } = item;
  const standing = register === undefined ? undefined : card.standings.get(register);
  const isLate = standing !== undefined && standing.status !== 'ok';
  return {
    resourceType: 'Provenance',
    id: `${item.id}-${item.version}`,
    ...(isLate && { meta: { tag: [{ system: REGISTER_STATUS_SYSTEM, code: standing.status }] } }),
    ...(standing?.asOf !== undefined && { extension: [{ url: AS_OF, valueInstant: standing.asOf.toISOString() }] }),
    target: targetsOf(card.citizenId, item),
    // R4 wants a time of every Provenance; a register often has none.
    ...(recordedAt === undefined
      ? { _recorded: { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] } }
      : { recorded: recordedAt }),
    agent: [agentOf(author, content, card.citizenId, register)],
    ...(overwritten !== undefined && {
      entity: [
        {
          role: 'revision',
          what: { display: `Borgerens egen indtastning, version ${overwritten.version}` },
          agent: [agentOf(overwritten.author, content, card.citizenId, undefined)],
        },
      ],
    }),
  } as ItemProvenance;
}

/** Of a Patient: which of its elements the item is. */
const patientPaths: Readonly<Partial<Record<Kind, string>>> = {
  'name-and-address': "Patient.name | Patient.gender | Patient.birthDate | Patient.address.where(use = 'home')",
  'general-practitioner': 'Patient.generalPractitioner',
  contact: 'Patient.telecom',
  'temporary-address': "Patient.address.where(use = 'temp')",
  language: 'Patient.communication',
};

function targetsOf(citizenId: string, { id, content: { kind } }: CardItem): Reference[] {
  const path = patientPaths[kind];
  const patient = {
    reference: `Patient/${citizenId}`,
    ...(path !== undefined && { extension: [{ url: TARGET_PATH, valueString: path }] }),
  };
  switch (kind) {
    case 'relative':
    case 'custody':
      return [{ reference: `RelatedPerson/${id}` }];
    case 'dentist':
      return [{ reference: `CareTeam/${id}` }];
    case 'coverage-group':
      return [{ reference: `Coverage/${singleId(citizenId, kind)}` }];
    case 'general-practitioner':
      return [patient, { reference: `Organization/${singleId(citizenId, kind)}` }];
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will':
    case 'resuscitation':
      return [{ reference: `Observation/${singleId(citizenId, kind)}` }];
    case 'name-and-address':
    case 'contact':
    case 'temporary-address':
    case 'language':
      return [patient];
    default:
      return kind satisfies never;
  }
}

const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

function agentOf(author: Author, content: Content, citizenId: string, register: string | undefined): ProvenanceAgent {
  const type = { coding: [{ system: PARTICIPANT, code: 'author', display: 'Author' }] };
  const { kind, name, organisation } = author;
  const named = name === undefined ? undefined : fullName(name);
  if (kind === 'register') {
    const display = organisation?.name ?? registerName(content) ?? 'Register';
    return { type, who: { ...(register !== undefined && { identifier: { system: REGISTER_SYSTEM, value: register } }), display } };
  }
  const { code, display } = authorCodes[kind];
  const role = [{ coding: [{ system: MEDCOM_SYSTEM, code, display }] }];
  switch (kind) {
    case 'citizen':
      return { type, role, who: { reference: `Patient/${citizenId}`, display: named ?? 'Borger' } };
    case 'relative':
      return { type, role, who: { display: named ?? 'Pårørende' }, onBehalfOf: { reference: `Patient/${citizenId}` } };
    case 'professional':
      return {
        type,
        role,
        who: {
          ...(organisation?.identifier !== undefined && { identifier: organisation.identifier }),
          display: organisation?.name ?? 'Sundhedsprofessionel',
        },
      };
    default:
      return kind satisfies never;
  }
}

export const labelOf = (kind: Kind): string => (kind === 'general-practitioner' ? 'Egen læge' : entryWords[kind].display);
