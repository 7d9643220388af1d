/**
 * The values of search parameters: lists, tokens, dates.
 * @see {@link https://hl7.org/fhir/R4/search.html#escaping}
 */
import type { Interval } from '../time/interval.ts';
import { parseSpan } from '../time/parse-span.ts';
import { fault } from './fault.ts';

/** Splits where the mark stands without a backslash before it; what is escaped stays so. */
function splitAt(text: string, mark: ',' | '|'): string[] {
  const parts = [''];
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === mark) parts.push('');
    else {
      const taken = char === '\\' ? text.slice(i, i + 2) : char;
      parts[parts.length - 1] += taken;
      i += taken.length - 1;
    }
  }
  return parts;
}

/** What a value says, without its backslashes. */
export const parseText = (text: string): string => text.replaceAll(/\\([\\,|$])/g, '$1');

/**
 * The alternatives of a value, each still escaped inside.
 * @throws Fault 400 where one is empty
 */
export function splitAlternatives(name: string, text: string): string[] {
  const parts = splitAt(text, ',');
  if (parts.some((part) => part === '')) throw fault('value', 'The parameter has an empty value', { expression: name });
  return parts;
}

/** `system` of '' stands for none; a part that is undefined may be anything. */
export interface Token {
  readonly system?: string;
  readonly code?: string;
}

/** @throws Fault 400 where neither part is there */
export function parseToken(name: string, text: string): Token {
  const [first = '', ...rest] = splitAt(text, '|').map(parseText);
  if (rest.length === 0) return { code: first };
  const code = rest.join('|');
  if (first === '' && code === '') throw fault('value', 'Give {code}, {system}|{code}, |{code} or {system}|', { expression: name });
  return code === '' ? { system: first } : { system: first, code };
}

/** Where an instant has to lie; `outside` for the prefix `ne`. */
export interface DateRange extends Interval {
  readonly outside: boolean;
}

const FIRST = new Date('0001-01-01T00:00:00Z');
const LAST = new Date('9999-12-31T00:00:00Z');
const DAY = 86_400_000;

/**
 * Of an instant, which is a point: so `gt` and `sa` are one, and `lt` and `eb`. `ap` gives a day to either side.
 * @throws Fault 400 for what is no date
 * @see {@link https://hl7.org/fhir/R4/search.html#date}
 */
export function parseDateRange(name: string, text: string): DateRange {
  const [, prefix = 'eq', value = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/s.exec(text) ?? [];
  // A plus sign in a query that was not escaped arrives as a space.
  const span = parseSpan(value.replace(' ', '+'));
  if (span === undefined) {
    throw fault('value', 'Give a date as YYYY, YYYY-MM or YYYY-MM-DD, or with a time and its offset; a prefix may stand before it', {
      expression: name,
    });
  }
  const { start, end } = span;
  switch (prefix) {
    case 'ne':
      return { start, end, outside: true };
    case 'ge':
      return { start, end: LAST, outside: false };
    case 'gt':
    case 'sa':
      return { start: end, end: LAST, outside: false };
    case 'le':
      return { start: FIRST, end, outside: false };
    case 'lt':
    case 'eb':
      return { start: FIRST, end: start, outside: false };
    case 'ap':
      return { start: new Date(start.getTime() - DAY), end: new Date(end.getTime() + DAY), outside: false };
    default:
      return { start, end, outside: false };
  }
}
