/** R4's date search parameter → the instants it covers. A date without a time is the Danish day. */

import type { Interval } from '../time/interval.ts';
import { parseSpan } from '../time/parse-span.ts';
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
  const span = parseSpan(text.replace(' ', '+'));
  if (span === undefined) throw notADate();
  const { start, end } = span;
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

const notADate = () => fault('value', 'Give a date as YYYY, YYYY-MM, YYYY-MM-DD, or with a time and an offset', { expression: 'date' });
