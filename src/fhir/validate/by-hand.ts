/**
 * Invariants as functions, by key (after its element, where several definitions have a key of that name): those that every call meets,
 * and those over which FHIRPath takes seconds.
 * Each says what its FHIRPath says; a test holds the two against each other.
 */
import { EXT } from '../extension.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { Scope } from './scope.ts';

/** Of a primitive, `element` is its `value`, `id` and `extension`. */
export type Test = (element: JsonObject, scope: Scope) => boolean;

const has = (value: unknown): boolean => value !== undefined && value !== null;
const items = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const isOneOf = (value: unknown, ...codes: readonly string[]): boolean => codes.some((code) => code === value);

export const byHand: ReadonlyMap<string, Test> = new Map<string, Test>([
  // datatypes
  ['cpt-2', ({ value, system, _value, _system }) => !(has(value) || has(_value)) || has(system) || has(_system)],
  ['per-1', ({ start, end }) => typeof start !== 'string' || typeof end !== 'string' || !isAfter(start, end)],
  ['att-1', ({ data, contentType, _contentType }) => !has(data) || has(contentType) || has(_contentType)],
  ['qty-3', ({ code, system, _system }) => !has(code) || has(system) || has(_system)],

  // Appointment; app-2, app-3 and app-4 are in appointment.ts, where they name the element to mend
  ['app-1', ({ type, actor }) => has(type) || has(actor)],

  // Parameters
  [
    'Parameters.parameter inv-1',
    (parameter) => {
      const isValued = Object.keys(parameter).some((name) => /^_?value/.test(name) && has(parameter[name]));
      return [isValued, has(parameter['resource']), has(parameter['part'])].filter(Boolean).length === 1;
    },
  ],

  // Bundle
  ['bdl-1', ({ total, type }) => !has(total) || isOneOf(type, 'searchset', 'history')],
  ['bdl-2', ({ entry, type }) => type === 'searchset' || items(entry).every(({ search }) => !has(search))],
  ['bdl-3', ({ entry, type }) => items(entry).every(({ request }) => has(request) === isOneOf(type, 'batch', 'transaction', 'history'))],
  [
    'bdl-4',
    ({ entry, type }) =>
      items(entry).every(({ response }) => has(response) === isOneOf(type, 'batch-response', 'transaction-response', 'history')),
  ],
  ['bdl-5', ({ resource, request, response }) => has(resource) || has(request) || has(response)],
  ['bdl-7', ({ entry, type }) => type === 'history' || areDistinct(items(entry).flatMap(versionedUrl))],
  ['bdl-8', ({ fullUrl }) => typeof fullUrl !== 'string' || !fullUrl.includes('/_history/')],
  [
    'bdl-9',
    ({ type, identifier }) => type !== 'document' || (isObject(identifier) && has(identifier['system']) && has(identifier['value'])),
  ],
  ['bdl-10', ({ type, timestamp }) => type !== 'document' || has(timestamp)],
  ['bdl-11', ({ type, entry }) => type !== 'document' || isFirst(entry, 'Composition')],
  ['bdl-12', ({ type, entry }) => type !== 'message' || isFirst(entry, 'MessageHeader')],

  // our profiles
  [
    'identity-missing',
    ({ identifier }) => !Array.isArray(identifier) || items(identifier).some(({ use }) => !isOneOf(use, 'old', 'secondary')),
  ],
  ['identity-parts', ({ use, system, value }) => isOneOf(use, 'old', 'secondary') || (has(system) && has(value))],
  ['recurrence-forms', ({ extension }) => !(hasExtension(extension, EXT.recurrenceTemplate) && hasExtension(extension, EXT.rrule))],
  ['value-missing', ({ value }) => has(value)],
  ['end-unknown', ({ value, extension }) => value !== undefined || items(extension).some(saysUnknown)],
  ['time-range', ({ value }) => typeof value !== 'string' || isInRange(Date.parse(value))],
  [
    'time-end-before-start',
    ({ value }, { resource: { start } }) => !(typeof value === 'string' && typeof start === 'string') || !isAfter(start, value),
  ],
  ['place-home', ({ extension }) => !items(extension).some(isHome) || !items(extension).some(isPlaceDetail)],
]);

function versionedUrl({ fullUrl, resource }: JsonObject): string[] {
  if (typeof fullUrl !== 'string') return [];
  const meta = isObject(resource) ? resource['meta'] : undefined;
  const version = isObject(meta) ? meta['versionId'] : undefined;
  return [typeof version === 'string' ? fullUrl + version : fullUrl];
}

/** FHIRPath's `is` is empty of nothing, which is no objection. */
function isFirst(entry: unknown, type: string): boolean {
  const resource = items(entry)[0]?.['resource'];
  return !isObject(resource) || resource['resourceType'] === type;
}

const areDistinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

/** Whether one date, dateTime or instant is after another, as far as the coarser of the two tells. */
function isAfter(one: string, other: string): boolean {
  if (one.length > 10 && other.length > 10) return Date.parse(one) > Date.parse(other);
  const length = Math.min(one.length, other.length, 10);
  return one.slice(0, length) > other.slice(0, length);
}

const hasExtension = (list: unknown, wanted: string): boolean => items(list).some(({ url }) => url === wanted);

const saysUnknown = ({ url, valueCode }: JsonObject): boolean => url === EXT.dataAbsentReason && valueCode === 'unknown';

const FIRST = Date.parse('1900-01-01T00:00:00+01:00');
const LAST = Date.parse('2200-01-01T00:00:00+01:00');
const isInRange = (instantMs: number): boolean => instantMs >= FIRST && instantMs < LAST;

const isHome = ({ url, valueCode }: JsonObject): boolean => url === 'kind' && valueCode === 'home';
const isPlaceDetail = ({ url }: JsonObject): boolean => isOneOf(url, 'address', 'name', 'sor');
