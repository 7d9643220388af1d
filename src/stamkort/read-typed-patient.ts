/** A Patient as a citizen or professional sends it → the items in it that are typed in. */
import type { Patient } from '@medplum/fhirtypes';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { Address } from '../fhir/types.ts';
import type { Contact, Language, TemporaryAddress } from '../pdc/item.ts';
import { checkAddress, checkPeriod, checkTelecoms, checkText } from './check-values.ts';
import { holdToShown, refusal } from './hold-to-shown.ts';
import { LANGUAGE_SYSTEM } from './own-words.ts';
import { isSameJson } from './same-json.ts';

/** Undefined: there is none, and one that was there is deleted. `kept`: it is shown as a mark alone, and stays what it is. */
export interface TypedPatient {
  readonly contact: Contact | undefined;
  readonly 'temporary-address': TemporaryAddress | undefined | 'kept';
  readonly language: Language | undefined;
}

const registers = [
  'identifier',
  'active',
  'name',
  'gender',
  'birthDate',
  'deceasedBoolean',
  'deceasedDateTime',
  'generalPractitioner',
  'link',
];

/** @throws Fault 422 naming each element that is a register's, or that the card does not keep */
export function readTypedPatient(body: Patient, shown: Patient, isWhole: boolean): TypedPatient {
  const issues = holdToShown(body as unknown as JsonObject, {
    type: 'Patient',
    shown: shown as unknown as JsonObject,
    editable: ['telecom', 'address', 'communication'],
    registers,
    isWhole,
  });
  const temporary = readAddresses(body.address ?? [], shown.address ?? [], isWhole, issues);
  const telecom = checkTelecoms(body.telecom ?? [], 'Patient.telecom', issues);
  const language = readLanguage(body.communication ?? [], issues);
  if (issues.length > 0) throw new Fault(issues);
  return { contact: telecom.length === 0 ? undefined : { kind: 'contact', telecom }, 'temporary-address': temporary, language };
}

const isTemporary = ({ use }: Address): boolean => use === 'temp';

function readAddresses(
  sent: readonly Address[],
  shown: readonly Address[],
  isWhole: boolean,
  issues: Issue[],
): TemporaryAddress | undefined | 'kept' {
  for (const [index, address] of sent.entries()) {
    if (!isTemporary(address) && !shown.some((one) => isSameJson(one, address))) issues.push(refusal(true, `Patient.address[${index}]`));
  }
  const home = shown.find((address) => !isTemporary(address));
  if (isWhole && home !== undefined && !sent.some((address) => !isTemporary(address))) issues.push(refusal(true, 'Patient.address'));
  const temporary = sent.filter(isTemporary);
  const [address] = temporary;
  if (temporary.length > 1) {
    const second = sent.findIndex((one, index) => isTemporary(one) && index > sent.findIndex(isTemporary));
    issues.push(error('business-rule', 'A citizen has one temporary address', `Patient.address[${second}]`, 'card-single'));
  }
  if (address === undefined) return undefined;
  const path = `Patient.address[${sent.findIndex(isTemporary)}]`;
  const mark = shown.find(isTemporary);
  if (mark?.extension !== undefined && isSameJson(mark, address)) return 'kept';
  return {
    kind: 'temporary-address',
    address: { ...checkAddress(address, path, issues), use: 'temp' },
    ...checkPeriod(address.period, `${path}.period`, issues),
  };
}

function readLanguage(communication: NonNullable<Patient['communication']>, issues: Issue[]): Language | undefined {
  const [first, ...more] = communication;
  if (more.length > 0) issues.push(error('business-rule', 'The card keeps one language', 'Patient.communication[1]', 'card-single'));
  if (first === undefined) return undefined;
  const coding = first.language.coding?.find(({ system }) => system === LANGUAGE_SYSTEM || system === 'urn:oid:1.0.639.1');
  const code = coding?.code ?? '';
  if (!isLanguage(code))
    issues.push(
      error(
        'business-rule',
        'Give the language by urn:ietf:bcp:47, a code of ISO 639-1',
        'Patient.communication[0].language',
        'card-language',
      ),
    );
  const display = coding?.display ?? first.language.text;
  return {
    kind: 'language',
    code,
    ...(display !== undefined && { display: checkText(display, 'Patient.communication[0].language', issues) }),
  };
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Two small letters that name one. */
const isLanguage = (code: string): boolean => /^[a-z]{2}$/.test(code) && languages.of(code) !== undefined;
