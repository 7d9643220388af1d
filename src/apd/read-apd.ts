/**
 * APD-DK, the CDA document the sector sends today → a FHIR R4 Appointment, with what was odd in it.
 *
 * What the published files get wrong is read and told of; only what cannot be understood is refused, all of it at once.
 * The narrative is never read: it contradicts the structure in the published files. Staff names, the title and the episode of care stay behind.
 */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { EXT } from '../fhir/extension.ts';
import { error, Fault, fault, type Issue, warning } from '../fhir/fault.ts';
import { attribute, child, children, parseXml, text, type XmlElement } from '../fhir/parse-xml.ts';
import { SECTOR_SYSTEM, sectorOf } from '../fhir/sector.ts';
import type { Appointment, AppointmentParticipant, AppointmentStatus, CodeableConcept } from '../fhir/types.ts';
import { ENCOUNTER } from './cda-path.ts';
import { toCoding } from './cda-types.ts';
import { readCitizen } from './read-citizen.ts';
import { readEncounter, readIdentifiers } from './read-encounter.ts';
import { readPerformer, readRequester } from './read-organisations.ts';
import { readPeriod, readTime } from './read-period.ts';
import { readPlace } from './read-place.ts';
import { readGuidedInterval, readSeriesGroup } from './read-preconditions.ts';

export interface ApdDocument {
  readonly appointment: Appointment;
  /** When the document was made, an instant; of two documents of one appointment the later one holds. */
  readonly documentTime: string;
  /** Warnings and information alone, with paths in the CDA document. */
  readonly findings: readonly Issue[];
}

/**
 * One APD-DK document (1.x, 2.0, 2.0.1).
 *
 * Throws a Fault (400) that names each path at fault: not a ClinicalDocument; no citizen, or several; no encounter, or several;
 * no appointment id; no start; a time that is none.
 */
export function readApd(xml: string): ApdDocument {
  const document = parseXml(xml);
  if (document.name !== 'ClinicalDocument' || document.namespace !== 'urn:hl7-org:v3')
    throw fault('structure', 'The body is not a CDA ClinicalDocument (namespace urn:hl7-org:v3)', {
      expression: 'ClinicalDocument',
      rule: 'apd-document',
    });

  const issues: Issue[] = [];
  const citizen = readCitizen(document, issues);
  const documentTime = readDocumentTime(document, issues);
  const encounter = readEncounter(document, issues);
  const identifier = readIdentifiers(document, encounter, issues);
  const period = encounter && readPeriod(document, encounter, issues);
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !citizen || !documentTime || !identifier || !period) throw new Fault(errors);

  const guided = readGuidedInterval(encounter, issues);
  const group = readSeriesGroup(encounter, identifier[0], issues);
  const actors = [readPerformer(encounter, issues), readRequester(document, encounter, issues), readPlace(encounter, issues)];
  const contained = actors.flatMap((actor) => actor.contained);
  const serviceCategory = readCategory(encounter, issues);
  const reasonCode = readReason(encounter);
  const appointment: Appointment = {
    resourceType: 'Appointment',
    ...(isRestricted(document) && {
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    }),
    ...(contained.length > 0 && { contained }),
    extension: [...(guided ? [guided] : []), ...(group ? [group] : []), { url: EXT.sourceUpdated, valueInstant: documentTime }],
    identifier,
    status: readStatus(encounter, issues),
    ...(serviceCategory && { serviceCategory: [serviceCategory] }),
    ...(reasonCode && { reasonCode: [reasonCode] }),
    ...period,
    participant: [toCitizen(citizen), ...actors.flatMap((actor) => actor.participants)],
  };
  return { appointment, documentTime, findings: issues };
}

function readDocumentTime(document: XmlElement, issues: Issue[]): string | undefined {
  const path = 'ClinicalDocument.effectiveTime';
  const value = attribute(child(document, 'effectiveTime'), 'value');
  if (value !== undefined) return readTime(value, path, issues)?.text;
  issues.push(
    error(
      'required',
      'The document does not say when it was made, so a replacement could not be told from what it replaces',
      path,
      'apd-time',
    ),
  );
  return undefined;
}

const toCitizen = (identifier: CitizenIdentifier): AppointmentParticipant => ({
  actor: { type: 'Patient', identifier: { ...identifier } },
  status: 'accepted',
});

function readCategory(encounter: XmlElement | undefined, issues: Issue[]): CodeableConcept | undefined {
  const code = attribute(child(encounter, 'code'), 'code');
  if (code !== undefined && sectorOf(code) !== undefined) return { coding: [{ system: SECTOR_SYSTEM, code }] };
  issues.push(
    warning(
      'apd-category',
      "The encounter's code is none of the three appointment categories; the sender's sector is taken",
      `${ENCOUNTER}.code`,
    ),
  );
  return undefined;
}

/** CDA's ActStatus → R4. APD-DK 2.0 knows `active` alone; the rest is read for 1.0 and because a cancelled visit must not stand as booked. */
const statusOf: ReadonlyMap<string, AppointmentStatus> = new Map([
  ['active', 'booked'],
  ['cancelled', 'cancelled'],
  ['aborted', 'cancelled'],
  ['completed', 'fulfilled'],
  ['nullified', 'entered-in-error'],
]);

function readStatus(encounter: XmlElement | undefined, issues: Issue[]): AppointmentStatus {
  const code = attribute(child(encounter, 'statusCode'), 'code') ?? '';
  if (code !== 'active')
    issues.push(warning('apd-status', 'The status is not active, the only one of APD-DK 2.0', `${ENCOUNTER}.statusCode`));
  return statusOf.get(code) ?? 'booked';
}

/** The words (`displayName`), and the code where it is a real one. */
function readReason(encounter: XmlElement | undefined): CodeableConcept | undefined {
  const reason = children(encounter, 'entryRelationship').find((relationship) => attribute(relationship, 'typeCode') === 'RSON');
  const code = child(reason, 'observation', 'code');
  const coding = toCoding(code);
  const words = attribute(code, 'displayName')?.replaceAll(/\s+/g, ' ') ?? text(child(code, 'originalText'));
  if (words === undefined && coding === undefined) return undefined;
  return { ...(coding && { coding: [coding] }), ...(words && { text: words }) };
}

/** v3-Confidentiality `R` and `V`: the same label as a protected address has in FHIR, so that the home stays hidden. */
const isRestricted = (document: XmlElement): boolean =>
  ['R', 'V'].includes(attribute(child(document, 'confidentialityCode'), 'code') ?? '');
