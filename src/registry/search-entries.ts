/** The parameters of a search in the registry → which entries are meant. */

import { fault } from '../fhir/fault.ts';
import { organisationKey } from '../fhir/organisation-key.ts';
import { parseText, parseToken, splitAlternatives, type Token } from '../fhir/search-value.ts';
import type { SenderRow } from '../store/sender.ts';
import { DK_CORE_CVR_SYSTEM, KIND_SYSTEM, kindOf, MUNICIPALITY_SYSTEM } from './systems.ts';

/** Whether one alternative of a parameter's value fits an entry. */
type Fits = (row: SenderRow, text: string, name: string) => boolean;

const starts = (text: string | null, value: string): boolean =>
  text?.toLocaleLowerCase('da').startsWith(value.toLocaleLowerCase('da')) === true;

const isCode = ({ system, code }: Token, ownSystem: string | undefined, own: string): boolean =>
  (system === undefined || system === ownSystem) && (code === undefined || code === own);

const organizationParameters: Readonly<Record<string, Fits>> = {
  _id: ({ id }, text) => id === parseText(text),
  identifier: ({ sor, cvr, municipality_code }, text, name) => hasIdentifier({ sor, cvr, municipality_code }, parseToken(name, text)),
  name: (row, text) => starts(row.name, parseText(text)),
  active: ({ active }, text, name) => isCode(parseToken(name, text), undefined, String(active)),
  type: (row, text, name) => isCode(parseToken(name, text), KIND_SYSTEM, kindOf(row)),
};

const deviceParameters: Readonly<Record<string, Fits>> = {
  _id: ({ id }, text) => id === parseText(text),
  organization: ({ id }, text) => parseText(text).replace(/^Organization\//, '') === id,
  manufacturer: ({ vendor }, text) => starts(vendor, parseText(text)),
  'device-name': ({ system_name }, text) => starts(system_name, parseText(text)),
  status: ({ system_active }, text, name) => isCode(parseToken(name, text), undefined, system_active ? 'active' : 'inactive'),
};

function hasIdentifier(row: Pick<SenderRow, 'sor' | 'cvr' | 'municipality_code'>, { system, code }: Token): boolean {
  const told = [
    ['sor', row.sor],
    ['cvr', row.cvr],
    ['municipality', row.municipality_code],
  ] as const;
  const wanted = system === undefined ? undefined : kindOfSystem(system);
  return told.some(
    ([kind, value]) => value !== null && (system === undefined || kind === wanted) && (code === undefined || code === value),
  );
}

/** By any of the systems that a number is written with. */
const kindOfSystem = (system: string): string | undefined =>
  system === MUNICIPALITY_SYSTEM
    ? 'municipality'
    : system === DK_CORE_CVR_SYSTEM
      ? 'cvr'
      : organisationKey({ system, value: '' })?.split(':')[0];

export interface RegistrySearch {
  readonly isMeant: (row: SenderRow) => boolean;
  /** As `self` shows it. */
  readonly understood: URLSearchParams;
}

/** @throws Fault 400 naming the parameter that is wrong, or under strict handling not known; 403 where it names a citizen */
export function parseRegistrySearch(type: 'Organization' | 'Device', query: URLSearchParams, strict: boolean): RegistrySearch {
  const known = type === 'Organization' ? organizationParameters : deviceParameters;
  const understood = new URLSearchParams();
  const criteria: ((row: SenderRow) => boolean)[] = [];
  for (const [fullName, value] of query) {
    const [name = '', modifier] = fullName.split(':', 2);
    if (name === 'patient') throw fault('forbidden', 'An administrator is shown no citizen’s data');
    if (name === '_format' || name === '_pretty') continue;
    const fits = Object.hasOwn(known, name) ? known[name] : undefined;
    // R4: a modifier that is not supported is refused, however lenient the handling.
    if ((fits === undefined && strict) || (fits !== undefined && modifier !== undefined))
      throw fault('not-supported', 'This parameter is not known here', { expression: fullName, status: 400 });
    if (fits === undefined) continue;
    const alternatives = splitAlternatives(fullName, value);
    criteria.push((row) => alternatives.some((text) => fits(row, text, fullName)));
    understood.append(fullName, value);
  }
  return { isMeant: (row) => criteria.every((criterion) => criterion(row)), understood };
}
