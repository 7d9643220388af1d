/** What PDC-DK has in its header: the citizen, the surgery, and in the drafts of 2.0 what registers said. */
import { toIdentifier } from '../apd/cda-types.ts';
import { type CitizenIdentifier, isCitizenSystem, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { error, type Issue, information, warning } from '../fhir/fault.ts';
import { attribute, child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import { parseDate } from '../time/parse-date.ts';
import { CPR_ROOT, toRelation } from './codes.ts';
import type { Content, GeneralPractitioner, NameAndAddress, Relative } from './item.ts';
import { toContactPoints, toName, toPlainAddress, toRelationship } from './read-values.ts';

const ROLE = 'ClinicalDocument.recordTarget.patientRole';

export const patientRole = (document: XmlElement): XmlElement | undefined => child(document, 'recordTarget', 'patientRole');

export function readCitizen(document: XmlElement, issues: Issue[]): CitizenIdentifier | undefined {
  const ids = children(patientRole(document), 'id').flatMap((id) => toIdentifier(id) ?? []);
  const [first, ...more] = ids.filter(({ system }) => isCitizenSystem(system));
  const citizen = first === undefined || more.length > 0 ? undefined : parseCitizenIdentifier(first.system, first.value);
  if (citizen === undefined)
    issues.push(error('value', 'recordTarget names one citizen, by a CPR or eCPR number', `${ROLE}.id`, 'pdc-citizen'));
  return citizen;
}

/** Birth date and sex, which no entry has. */
export function readPerson(document: XmlElement, issues: Issue[]): Pick<NameAndAddress, 'gender' | 'birthDate'> {
  const patient = child(patientRole(document), 'patient');
  const code = attribute(child(patient, 'administrativeGenderCode'), 'code');
  const birth = attribute(child(patient, 'birthTime'), 'value');
  const birthDate = parseDate((birth ?? '').replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3'));
  if (birth !== undefined && birth.length > 8)
    issues.push(information('pdc-birth-time', 'The time of birth is more than a day; the day was taken', `${ROLE}.patient.birthTime`));
  const gender = code === 'M' ? 'male' : code === 'F' ? 'female' : undefined;
  return { ...(gender && { gender }), ...(birthDate && { birthDate }) };
}

/** Where no entry gives it. */
export function readNameAndAddress(document: XmlElement): NameAndAddress | undefined {
  const role = patientRole(document);
  const name = toName(child(role, 'patient', 'name'));
  const { address } = toPlainAddress(child(role, 'addr'));
  return name && { kind: 'name-and-address', name, ...(address && { address: { ...address, use: 'home' } }), isProtected: false };
}

/** One published document has it beside patientRole instead of within. */
export function readSurgery(document: XmlElement, issues: Issue[]): GeneralPractitioner | undefined {
  const within = child(patientRole(document), 'providerOrganization');
  const surgery = within ?? child(document, 'recordTarget', 'providerOrganization');
  if (surgery === undefined) return undefined;
  if (within === undefined)
    issues.push(
      warning('pdc-surgery-place', 'providerOrganization stands outside patientRole; it was taken', 'ClinicalDocument.recordTarget'),
    );
  const identifier = children(surgery, 'id').flatMap((id) => toIdentifier(id) ?? []);
  const name = text(child(surgery, 'name'));
  const { address } = toPlainAddress(child(surgery, 'addr'));
  const { use: _use, ...plain } = address ?? {};
  return {
    kind: 'general-practitioner',
    identifier,
    ...(name && { name }),
    telecom: toContactPoints(children(surgery, 'telecom')),
    ...(address && { address: { ...plain, use: 'work' } }),
  };
}

/** Of the drafts of 2.0: what final ones have as entries. */
export function readHeaderRegisters(document: XmlElement, issues: Issue[]): Content[] {
  const ids = children(patientRole(document), 'id').filter((id) => attribute(id, 'root') !== CPR_ROOT);
  const found = ids.flatMap((id): Content[] => {
    const said = attribute(id, 'extension');
    const isSaid = said === 'true' || said === 'false';
    switch (attribute(id, 'assigningAuthorityName')) {
      case 'Sygesikringen': {
        const group = /[12]$/.exec(said ?? '')?.[0];
        return group === undefined ? [] : [{ kind: 'coverage-group', group }];
      }
      case 'OrganDonorRegistration':
        return isSaid ? [{ kind: 'organ-donor', registered: said === 'true' }] : [];
      case 'LivingWillRegistration':
        return isSaid ? [{ kind: 'living-will', registered: said === 'true' }] : [];
      case 'TreatmentWillRegistration':
        return isSaid ? [{ kind: 'treatment-will', registered: said === 'true' }] : [];
      default:
        return [];
    }
  });
  if (found.length > 0) issues.push(warning('pdc-header-register', 'What registers say stands in the header; it was taken', `${ROLE}.id`));
  return found;
}

/** Of the drafts of 2.0: a guardian, and relatives, from the CPR register. */
export function readHeaderRelatives(document: XmlElement, issues: Issue[]): Relative[] {
  const guardian = child(patientRole(document), 'patient', 'guardian');
  const guardianName = toName(child(guardian, 'guardianPerson', 'name'));
  const informants = children(document, 'informant').flatMap((informant): Relative[] => {
    const entity = child(informant, 'relatedEntity');
    const name = toName(child(entity, 'relatedPerson', 'name'));
    const relation = toRelationship(child(entity, 'code'));
    return name === undefined
      ? []
      : [{ kind: 'relative', name, telecom: toContactPoints(children(entity, 'telecom')), ...(relation && { relation }) }];
  });
  if (informants.length > 0)
    issues.push(warning('pdc-header-relative', 'Relatives from a register stand in the header (informant)', 'ClinicalDocument.informant'));
  if (guardianName === undefined) return informants;
  issues.push(
    warning('pdc-guardian', 'A guardian, whom the final standard does not have, was taken as a relative', `${ROLE}.patient.guardian`),
  );
  return [
    { kind: 'relative', name: guardianName, telecom: toContactPoints(children(guardian, 'telecom')), relation: GUARDIAN },
    ...informants,
  ];
}

export const GUARDIAN = toRelation({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'GUARD', display: 'guardian' }],
  text: 'Værge',
});
