/** R4's date search parameter → the instants it covers. A date without a time is the Danish day. */

import type { Interval } from '../time/interval.ts';
import { addDays, type LocalDate, startOfDay } from '../time/zone.ts';
import { fault } from './fault.ts';

const FIRST = new Date('1800-01-01T00:00:00Z');
const LAST = new Date('2300-01-01T00:00:00Z');

/**
 * The half-open interval in which a start has to lie.
 * @throws Fault 400 for anything that is no date, and for `ne`, which is no interval
 * @see {@link https://hl7.org/fhir/R4/search.html#date}
 */
export function parseDateParameter(value: string): Interval {
  const [, prefix = 'eq', text = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/.exec(value) ?? [];
  const { start, end } = parseSpan(text.replace(' ', '+'));
  switch (prefix) {
    case 'eq':
    case 'ap':
      return { start, end };
    case 'ge':
      return { start, end: LAST };
    case 'gt':
    case 'sa':
      return { start: end, end: LAST };
    case 'le':
      return { start: FIRST, end };
    case 'lt':
    case 'eb':
      return { start: FIRST, end: start };
    default:
      throw fault('not-supported', 'The prefix ne is not supported here', { expression: 'date', status: 400 });
  }
}

/** What a date of any precision covers: a year, month, day, minute or second. */
function parseSpan(text: string): Interval {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(text);
  const [, year, month, day, time, second, offset] = parts ?? [];
  if (year === undefined) throw notADate();
  if (time !== undefined) return spanOfTime(`${year}-${month}-${day}T${time}`, second, offset);
  const first = `${year}-${month ?? '01'}-${day ?? '01'}` as LocalDate;
  const start = startOfDay(first);
  if (Number.isNaN(start.getTime()) || (day !== undefined && new Date(`${first}T00:00:00Z`).toISOString().slice(0, 10) !== first))
    throw notADate();
  if (day !== undefined) return { start, end: startOfDay(addDays(first, 1)) };
  if (month !== undefined) return { start, end: startOfDay(`${addDays(first, 31).slice(0, 7)}-01` as LocalDate) };
  return { start, end: startOfDay(`${Number(year) + 1}-01-01` as LocalDate) };
}

function spanOfTime(minute: string, second: string | undefined, offset: string | undefined): Interval {
  if (offset === undefined) throw fault('value', 'A time has an offset, such as +01:00', { expression: 'date' });
  const start = new Date(`${minute}${second ?? ':00'}${offset}`);
  if (Number.isNaN(start.getTime())) throw notADate();
  const lengthMs = second === undefined ? 60_000 : second.includes('.') ? 1 : 1_000;
  return { start, end: new Date(start.getTime() + lengthMs) };
}

const notADate = () => fault('value', 'Give a date as YYYY, YYYY-MM, YYYY-MM-DD, or with a time and an offset', { expression: 'date' });
