/** CPR and eCPR numbers: what is one, and how none of them gets into a log line. */
import type { LocalDate } from '../time/zone.ts';

export const CPR_SYSTEM = 'urn:oid:1.2.208.176.1.2';
export const X_ECPR_SYSTEM = 'urn:oid:1.2.208.176.1.6.1.1';
export const D_ECPR_SYSTEM = 'urn:oid:1.2.208.176.1.6.1.3';

/** Each system that names a citizen, with the form of its values (dk-core's identifier profiles). */
const forms: ReadonlyMap<string, RegExp> = new Map([
  [CPR_SYSTEM, /^\d{10}$/],
  [X_ECPR_SYSTEM, /^\d{6}[17][A-Z]{2}\d$/],
  ...['', '.177', '.179', '.181', '.183', '.187'].map((tail) => [`${D_ECPR_SYSTEM}${tail}`, /^\d{6}[056][A-Z]{2}\d$/] as const),
]);

export const isCitizenSystem = (system: string | undefined): boolean => system !== undefined && forms.has(system);

/** A number that names a citizen; only `parseCitizenIdentifier` makes one. */
export interface CitizenIdentifier {
  readonly system: string;
  readonly value: string;
}

/**
 * A checked CPR or eCPR number; undefined where the system is no citizen's, the form is wrong or the day does not exist.
 * Modulus 11 is not checked: CPR gave it up in 2007, and every published test person breaks it.
 * @see {@link https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret/}
 */
export function parseCitizenIdentifier(system: string | undefined, value: string | undefined): CitizenIdentifier | undefined {
  if (system === undefined || value === undefined) return undefined;
  const form = forms.get(system);
  if (form === undefined || !form.test(value) || !hasRealDate(value)) return undefined;
  return { system, value };
}

/** Whether the first six digits are a day that exists; a tenth century digit tells which 29 February do. */
export function hasRealDate(value: string): boolean {
  const day = Number(value.slice(0, 2));
  const month = Number(value.slice(2, 4));
  const year = Number(value.slice(4, 6));
  const seventh = value.charCodeAt(6) - 48;
  // An eCPR number's seventh place is no century: any year that has the day will do.
  const full = /^\d{10}$/.test(value) ? century(seventh, year) + year : 2000 + year;
  const date = new Date(Date.UTC(full, month - 1, day));
  return month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The day that the first six digits name. An eCPR number tells no century: it is the last such day that is not after `today`. */
export function birthDateOf({ value }: CitizenIdentifier, today: LocalDate): LocalDate {
  const year = Number(value.slice(4, 6));
  const monthAndDay = `${value.slice(2, 4)}-${value.slice(0, 2)}`;
  if (/^\d{10}$/.test(value)) return `${century(value.charCodeAt(6) - 48, year) + year}-${monthAndDay}` as LocalDate;
  const recent = `${2000 + year}-${monthAndDay}` as LocalDate;
  return recent <= today ? recent : (`${1900 + year}-${monthAndDay}` as LocalDate);
}

function century(seventh: number, year: number): number {
  if (seventh <= 3) return 1900;
  if (seventh === 4 || seventh === 9) return year <= 36 ? 2000 : 1900;
  return year <= 57 ? 2000 : 1800;
}

/** Whether a text is, as a whole, a CPR number (also written 6-4) of a day that exists. */
export const isCpr = (text: string): boolean => /^\d{6}-?\d{4}$/.test(text) && hasRealDate(text.replace('-', ''));

/** Whether a text holds a CPR number as a word of its own: as a whole, or between marks such as `:`, `.` and `@`. */
export const holdsCpr = (text: string): boolean =>
  [...text.matchAll(/(?<![\p{L}\d-])\d{6}-?\d{4}(?![\p{L}\d-])/gu)].some(([found]) => hasRealDate(found.replace('-', '')));

/** Ten digits (also 6-4), or an eCPR number; never part of a longer number, but for the digits of a percent escape before it. */
const LIKE_CPR = /(?<=%[\dA-Fa-f]{2}|(?<!\d))\d{6}(?:(?:\s?[-–+]?\s?|%20|%2D)\d{4}|[0-7][A-Z]{2}\d)(?!\d)/gi;

/**
 * The text with each thing that reads as a CPR or eCPR number replaced. Between letters, where ids such as a uuid have chance
 * runs of digits, only what has a day that exists.
 */
export const maskCpr = (text: string): string =>
  text.replaceAll(LIKE_CPR, (found, at: number) => {
    const isInWord = /[a-z]/i.test(`${text[at - 1] ?? ''}${text[at + found.length] ?? ''}`);
    return isInWord && !hasRealDate(found) ? found : '**********';
  });
