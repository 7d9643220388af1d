/** The parameters of a search on Appointment → what is asked for, and what was understood of it. */
import { isCitizenSystem } from '../cpr/cpr.ts';
import { type AppointmentId, parseAppointmentId } from './appointment-id.ts';
import { type Fault, fault } from './fault.ts';
import { type NamedCitizen, namedCitizen } from './search-citizen.ts';
import { type AppointmentParameter, actorTypes, appointmentParameters, isAppointmentParameter } from './search-parameters.ts';
import { type DateRange, parseDateRange, parseText, parseToken, splitAlternatives, type Token } from './search-value.ts';
import { dataSubset, elementsSubset, type Subset, summarySubset, textSubset } from './subset.ts';

export type TokenParameter = Exclude<
  AppointmentParameter,
  '_id' | '_lastUpdated' | 'date' | 'patient' | 'actor' | 'practitioner' | 'location'
>;
export type ActorParameter = 'actor' | 'practitioner' | 'location';

/** References as they may stand in a resource, or an identifier. */
export type ActorValue = { readonly references: readonly string[] } | { readonly identifier: Token };

/** All criteria of a search hold at once; of each, any of its alternatives. */
export type Criterion =
  | { readonly on: 'id'; readonly anyOf: readonly AppointmentId[] }
  | { readonly on: 'token'; readonly name: TokenParameter; readonly anyOf: readonly Token[]; readonly not: boolean }
  | { readonly on: 'instant'; readonly name: 'date' | '_lastUpdated'; readonly anyOf: readonly DateRange[] }
  | { readonly on: 'actor'; readonly name: ActorParameter; readonly anyOf: readonly ActorValue[] };

export interface SortKey {
  readonly by: 'date' | '_lastUpdated';
  readonly descending: boolean;
}

export interface AppointmentSearch {
  /** Each citizen named, in any of the ways there are. */
  readonly citizens: readonly NamedCitizen[];
  readonly criteria: readonly Criterion[];
  readonly sort: readonly SortKey[];
  /** Matches on a page; 0 asks for the total alone. */
  readonly count: number;
  readonly total: boolean;
  readonly subset: Subset | undefined;
  readonly includesPatient: boolean;
  readonly cursor: string | undefined;
  /** As `self` shows it, but for the citizen. */
  readonly understood: readonly (readonly [string, string])[];
}

export interface SearchContext {
  /** Whether what is not understood is refused (`Prefer: handling=strict`) instead of passed over. */
  readonly strict: boolean;
  /** `{PUBLIC_URL}/fhir`: references into it are relative ones. */
  readonly base: string;
}

const PAGE = 500;
const MAX_PAGE = 1000;

/** @throws Fault 400 naming the parameter that is wrong, or under strict handling not known */
export function parseSearch(query: URLSearchParams, context: SearchContext): AppointmentSearch {
  const search = new Parsing(context);
  for (const [name, value] of query) search.take(name, value);
  return search.end();
}

class Parsing {
  readonly #context: SearchContext;
  readonly #citizens: NamedCitizen[] = [];
  readonly #criteria: Criterion[] = [];
  readonly #understood: [string, string][] = [];
  readonly #single = new Map<string, string>();
  #includesPatient = false;

  constructor(context: SearchContext) {
    this.#context = context;
  }

  take(fullName: string, value: string): void {
    const { name, modifier } = splitName(fullName);
    if (name === '_format' || name === '_pretty') return;
    if (name === '_include') this.#include(fullName, value);
    else if (single.has(fullName)) this.#takeSingle(fullName, value);
    else if (isAppointmentParameter(name)) this.#criterion(name, modifier, fullName, value);
    else this.#unknown(fullName);
  }

  end(): AppointmentSearch {
    const count = this.#count();
    const { subset, countsOnly } = this.#shape();
    return {
      citizens: this.#citizens,
      criteria: this.#criteria,
      sort: this.#sort(),
      count: countsOnly ? 0 : count,
      total: this.#total() || countsOnly || count === 0,
      subset,
      includesPatient: this.#includesPatient,
      cursor: this.#single.get('_cursor'),
      understood: this.#understood,
    };
  }

  #unknown(name: string): void {
    if (this.#context.strict) throw notKnown(name);
  }

  #takeSingle(name: string, value: string): void {
    if (this.#single.has(name)) throw fault('value', 'Give this parameter once', { expression: name });
    this.#single.set(name, value);
  }

  #criterion(name: AppointmentParameter, modifier: string | undefined, fullName: string, value: string): void {
    const { modifiers } = appointmentParameters[name];
    // R4: a modifier that is not supported is refused, however lenient the handling.
    if (modifier !== undefined && !modifiers.some((one) => one === modifier)) throw notKnown(fullName);
    const alternatives = splitAlternatives(fullName, value);
    if (this.#namesCitizen(name, modifier, alternatives, fullName, value)) return;
    this.#criteria.push(this.#parse(name, modifier, fullName, alternatives));
    this.#understood.push([fullName, value]);
  }

