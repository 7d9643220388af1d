/** What a reader's search on Appointment asks for: one citizen, a span of starts. */
import type { Asked } from '../access/bind-citizen.ts';
import { fault } from '../fhir/fault.ts';
import { namesCitizen, parseCitizenParameter } from '../fhir/search-citizen.ts';
import { parseDateParameter } from '../fhir/search-date.ts';
import type { Interval } from '../time/interval.ts';

export interface SearchRequest {
  readonly asked: Asked;
  /** Of starts. */
  readonly range: Interval;
  /** The parameters as understood, without a citizen's number. */
  readonly self: URLSearchParams;
}

const ALWAYS: Interval = { start: new Date('1800-01-01T00:00:00Z'), end: new Date('2300-01-01T00:00:00Z') };

/** @throws Fault 400 naming the parameter that is wrong */
export function parseSearch(query: URLSearchParams, strict: boolean): SearchRequest {
  const self = new URLSearchParams();
  let range = ALWAYS;
  for (const [name, value] of query) {
    if (name === 'date') {
      range = intersection(range, parseDateParameter(value));
      self.append(name, value);
    } else if (strict && !namesCitizen(name) && !name.startsWith('_')) {
      throw fault('not-supported', 'This parameter is not known here', { expression: name, status: 400 });
    }
  }
  return { asked: parseCitizenParameter(query), range, self };
}

const intersection = (one: Interval, other: Interval): Interval => ({
  start: new Date(Math.max(one.start.getTime(), other.start.getTime())),
  end: new Date(Math.min(one.end.getTime(), other.end.getTime())),
});
