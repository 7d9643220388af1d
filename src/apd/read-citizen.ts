/** Whose appointment it is: `recordTarget`, never the title. */
import { type CitizenIdentifier, CPR_SYSTEM, isCitizenSystem, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { error, type Issue, warning } from '../fhir/fault.ts';
import { child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import { toIdentifier } from './cda-types.ts';

const PATH = 'ClinicalDocument.recordTarget.patientRole.id';

/** The one citizen's number; where it is not one, says why among the issues. A person with both numbers goes by the CPR number. */
export function readCitizen(document: XmlElement, issues: Issue[]): CitizenIdentifier | undefined {
  const ids = children(document, 'recordTarget')
    .flatMap((target) => children(target, 'patientRole'))
    .flatMap((role) => children(role, 'id'))
    .map(toIdentifier)
    .filter((id) => id !== undefined && isCitizenSystem(id.system))
    .filter((id) => id !== undefined);
  const cprs = ids.filter(({ system }) => system === CPR_SYSTEM);
  const candidates = cprs.length > 0 ? cprs : ids;
  const [first] = candidates;
  if (first === undefined) {
    issues.push(
      error('required', 'The document names no citizen: send a CPR number (root 1.2.208.176.1.2) or an eCPR number', PATH, 'apd-citizen'),
    );
    return undefined;
  }
  if (candidates.some(({ system, value }) => system !== first.system || value !== first.value)) {
    issues.push(error('value', 'The document names more than one citizen', PATH, 'apd-citizen'));
    return undefined;
  }
  const citizen = parseCitizenIdentifier(first.system, first.value);
  if (citizen === undefined)
    issues.push(error('value', "The citizen's number is not a CPR or eCPR number of a day that exists", PATH, 'apd-citizen'));
  else if (!isTitleOf(document, citizen))
    issues.push(
      warning(
        'apd-title',
        'The title does not hold the number in recordTarget; recordTarget was taken, the title is not kept',
        'ClinicalDocument.title',
      ),
    );
  return citizen;
}

/** Rule 9ac6: `Aftale for ` and the number. A title without any number names nobody else. */
function isTitleOf(document: XmlElement, { value }: CitizenIdentifier): boolean {
  const title = text(child(document, 'title')) ?? '';
  return !/\d{6}/.test(title) || title.replaceAll(/[- ]/g, '').includes(value);
}
