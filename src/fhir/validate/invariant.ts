/** Rules between elements: those that every Appointment meets by hand, the rest by FHIRPath. */
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isObject, type JsonObject } from '../json.ts';
import { type RuleId, rules } from '../rule.ts';
import { report, type Scope } from './scope.ts';

export interface Constraint {
  readonly key: string;
  readonly human: string;
  readonly expression: string;
}

export type Invariant = (value: JsonObject, path: string, scope: Scope) => void;

type Test = (value: JsonObject, scope: Scope) => boolean;

const has = (value: unknown): boolean => value !== undefined && value !== null;
const entriesOf = (bundle: JsonObject): readonly JsonObject[] => (Array.isArray(bundle['entry']) ? bundle['entry'].filter(isObject) : []);
const distinct = (list: readonly unknown[]): boolean => new Set(list).size === list.length;

/** By key, as HL7's expressions say; a Bundle's because FHIRPath takes seconds over a large one. */
const byHand: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['app-1', ({ type, actor }) => has(type) || has(actor)],
  ['cpt-2', ({ value, system, _value, _system }) => !(has(value) || has(_value)) || has(system) || has(_system)],
  ['per-1', ({ start, end }) => typeof start !== 'string' || typeof end !== 'string' || !isAfter(start, end)],
  ['att-1', ({ data, contentType, _contentType }) => !has(data) || has(contentType) || has(_contentType)],
  ['qty-3', ({ code, system, _system }) => !has(code) || has(system) || has(_system)],
  ['bdl-1', ({ total, type }) => !has(total) || type === 'searchset' || type === 'history'],
  ['bdl-2', (bundle) => bundle['type'] === 'searchset' || entriesOf(bundle).every(({ search }) => !has(search))],
  [
    'bdl-3',
    (bundle) => entriesOf(bundle).every(({ request }) => has(request) === isOneOf(bundle['type'], 'batch', 'transaction', 'history')),
  ],
  [
    'bdl-4',
    (bundle) =>
      entriesOf(bundle).every(
        ({ response }) => has(response) === isOneOf(bundle['type'], 'batch-response', 'transaction-response', 'history'),
      ),
  ],
  ['bdl-5', ({ resource, request, response }) => has(resource) || has(request) || has(response)],
  ['bdl-7', (bundle) => bundle['type'] === 'history' || distinct(entriesOf(bundle).flatMap(versionedUrl))],
  ['bdl-8', ({ fullUrl }) => typeof fullUrl !== 'string' || !fullUrl.includes('/_history/')],
]);

const isOneOf = (value: unknown, ...codes: readonly string[]): boolean => codes.some((code) => code === value);

function versionedUrl({ fullUrl, resource }: JsonObject): string[] {
  if (typeof fullUrl !== 'string') return [];
  const meta = isObject(resource) ? resource['meta'] : undefined;
  const version = isObject(meta) ? meta['versionId'] : undefined;
  return [typeof version === 'string' ? `${fullUrl} ${version}` : fullUrl];
}

/** Whether one date, dateTime or instant is after another, as far as the coarser of the two tells. */
function isAfter(one: string, other: string): boolean {
  if (one.length > 10 && other.length > 10) return Date.parse(one) > Date.parse(other);
  const length = Math.min(one.length, other.length, 10);
  return one.slice(0, length) > other.slice(0, length);
}

/** Told by code elsewhere (narrative.ts, reference.ts, appointment.ts), or beyond what a service without the other resource can tell. */
const elsewhere = new Set(['txt-1', 'txt-2', 'ref-1', 'app-2', 'app-3', 'app-4', 'ctm-1']);

/** Compiled when first met: the whole of R4 has some 200, one body few. */
export function toInvariants(base: string, constraints: readonly Constraint[]): readonly Invariant[] {
  return constraints.filter(({ key }) => !elsewhere.has(key)).map((constraint) => toInvariant(base, constraint));
}

function toInvariant(base: string, { key, human, expression }: Constraint): Invariant {
  const rule: RuleId = isRule(key) ? key : 'base-invariant';
  const text = isRule(key) ? `${rules[key]}` : `${key}: ${human}`;
  let test = byHand.get(key);
  return (value, path, scope) => {
    test ??= byFhirPath(base, expression);
    if (!test(value, scope)) report(scope, 'invariant', rule, text, path);
  };
}

const isRule = (key: string): key is RuleId => Object.hasOwn(rules, key);

export function byFhirPath(base: string, expression: string): Test {
  const evaluate = fhirpath.compile({ base, expression }, r4, { async: false });
  return (value, { resource, container }) => {
    const result: unknown[] = evaluate(value, { resource, rootResource: container, context: value });
    // An empty result says nothing against the value.
    return !result.includes(false);
  };
}
