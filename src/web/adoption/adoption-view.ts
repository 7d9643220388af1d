/** What a reader of `/kommuner` asks for, as the address says it. */
import { type AdoptionState, adoptionStates } from '../../adoption/status-on.ts';
import { fault } from '../../fhir/fault.ts';
import { type Solution, solutions } from '../../store/adoption-event.ts';
import { parseDate } from '../../time/parse-date.ts';
import type { LocalDate } from '../../time/zone.ts';

export const sortKeys = ['kommune', 'region', 'tilstand', 'plan', 'installeret', 'drift'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface AdoptionView {
  readonly solution: Solution;
  readonly date: LocalDate;
  readonly today: LocalDate;
  readonly state: AdoptionState | undefined;
  readonly region: string | undefined;
  /** Part of a name. */
  readonly search: string | undefined;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** @throws Fault 400 for a day that does not exist; what else the address says and we do not know is passed over */
export function parseView(query: URLSearchParams, today: LocalDate): AdoptionView {
  return {
    solution: oneOf(solutions, query.get('loesning')) ?? 'aftaler',
    date: parseDay(query.get('dato'), today),
    today,
    state: oneOf(adoptionStates, query.get('tilstand')),
    region: textOf(query.get('region')),
    search: textOf(query.get('soeg')),
    sort: oneOf(sortKeys, query.get('sorter')) ?? 'kommune',
    descending: query.get('faldende') === 'ja',
  };
}

/** Nothing is known of days to come: they are told as today. */
function parseDay(text: string | null, today: LocalDate): LocalDate {
  if (text === null || text === '') return today;
  const date = parseDate(text);
  if (date === undefined) throw fault('value', 'dato is a day, YYYY-MM-DD');
  return date < today ? date : today;
}

const oneOf = <T extends string>(known: readonly T[], text: string | null): T | undefined => known.find((one) => one === text);

const textOf = (text: string | null): string | undefined => (text === null || text.trim() === '' ? undefined : text.trim().slice(0, 100));

/** Only what is not usual stands in an address. */
export function queryOf(view: AdoptionView): string {
  const { solution, date, today, state, region, search, sort, descending } = view;
  const told = Object.entries({
    ...(solution !== 'aftaler' && { loesning: solution }),
    ...(date !== today && { dato: date }),
    ...(state !== undefined && { tilstand: state }),
    ...(region !== undefined && { region }),
    ...(search !== undefined && { soeg: search }),
    ...(sort !== 'kommune' && { sorter: sort }),
    ...(descending && { faldende: 'ja' }),
  });
  return told.length === 0 ? '' : `?${new URLSearchParams(told)}`;
}

export const addressOf = (view: AdoptionView, changes: Partial<AdoptionView> = {}): string =>
  `/kommuner${queryOf({ ...view, ...changes })}`;

export const municipalityAddress = ({ date, today }: Pick<AdoptionView, 'date' | 'today'>, code: string): string =>
  `/kommuner/${code}${date === today ? '' : `?dato=${date}`}`;
