/** What a reader's search on Appointment asks for: one citizen, a span of starts. */
import type { Asked } from '../access/bind-citizen.ts';
import { CPR_SYSTEM, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import { parseDateParameter } from '../fhir/search-date.ts';
import type { Interval } from '../time/interval.ts';

export interface SearchRequest {
  readonly asked: Asked;
  /** Of starts. */
  readonly range: Interval;
  /** The parameters as understood, without a citizen's number. */
  readonly self: URLSearchParams;
}

const citizenParameters = ['patient', 'patient:identifier', 'actor', 'actor:identifier'];
const ALWAYS: Interval = { start: new Date('1800-01-01T00:00:00Z'), end: new Date('2300-01-01T00:00:00Z') };

/** @throws Fault 400 naming the parameter that is wrong */
export function parseSearch(query: URLSearchParams, strict: boolean): SearchRequest {
  const self = new URLSearchParams();
  let asked: Asked;
  let range = ALWAYS;
  for (const [name, value] of query) {
    if (citizenParameters.includes(name)) {
      if (asked !== undefined) throw fault('value', 'Name one citizen, once', { expression: name });
      asked = parseCitizen(name, value);
    } else if (name === 'date') {
      const span = parseDateParameter(value);
      range = { start: span.start > range.start ? span.start : range.start, end: span.end < range.end ? span.end : range.end };
      self.append(name, value);
    } else if (strict && !name.startsWith('_')) {
      throw fault('not-supported', 'This parameter is not known here', { expression: name, status: 400 });
    }
  }
  return { asked, range, self };
}

function parseCitizen(name: string, value: string): Asked {
  const id = /^(?:Patient\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(value)?.[1];
  if (id !== undefined && !name.endsWith(':identifier')) return { citizenId: id };
  const [first = '', second] = value.split('|');
  const identifier = second === undefined ? parseCitizenIdentifier(CPR_SYSTEM, first) : parseCitizenIdentifier(first || CPR_SYSTEM, second);
  if (identifier === undefined)
    throw fault('value', 'Give the citizen as Patient/{id}, or as {system}|{value} of a CPR or eCPR number', { expression: name });
  return { identifier };
}
