/** The two marks an APD-DK encounter may carry: the time is only a guide; the appointment is one of several that repeat. */
import { EXT } from '../fhir/extension.ts';
import { type Issue, information, warning } from '../fhir/fault.ts';
import { attribute, child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { Extension, Identifier } from '../fhir/types.ts';
import { ENCOUNTER } from './cda-path.ts';
import { toIdentifier } from './cda-types.ts';
import { isUuid } from './is-uuid.ts';

const PATH = `${ENCOUNTER}.precondition.criterion`;

const GUIDED = { template: '1.2.208.184.14.11.5', codes: ['GuidedIntervalType'] };
/** The second code stood in MedCom's own maximum example until October 2022. */
const REPEATING = { template: '1.2.208.184.14.11.4', codes: ['RepeatingDocumentType', 'RepeatingAppointmentType'] };

const STANDARD_WORDS = 'Tidspunktet er vejledende';

/** Extension `guided-interval` with the sender's words, or the standard ones. */
export function readGuidedInterval(encounter: XmlElement | undefined, issues: Issue[]): Extension | undefined {
  const mark = findMark(encounter, GUIDED);
  if (mark === undefined) return undefined;
  const words = text(child(mark, 'criterion', 'text'));
  if (words === undefined)
    issues.push(
      information('apd-guided-words', 'The time is marked as a guide without words; the standard words were taken', `${PATH}.text`),
    );
  return { url: EXT.guidedInterval, valueString: words ?? STANDARD_WORDS };
}

/** Extension `series-group`. Errata item 16 leaves the group id optional; without one the appointment is a group of its own. */
export function readSeriesGroup(encounter: XmlElement | undefined, own: Identifier | undefined, issues: Issue[]): Extension | undefined {
  const mark = findMark(encounter, REPEATING);
  if (mark === undefined) return undefined;
  if (attribute(child(mark, 'criterion', 'code'), 'code') === 'RepeatingAppointmentType')
    issues.push(warning('apd-repeat-code', 'The code of a repeating appointment is RepeatingDocumentType', `${PATH}.code`));

  const group = toIdentifier(child(mark, 'criterion', 'value'));
  if (group === undefined)
    issues.push(
      warning('apd-repeat-group', "A repeating appointment without a group id; its own id was taken as the group's", `${PATH}.value`),
    );
  else if (!isUuid(group.value))
    issues.push(information('apd-id-form', 'The group id is not a UUID; it was taken as it is', `${PATH}.value`));
  const valueIdentifier = group ?? own;
  return valueIdentifier && { url: EXT.seriesGroup, valueIdentifier };
}

/** By its code; by its template where it has no code. */
const findMark = (encounter: XmlElement | undefined, { template, codes }: { template: string; codes: string[] }): XmlElement | undefined =>
  children(encounter, 'precondition').find((precondition) => {
    const code = attribute(child(precondition, 'criterion', 'code'), 'code');
    return code === undefined
      ? children(precondition, 'templateId').some((id) => attribute(id, 'root') === template)
      : codes.includes(code);
  });
