/** RelatedPerson and CareTeam as a citizen or professional sends them → a relative, a dentist. */
import type { CareTeam, Organization, RelatedPerson } from '@medplum/fhirtypes';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import type { JsonObject } from '../fhir/json.ts';
import { type Dentist, fullName, type Relative } from '../pdc/item.ts';
import { checkAddress, checkName, checkRelation, checkTelecoms, checkText, refuseUnkept } from './check-values.ts';
import { holdToShown, refusal } from './hold-to-shown.ts';
import { COMMENT, DENTIST } from './own-words.ts';

/** @throws Fault 422 */
export function readRelative(body: RelatedPerson, shown: RelatedPerson | undefined): Relative {
  const issues = holdToShown(body as unknown as JsonObject, {
    type: 'RelatedPerson',
    shown: shown as unknown as JsonObject | undefined,
    editable: ['patient', 'extension', 'relationship', 'name', 'telecom'],
    registers: [],
    isWhole: false,
  });
  const [name, ...names] = body.name ?? [];
  if (names.length > 0) issues.push(refusal(false, 'RelatedPerson.name[1]'));
  if (name === undefined) issues.push(error('business-rule', 'Give the relative a name', 'RelatedPerson.name', 'card-name'));
  const comment = readComment(body, issues);
  const relation = checkRelation(body.relationship ?? [], 'RelatedPerson.relationship', issues);
  const content: Relative = {
    kind: 'relative',
    name: checkName(name ?? {}, 'RelatedPerson.name[0]', name === undefined ? [] : issues),
    telecom: checkTelecoms(body.telecom ?? [], 'RelatedPerson.telecom', issues),
    ...(relation !== undefined && { relation }),
    ...(comment !== undefined && { comment }),
  };
  if (issues.length > 0) throw new Fault(issues);
  return content;
}

function readComment({ extension = [] }: RelatedPerson, issues: Issue[]): string | undefined {
  const comments = extension.filter(({ url }) => url === COMMENT);
  for (const [index, { url }] of extension.entries()) {
    if (url !== COMMENT || comments.length > 1) issues.push(refusal(false, `RelatedPerson.extension[${index}]`));
  }
  const text = comments[0]?.valueString;
  return text === undefined ? undefined : checkText(text, 'RelatedPerson.extension', issues) || undefined;
}

/** @throws Fault 422 */
export function readDentist(body: CareTeam, shown: CareTeam | undefined): Dentist {
  const issues = holdToShown(body as unknown as JsonObject, {
    type: 'CareTeam',
    shown: shown as unknown as JsonObject | undefined,
    editable: ['contained', 'status', 'name', 'subject', 'participant', 'category'],
    registers: [],
    isWhole: false,
  });
  const [participant, ...others] = body.participant ?? [];
  if (participant === undefined || others.length > 0 || !isDentist(participant.role)) {
    const text = `The card's CareTeam has one participant, of role ${DENTIST.system}#${DENTIST.code}`;
    issues.push(error('business-rule', text, 'CareTeam.participant', 'card-single'));
  }
  const clinic = readClinic(body, issues);
  if (issues.length > 0 || clinic === undefined) throw new Fault(issues);
  return clinic;
}

const isDentist = (role: NonNullable<CareTeam['participant']>[number]['role']): boolean =>
  (role ?? []).some(({ coding }) => coding?.some(({ system, code }) => system === DENTIST.system && code === DENTIST.code) === true);

function readClinic({ contained = [], participant }: CareTeam, issues: Issue[]): Dentist | undefined {
  const member = participant?.[0]?.member;
  const index = contained.findIndex(({ id }) => `#${id}` === member?.reference);
  const found = contained[index];
  for (const [at] of contained.entries()) if (at !== index) issues.push(refusal(false, `CareTeam.contained[${at}]`));
  if (found?.resourceType !== 'Organization') {
    if (member?.display === undefined || found !== undefined) {
      issues.push(
        error('business-rule', 'Name the clinic: a contained Organization, or a display', 'CareTeam.participant[0].member', 'card-name'),
      );
      return undefined;
    }
    const { system, value } = member.identifier ?? {};
    return {
      kind: 'dentist',
      ...(system !== undefined && value !== undefined && { identifier: { system, value } }),
      clinic: checkText(member.display, 'CareTeam.participant[0].member.display', issues),
      telecom: [],
    };
  }
  return readOrganization(found, `CareTeam.contained[${index}]`, issues);
}

function readOrganization(organization: Organization, path: string, issues: Issue[]): Dentist {
  refuseUnkept(organization, ['resourceType', 'id', 'identifier', 'name', 'telecom', 'address', 'contact'], path, issues);
  const { system, value } = organization.identifier?.[0] ?? {};
  const contact = organization.contact?.[0]?.name;
  const name = contact === undefined ? undefined : checkName(contact, `${path}.contact[0].name`, issues);
  const called = organization.name === undefined ? undefined : checkText(organization.name, `${path}.name`, issues);
  // A clinic without a name of its own is shown by its dentist's.
  const clinic = called === 'Tandlæge' || (name !== undefined && called === fullName(name)) ? undefined : called;
  const address = organization.address?.[0];
  return {
    kind: 'dentist',
    ...(system !== undefined && value !== undefined && { identifier: { system, value } }),
    ...(clinic !== undefined && { clinic }),
    ...(name !== undefined && { name }),
    ...(address !== undefined && { address: { ...checkAddress(address, `${path}.address[0]`, issues), use: 'work' } }),
    telecom: checkTelecoms(organization.telecom ?? [], `${path}.telecom`, issues),
  };
}
