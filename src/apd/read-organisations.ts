/** Who carries the appointment out and who asked for it, each as a contained HealthcareService. */
import { type Issue, warning } from '../fhir/fault.ts';
import { attribute, child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { AppointmentParticipant, HealthcareService, Location } from '../fhir/types.ts';
import { ENCOUNTER } from './cda-path.ts';
import { toAddress, toOrganisationIdentifier, toTelecoms } from './cda-types.ts';

export interface Actors {
  readonly contained: readonly (HealthcareService | Location)[];
  readonly participants: readonly AppointmentParticipant[];
}

const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';

export function readPerformer(encounter: XmlElement | undefined, issues: Issue[]): Actors {
  const path = `${ENCOUNTER}.performer.assignedEntity`;
  const entity = child(encounter, 'performer', 'assignedEntity');
  if (entity === undefined)
    issues.push(warning('apd-performer', 'The appointment has no performer: the citizen sees nobody to call', path));
  return entity === undefined ? { contained: [], participants: [] } : toActors(entity, 'performer', 'PPRF', path, issues);
}

/**
 * The author marked as referrer. MedCom's code is `REFB`, its maximum example long said `RESB`;
 * APD 1.x has the requester inside the encounter, without a code.
 */
export function readRequester(document: XmlElement, encounter: XmlElement | undefined, issues: Issue[]): Actors {
  const codeOf = (author: XmlElement): string | undefined => attribute(child(author, 'assignedAuthor', 'code'), 'code');
  const isReferrer = (author: XmlElement): boolean => ['REFB', 'RESB'].includes(codeOf(author) ?? '');
  const inHeader = children(document, 'author').find(isReferrer);
  const inBody = children(encounter, 'author').find((author) => isReferrer(author) || codeOf(author) === undefined);
  const author = inHeader ?? inBody;
  const assigned = child(author, 'assignedAuthor');
  if (author === undefined || assigned === undefined) return { contained: [], participants: [] };

  const path = `${author === inHeader ? 'ClinicalDocument' : ENCOUNTER}.author.assignedAuthor`;
  if (codeOf(author) === 'RESB')
    issues.push(warning('apd-requester-code', 'The requester is marked RESB; the code is REFB', `${path}.code`));
  return toActors(assigned, 'requester', 'REF', path, issues);
}

/**
 * The person is left out: an organisation answers for the appointment, not one of its staff.
 * The performer's address comes along as `HealthcareService.location`: it tells the office from the place of the visit.
 */
function toActors(entity: XmlElement, id: string, role: 'PPRF' | 'REF', path: string, issues: Issue[]): Actors {
  const organisation = child(entity, 'representedOrganization');
  const name = text(child(organisation, 'name'));
  const identifier = toOrganisationIdentifier([...children(entity, 'id'), ...children(organisation, 'id')]);
  if (identifier === undefined)
    issues.push(
      warning(
        'apd-organisation-id',
        'The organisation has neither a SOR id (root 1.2.208.176.1.1) nor a ydernummer (root 1.2.208.176.1.4)',
        `${path}.id`,
      ),
    );

  const telecom = [entity, organisation].map((of) => toTelecoms(children(of, 'telecom'))).find(({ length }) => length > 0);
  const address = role === 'PPRF' ? [entity, organisation].map((of) => toAddress(child(of, 'addr'))).find(Boolean) : undefined;
  const service: HealthcareService = {
    resourceType: 'HealthcareService',
    id,
    ...((identifier ?? name) !== undefined && { providedBy: { ...(identifier && { identifier }), ...(name && { display: name }) } }),
    ...(address && { location: [{ reference: `#${id}-address` }] }),
    ...(name && { name }),
    ...(telecom && { telecom }),
  };
  return {
    contained: [service, ...(address ? [{ resourceType: 'Location' as const, id: `${id}-address`, address }] : [])],
    participants: [{ type: [{ coding: [{ system: PARTICIPATION, code: role }] }], actor: { reference: `#${id}` }, status: 'accepted' }],
  };
}
