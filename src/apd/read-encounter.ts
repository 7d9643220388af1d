/** The one appointment of a document, and what it is called. */
import { error, type Issue, information } from '../fhir/fault.ts';
import { attribute, child, children, type XmlElement } from '../fhir/parse-xml.ts';
import type { Identifier } from '../fhir/types.ts';
import { ENCOUNTER } from './cda-path.ts';
import { toIdentifier } from './cda-types.ts';
import { isUuid } from './is-uuid.ts';

/** MedCom's root of document and appointment ids. */
const MEDCOM_SYSTEM = 'urn:oid:1.2.208.184';

export function readEncounter(document: XmlElement, issues: Issue[]): XmlElement | undefined {
  const encounters = children(child(document, 'component', 'structuredBody'), 'component')
    .flatMap((component) => children(component, 'section'))
    .flatMap((section) => children(section, 'entry'))
    .flatMap((entry) => children(entry, 'encounter'))
    .filter((encounter) => (attribute(encounter, 'moodCode') ?? 'APT') === 'APT');
  if (encounters.length === 0)
    issues.push(error('required', 'The document holds no appointment: send one encounter with moodCode APT', ENCOUNTER, 'apd-document'));
  if (encounters.length > 1)
    issues.push(error('value', 'The document holds more than one appointment: send one document for each', ENCOUNTER, 'apd-document'));
  return encounters[0];
}

/** The encounter's id is the appointment's identity; its other ids, and the document's, which a replacement changes, are `secondary`. */
export function readIdentifiers(
  document: XmlElement,
  encounter: XmlElement | undefined,
  issues: Issue[],
): [Identifier, ...Identifier[]] | undefined {
  const ids = children(encounter, 'id')
    .map(toIdentifier)
    .filter((id) => id !== undefined);
  const own = ids.find(({ system }) => system === MEDCOM_SYSTEM) ?? ids[0];
  if (own === undefined) {
    if (encounter !== undefined)
      issues.push(error('required', 'The appointment has no id, so nothing could ever change or cancel it', `${ENCOUNTER}.id`, 'apd-id'));
    return undefined;
  }
  if (!isUuid(own.value))
    issues.push(information('apd-id-form', "The appointment's id is not a UUID; it was taken as it is", `${ENCOUNTER}.id`));

  const ofDocument = toIdentifier(child(document, 'id'));
  if (ofDocument !== undefined && !isUuid(ofDocument.value))
    issues.push(information('apd-id-form', "The document's id is not a UUID; it was taken as it is", 'ClinicalDocument.id'));
  const others = [...ids.filter((id) => id !== own), ...(ofDocument ? [ofDocument] : [])].filter(
    ({ system, value }) => system !== own.system || value !== own.value,
  );
  return [own, ...others.map((id) => ({ use: 'secondary' as const, ...id }))];
}
