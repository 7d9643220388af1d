/** The values that people type in: each checked, in one form, and named by its path where it is none. */
import type { HumanName } from '@medplum/fhirtypes';
import { error, type Issue } from '../fhir/fault.ts';
import type { Address, CodeableConcept, ContactPoint } from '../fhir/types.ts';
import { toRelation } from '../pdc/codes.ts';
import { type PersonName, toPersonName } from '../pdc/item.ts';
import { parseDate } from '../time/parse-date.ts';
import { dateOf } from '../time/zone.ts';

const MAX_TEXT = 500;
const MAX_NUMBER = 100;

/** Control characters, and those that XML cannot hold. */
const NO_TEXT = /[\p{Cc}\u{FFFE}\u{FFFF}]/u;

/** Of one line, in Unicode's composed form. */
export function checkText(text: string, path: string, issues: Issue[]): string {
  if (NO_TEXT.test(text) || text.length > MAX_TEXT)
    issues.push(
      error('business-rule', `Send a text of one line, without control characters, of at most ${MAX_TEXT} characters`, path, 'card-text'),
    );
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}

/** Elements of a data type that the card has no place for. */
export function refuseUnkept(value: object, kept: readonly string[], path: string, issues: Issue[]): void {
  for (const name of Object.keys(value)) {
    if (!kept.includes(name))
      issues.push(error('business-rule', 'The card does not keep this element: leave it out', `${path}.${name}`, 'card-element'));
  }
}

export function checkName(name: HumanName, path: string, issues: Issue[]): PersonName {
  refuseUnkept(name, ['use', 'text', 'family', 'given', 'prefix'], path, issues);
  const part = (text: string, at: string): string => checkText(text, `${path}.${at}`, issues);
  const given = (name.given ?? []).map((text, index) => part(text, `given[${index}]`)).filter(Boolean);
  const prefix = (name.prefix ?? []).map((text, index) => part(text, `prefix[${index}]`)).filter(Boolean);
  const family = name.family === undefined ? '' : part(name.family, 'family');
  if (given.length === 0 && family === '' && name.text !== undefined) {
    const whole = part(name.text, 'text');
    if (whole !== '') return toPersonName(whole);
  }
  if (given.length === 0) issues.push(error('business-rule', 'Give at least a given name', `${path}.given`, 'card-name'));
  return { ...(prefix.length > 0 && { prefix }), given, ...(family !== '' && { family }) };
}

export const checkTelecoms = (telecom: readonly ContactPoint[], path: string, issues: Issue[]): ContactPoint[] =>
  telecom.map((one, index) => checkTelecom(one, `${path}[${index}]`, issues));

function checkTelecom(telecom: ContactPoint, path: string, issues: Issue[]): ContactPoint {
  refuseUnkept(telecom, ['system', 'value', 'use'], path, issues);
  const { system, use } = telecom;
  const value = checkText(telecom.value ?? '', `${path}.value`, issues);
  const isKnown = (system === 'phone' || system === 'email') && (use === undefined || use === 'home' || use === 'work' || use === 'mobile');
  if (!isKnown || value === '' || value.length > MAX_NUMBER)
    issues.push(error('business-rule', 'Send a telephone number or an e-mail address, for home, work or mobile', path, 'card-telecom'));
  return { system: system ?? 'phone', value, ...(use !== undefined && { use }) };
}

export function checkAddress(address: Address, path: string, issues: Issue[]): Address {
  refuseUnkept(address, ['use', 'type', 'text', 'line', 'city', 'postalCode', 'country', 'period'], path, issues);
  const part = (name: 'city' | 'postalCode' | 'country'): object => {
    const text = address[name] === undefined ? '' : checkText(address[name], `${path}.${name}`, issues);
    return text === '' ? {} : { [name]: text };
  };
  const lines = (address.line ?? []).map((text, index) => checkText(text, `${path}.line[${index}]`, issues)).filter(Boolean);
  const isText = lines.length === 0 && address.text !== undefined;
  const line = isText ? [checkText(address.text ?? '', `${path}.text`, issues)] : lines;
  return { ...(line.length > 0 && { line }), ...part('city'), ...part('postalCode'), ...part('country') };
}

/** Danish days, both included. */
export function checkPeriod(period: Address['period'], path: string, issues: Issue[]): { from?: string; to?: string } {
  const [from, to] = [dayOf(period?.start), dayOf(period?.end)];
  if (from === null || to === null || (from !== undefined && to !== undefined && to < from)) {
    issues.push(error('business-rule', 'Give the period by days, the last no earlier than the first', path, 'card-period'));
    return {};
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Null for what is neither a day nor an instant. */
function dayOf(text: string | undefined): string | undefined | null {
  if (text === undefined) return undefined;
  if (text.length <= 10) return parseDate(text) ?? null;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? null : dateOf(instant);
}

export function checkRelation(relationship: readonly CodeableConcept[], path: string, issues: Issue[]): CodeableConcept | undefined {
  const [first, ...more] = relationship;
  if (more.length > 0)
    issues.push(error('business-rule', 'The card keeps one relation: put its codes in one', `${path}[1]`, 'card-element'));
  if (first === undefined) return undefined;
  const text = first.text === undefined ? undefined : checkText(first.text, `${path}[0].text`, issues);
  const coding = (first.coding ?? []).map(({ system, code, display }) => ({
    ...(system !== undefined && { system }),
    ...(code !== undefined && { code }),
    ...(display !== undefined && { display: checkText(display, `${path}[0].coding.display`, issues) }),
  }));
  return toRelation({ ...(coding.length > 0 && { coding }), ...(text !== undefined && { text }) });
}
