/** What is asked of `$quality`. */
import { fault } from '../fhir/fault.ts';
import { parseDate } from '../time/parse-date.ts';
import { addDays, type LocalDate } from '../time/zone.ts';
import { type Granularity, granularities, type Period } from './period.ts';

export interface QualityRequest {
  readonly span: Period;
  readonly by: Granularity;
}

/** Days that are told of where none are named. */
const USUAL_DAYS = 30;
const MAX_DAYS = 731;

/** @throws Fault 400 naming the parameter that is wrong */
export function parseQuality(query: URLSearchParams, today: LocalDate): QualityRequest {
  for (const name of query.keys()) {
    if (!['from', 'to', 'by', '_format', '_pretty'].includes(name)) {
      throw fault('value', 'The parameters are from, to and by', { expression: 'parameter' });
    }
    if (query.getAll(name).length > 1) throw fault('value', 'Name each parameter once', { expression: name });
  }
  const to = dayOf(query, 'to') ?? today;
  const from = dayOf(query, 'from') ?? addDays(to, 1 - USUAL_DAYS);
  if (to < from) throw fault('value', 'to is before from', { expression: 'to' });
  if (addDays(from, MAX_DAYS) <= to) throw fault('value', `Ask for at most ${MAX_DAYS} days at once`, { expression: 'from' });
  return { span: { from, to }, by: granularityOf(query.get('by')) };
}

function dayOf(query: URLSearchParams, name: string): LocalDate | undefined {
  const text = query.get(name);
  const date = text === null ? undefined : parseDate(text);
  if (text !== null && date === undefined) throw fault('value', `Give ${name} as a day, YYYY-MM-DD`, { expression: name });
  return date;
}

function granularityOf(text: string | null): Granularity {
  const found = text === null ? 'day' : granularities.find((one) => one === text);
  if (found === undefined) throw fault('value', 'by is day, week or month', { expression: 'by' });
  return found;
}
