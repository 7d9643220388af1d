/** A resource as a register sends it → the item of its own kind that it is, and of whom. */
import type { Address, Consent, Coverage, Observation, Organization, Patient, RelatedPerson } from '@medplum/fhirtypes';
import type { Register } from '../access/caller.ts';
import { inForceFrom, isOptOut } from '../access/opt-out.ts';
import { type CitizenIdentifier, CPR_SYSTEM, isCitizenSystem, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { EXT, findExtension } from '../fhir/extension.ts';
import { error, Fault, fault, type Issue } from '../fhir/fault.ts';
import type { Identifier, Reference, Resource } from '../fhir/types.ts';
import { entryWords, MEDCOM_RELATION, toRelation } from '../pdc/codes.ts';
import type { Content, PersonName } from '../pdc/item.ts';
import { toPersonName } from '../pdc/item.ts';
import { formatInstant } from '../time/zone.ts';
import { registerOf, registrationKinds } from './kinds.ts';
import { DK_RELATION, MEDCOM_SYSTEM, ROLE_CODE } from './own-words.ts';

export interface RegisterItem {
  readonly citizen: CitizenIdentifier;
  readonly content: Content;
  /** When the register had it; undefined where it does not tell. */
  readonly recordedAt: Date | undefined;
}

/** What each register writes, for the text of a refusal. */
const writes: Readonly<Record<Register, string>> = {
  cpr: 'Patient (name, gender, birthDate, address) and RelatedPerson (custody, by CHILD or PARAUTH)',
  sygesikring: 'Coverage (class group)',
  yder: 'Patient (generalPractitioner, as a contained Organization)',
  organdonor: 'Observation (OrganDonorRegistration)',
  testamente: 'Observation (TreatmentWillRegistration, LivingWillRegistration)',
  fravalg: 'Consent (scope adr, category dnr)',
};

/** @throws Fault 422 for another register's kind, and for what the kind has no place for */
export function readRegisterItem(resource: Resource, register: Register): RegisterItem {
  switch (resource.resourceType) {
    case 'Patient':
      if (register === 'cpr') return readPerson(resource);
      if (register === 'yder') return readSurgery(resource);
      break;
    case 'RelatedPerson':
      if (register === 'cpr') return readCustody(resource);
      break;
    case 'Coverage':
      if (register === 'sygesikring') return readCoverage(resource);
      break;
    case 'Observation':
      if (register === 'organdonor' || register === 'testamente') return readRegistration(resource, register);
      break;
    case 'Consent':
      if (register === 'fravalg') return readOptOut(resource);
      break;
    default:
      break;
  }
  throw fault('not-supported', `The register ${register} writes ${writes[register]}`, {
    expression: resource.resourceType,
    rule: 'card-register-kind',
  });
}

const always: readonly string[] = ['resourceType', 'id', 'meta', 'text', 'identifier', 'extension', 'language', 'implicitRules'];

function keepTo(resource: Resource, ...elements: readonly string[]): void {
  const others = Object.keys(resource).filter((name) => !always.includes(name) && !elements.includes(name));
  if (others.length === 0) return;
  throw new Fault(
    others.map(
      (name): Issue =>
        error(
          'business-rule',
          "This is no element of the register's own item: leave it out",
          `${resource.resourceType}.${name}`,
          'card-register-kind',
        ),
    ),
  );
}

const sourceTime = (resource: { readonly extension?: Patient['extension'] }): Date | undefined => {
  const text = findExtension(resource as Patient, EXT.sourceUpdated)?.valueInstant;
  return text === undefined ? undefined : new Date(text);
};

function readPerson(patient: Patient): RegisterItem {
  keepTo(patient, 'name', 'gender', 'birthDate', 'address', 'active');
  const names = patient.name ?? [];
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  if (name === undefined) throw required('Send the name', 'Patient.name');
  const isProtected = (patient.meta?.security ?? []).some(({ code }) => code === 'R' || code === 'V');
  const [address, ...others] = patient.address ?? [];
  if (others.length > 0) throw required('Send one address, the one of the register', 'Patient.address[1]');
  return {
    citizen: citizenAmong(patient.identifier ?? [], 'Patient.identifier'),
    content: {
      kind: 'name-and-address',
      name: nameOf(name),
      ...(patient.gender !== undefined && { gender: patient.gender }),
      ...(patient.birthDate !== undefined && { birthDate: patient.birthDate }),
      ...(address !== undefined && { address: homeOf(address) }),
      isProtected,
    },
    recordedAt: sourceTime(patient),
  };
}

function homeOf({ period: _period, ...address }: Address): Address {
  return { ...address, use: 'home' };
}

function nameOf({ prefix, given = [], family, text }: NonNullable<Patient['name']>[number]): PersonName {
  if (given.length === 0 && family === undefined) return toPersonName(text ?? '');
  return { ...(prefix !== undefined && { prefix }), given, ...(family !== undefined && { family }) };
}

function readSurgery(patient: Patient): RegisterItem {
  keepTo(patient, 'contained', 'generalPractitioner', 'active');
  const [reference, ...others] = patient.generalPractitioner ?? [];
  const contained = (patient.contained ?? []).find(
    (one): one is Organization => one.resourceType === 'Organization' && `#${one.id}` === reference?.reference,
  );
  if (reference === undefined || others.length > 0) throw required('Send one generalPractitioner', 'Patient.generalPractitioner');
  const identifier = contained?.identifier ?? (reference.identifier === undefined ? [] : [reference.identifier]);
  const name = contained?.name ?? reference.display;
  if (identifier.length === 0 && name === undefined)
    throw required('Name the surgery, by ydernummer or SOR id', 'Patient.generalPractitioner[0]');
  const [address] = contained?.address ?? [];
  return {
    citizen: citizenAmong(patient.identifier ?? [], 'Patient.identifier'),
    content: {
      kind: 'general-practitioner',
      identifier: identifier.map(({ system, value }) => ({
        ...(system !== undefined && { system }),
        ...(value !== undefined && { value }),
      })),
      ...(name !== undefined && { name }),
      telecom: contained?.telecom ?? [],
      ...(address !== undefined && { address: { ...address, use: 'work' } }),
    },
    recordedAt: sourceTime(patient),
  };
}

function readCustody(person: RelatedPerson): RegisterItem {
  keepTo(person, 'patient', 'relationship', 'name', 'active');
  const codings = (person.relationship ?? []).flatMap(({ coding }) => coding ?? []);
  const has = (system: string, code: string): boolean => codings.some((one) => one.system === system && one.code === code);
  const side = has(ROLE_CODE, 'CHILD') ? 'child' : has(DK_RELATION, 'PARAUTH') ? 'holder' : undefined;
  if (side === undefined)
    throw required(`Say which way custody goes: ${ROLE_CODE}#CHILD or ${DK_RELATION}#PARAUTH`, 'RelatedPerson.relationship');
  const [name] = person.name ?? [];
  if (name === undefined) throw required('Send the name', 'RelatedPerson.name');
  const identifier = (person.identifier ?? []).find(({ system }) => isCitizenSystem(system));
  const relation = codings.filter(({ system }) => system === MEDCOM_RELATION);
  return {
    citizen: citizenOfReference(person.patient, 'RelatedPerson.patient'),
    content: {
      kind: 'custody',
      side,
      ...(identifier?.system !== undefined &&
        identifier.value !== undefined && { identifier: { system: identifier.system, value: identifier.value } }),
      name: nameOf(name),
      ...(relation.length > 0 && { relation: toRelation({ coding: relation }) }),
    },
    recordedAt: sourceTime(person),
  };
}

function readCoverage(coverage: Coverage): RegisterItem {
  keepTo(coverage, 'status', 'beneficiary', 'payor', 'class', 'type', 'subscriber', 'period');
  const group = (coverage.class ?? []).find(({ type }) => type.coding?.some(({ code }) => code === 'group') === true)?.value;
  if (group !== '1' && group !== '2') throw required('Send a class of type group with the value 1 or 2', 'Coverage.class');
  return {
    citizen: citizenOfReference(coverage.beneficiary, 'Coverage.beneficiary'),
    content: { kind: 'coverage-group', group },
    recordedAt: sourceTime(coverage),
  };
}

function readRegistration(observation: Observation, register: Register): RegisterItem {
  keepTo(observation, 'status', 'code', 'subject', 'valueBoolean', 'issued', 'effectiveDateTime', 'category');
  const codes = (observation.code.coding ?? []).filter(({ system }) => system === MEDCOM_SYSTEM).map(({ code }) => code);
  const kind = registrationKinds.find((one) => registerOf[one] === register && codes.includes(entryWords[one].code));
  if (kind === undefined) {
    throw fault('not-supported', `The register ${register} writes ${writes[register]}, by a coding of ${MEDCOM_SYSTEM}`, {
      expression: 'Observation.code',
      rule: 'card-register-kind',
    });
  }
  if (observation.valueBoolean === undefined) throw required('Send valueBoolean: whether something is registered', 'Observation.value');
  const issued = observation.issued ?? observation.effectiveDateTime;
  return {
    citizen: citizenOfReference(observation.subject, 'Observation.subject'),
    content: { kind, registered: observation.valueBoolean },
    recordedAt: sourceTime(observation) ?? (issued === undefined ? undefined : new Date(issued)),
  };
}

/** Active: opted out. Inactive: not, or withdrawn, from its date on. */
function readOptOut(consent: Consent): RegisterItem {
  keepTo(consent, 'status', 'scope', 'category', 'patient', 'dateTime', 'organization', 'policy', 'policyRule', 'provision', 'performer');
  if (!isOptOut(consent) || (consent.status !== 'active' && consent.status !== 'inactive')) {
    throw fault('not-supported', `The register fravalg writes ${writes.fravalg}, active or inactive`, {
      expression: 'Consent',
      rule: 'card-register-kind',
    });
  }
  const optedOut = consent.status === 'active';
  const saidAt = consent.dateTime === undefined ? undefined : new Date(consent.dateTime);
  const start = consent.provision?.period?.start;
  const from = start !== undefined ? new Date(start) : saidAt && inForceFrom(saidAt);
  return {
    citizen: citizenOfReference(consent.patient, 'Consent.patient'),
    content: { kind: 'resuscitation', optedOut, ...(optedOut && from !== undefined && { from: formatInstant(from) }) },
    recordedAt: saidAt,
  };
}

const required = (text: string, expression: string): Fault => fault('business-rule', text, { expression, rule: 'card-register-kind' });

function citizenAmong(identifiers: readonly Identifier[], expression: string): CitizenIdentifier {
  const [first, ...more] = identifiers.filter(({ system }) => isCitizenSystem(system));
  const citizen = more.length > 0 ? undefined : parseCitizenIdentifier(first?.system, first?.value);
  if (citizen === undefined) throw noCitizen(expression);
  return citizen;
}

function citizenOfReference(reference: Reference | undefined, expression: string): CitizenIdentifier {
  const { system = CPR_SYSTEM, value } = reference?.identifier ?? {};
  const citizen = parseCitizenIdentifier(system, value);
  if (citizen === undefined) throw noCitizen(expression);
  return citizen;
}

const noCitizen = (expression: string): Fault =>
  fault('business-rule', 'Name the citizen by identifier, a CPR or eCPR number with its system', { expression, rule: 'card-citizen' });