  #namesCitizen(name: string, modifier: string | undefined, alternatives: string[], fullName: string, value: string): boolean {
    if (name !== 'patient' && name !== 'actor') return false;
    const named = alternatives.flatMap((text) => namedCitizen(parseText(text), modifier, this.#context.base) ?? []);
    const [citizen] = named;
    if (citizen === undefined && name === 'actor') return false;
    if (citizen === undefined) throw notCitizen(fullName);
    if (alternatives.length > 1 || value === '')
      throw fault('value', 'Name one citizen, and nothing else beside', { expression: fullName });
    this.#citizens.push(citizen);
    return true;
  }

  #parse(name: AppointmentParameter, modifier: string | undefined, fullName: string, alternatives: readonly string[]): Criterion {
    switch (name) {
      case '_id':
        return { on: 'id', anyOf: alternatives.flatMap((text) => parseAppointmentId(text) ?? []) };
      case 'date':
      case '_lastUpdated':
        return { on: 'instant', name, anyOf: alternatives.map((text) => parseDateRange(fullName, text)) };
      case 'actor':
      case 'practitioner':
      case 'location':
        return { on: 'actor', name, anyOf: alternatives.map((text) => this.#actor(name, modifier, fullName, text)) };
      case 'patient':
        throw notCitizen(fullName);
      default:
        return { on: 'token', name, anyOf: alternatives.map((text) => tokenOf(fullName, text)), not: modifier === 'not' };
    }
  }

  #actor(name: ActorParameter, modifier: string | undefined, fullName: string, text: string): ActorValue {
    if (modifier === 'identifier') return { identifier: tokenOf(fullName, text) };
    const value = parseText(text);
    const { base } = this.#context;
    const own = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
    const { modifiers } = appointmentParameters[name];
    const types = actorTypes.filter((type) => (modifier === undefined ? modifiers.some((one) => one === type) : type === modifier));
    const relative = own.includes('/') ? [own] : types.map((type) => `${type}/${own}`);
    return { references: relative.flatMap((one) => (/^https?:|^urn:/.test(one) ? [one] : [one, `${base}/${one}`])) };
  }

  #include(fullName: string, value: string): void {
    const [type, name, target = 'Patient', ...rest] = value.split(':');
    const isKnown =
      fullName === '_include' &&
      type === 'Appointment' &&
      ['patient', 'actor', 'practitioner', 'location'].includes(name ?? '') &&
      rest.length === 0;
    if (!isKnown) {
      this.#unknown(fullName);
      return;
    }
    if (name === 'patient' || name === 'actor') this.#includesPatient ||= target === 'Patient';
    this.#understood.push([fullName, value]);
  }

  #count(): number {
    const text = this.#single.get('_count');
    if (text === undefined) return PAGE;
    if (!/^\d{1,9}$/.test(text)) throw fault('value', 'Give _count as a whole number', { expression: '_count' });
    const count = Math.min(Number(text), MAX_PAGE);
    this.#understood.push(['_count', String(count)]);
    return count;
  }

  #total(): boolean {
    const text = this.#single.get('_total');
    if (text === undefined) return true;
    if (!['none', 'estimate', 'accurate'].includes(text)) {
      throw fault('value', '_total is none, estimate or accurate', { expression: '_total' });
    }
    this.#understood.push(['_total', text]);
    return text !== 'none';
  }

  #shape(): { subset: Subset | undefined; countsOnly: boolean } {
    const summary = this.#single.get('_summary');
    const elements = this.#single.get('_elements');
    if (summary !== undefined && elements !== undefined) {
      throw fault('value', 'Give _summary or _elements, not both', { expression: '_elements' });
    }
    if (elements !== undefined) {
      const names = splitAlternatives('_elements', elements).map((name) => name.replace(/^Appointment\./, ''));
      this.#understood.push(['_elements', elements]);
      return { subset: elementsSubset(names), countsOnly: false };
    }
    if (summary === undefined) return { subset: undefined, countsOnly: false };
    if (!isSummary(summary)) throw fault('value', '_summary is true, text, data, count or false', { expression: '_summary' });
    this.#understood.push(['_summary', summary]);
    return { subset: summaries[summary], countsOnly: summary === 'count' };
  }

  #sort(): SortKey[] {
    const text = this.#single.get('_sort');
    if (text === undefined) return [{ by: 'date', descending: false }];
    const keys = splitAlternatives('_sort', text).flatMap((part): SortKey[] => {
      const by = part.replace(/^-/, '');
      if (by === 'date' || by === '_lastUpdated') return [{ by, descending: part.startsWith('-') }];
      this.#unknown('_sort');
      return [];
    });
    const first = keys.filter(({ by }, index) => keys.findIndex((key) => key.by === by) === index);
    if (first.length === 0) return [{ by: 'date', descending: false }];
    this.#understood.push(['_sort', first.map(({ by, descending }) => `${descending ? '-' : ''}${by}`).join()]);
    return first;
  }
}

const single: ReadonlySet<string> = new Set(['_sort', '_count', '_total', '_summary', '_elements', '_cursor']);

const summaries = { true: summarySubset, text: textSubset, data: dataSubset, count: undefined, false: undefined } as const;
const isSummary = (text: string): text is keyof typeof summaries => Object.hasOwn(summaries, text);

function splitName(fullName: string): { name: string; modifier: string | undefined } {
  const colon = fullName.indexOf(':');
  return colon < 0 ? { name: fullName, modifier: undefined } : { name: fullName.slice(0, colon), modifier: fullName.slice(colon + 1) };
}

/** A citizen's number is looked for by `patient` and `actor` alone: nowhere else would it stay out of `self`. */
function tokenOf(name: string, text: string): Token {
  const token = parseToken(name, text);
  if (isCitizenSystem(token.system)) throw notCitizen(name);
  return token;
}

const notKnown = (name: string): Fault => fault('not-supported', 'This parameter is not known here', { expression: name, status: 400 });

const notCitizen = (name: string): Fault =>
  fault('value', 'Give the citizen by patient, as Patient/{id}, or as {system}|{value} of a CPR or eCPR number', { expression: name });
