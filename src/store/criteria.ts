/** Criteria of a search → SQL. What they look into is the resource as its reader would get it, so that nothing hidden can match. */
import { type RawBuilder, sql } from 'kysely';
import type { AppointmentId } from '../fhir/appointment-id.ts';
import type { ActorParameter, ActorValue, Criterion, SortKey, TokenParameter } from '../fhir/search.ts';
import type { DateRange, Token } from '../fhir/search-value.ts';

/** What a row has for each thing that is looked for. */
export interface Columns {
  readonly id: (id: AppointmentId) => RawBuilder<boolean>;
  readonly status: RawBuilder<string>;
  readonly start: RawBuilder<Date | null>;
  readonly lastUpdated: RawBuilder<Date>;
  /** The resource as it would be answered, jsonb. */
  readonly resource: RawBuilder<unknown>;
  /** Where tokens of a parameter are not in `resource` alone. */
  readonly alsoToken?: (name: TokenParameter, token: Token) => RawBuilder<boolean> | undefined;
}

/** Whether a criterion can be judged without the content of the resource, which a mask may hide. */
export const isOfFrame = (criterion: Criterion): boolean =>
  criterion.on === 'id' || criterion.on === 'instant' || (criterion.on === 'token' && criterion.name === 'status');

export const all = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;

const any = (conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> =>
  conditions.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(conditions, sql` or `)})`;

export const toConditions = (criteria: readonly Criterion[], columns: Columns): RawBuilder<boolean> =>
  all(criteria.map((criterion) => toCondition(criterion, columns)));

function toCondition(criterion: Criterion, columns: Columns): RawBuilder<boolean> {
  switch (criterion.on) {
    case 'id':
      return any(criterion.anyOf.map(columns.id));
    case 'instant': {
      const instant = criterion.name === 'date' ? columns.start : columns.lastUpdated;
      return any(criterion.anyOf.map((range) => isInRange(instant, range)));
    }
    case 'token': {
      const found = any(criterion.anyOf.map((token) => hasToken(criterion.name, token, columns)));
      return criterion.not ? sql<boolean>`not ${found}` : found;
    }
    case 'actor':
      return any(criterion.anyOf.map((value) => hasActor(criterion.name, value, columns.resource)));
    default:
      return criterion satisfies never;
  }
}

const isInRange = (instant: RawBuilder<Date | null>, { start, end, outside }: DateRange): RawBuilder<boolean> => {
  const from = start.toISOString();
  const until = end.toISOString();
  return outside
    ? sql<boolean>`(${instant} < ${from}::timestamptz or ${instant} >= ${until}::timestamptz)`
    : sql<boolean>`(${instant} >= ${from}::timestamptz and ${instant} < ${until}::timestamptz)`;
};

const CODES_OF_STATUS = 'http://hl7.org/fhir/appointmentstatus';
const CODES_OF_PARTICIPATION = 'http://hl7.org/fhir/participationstatus';

/** Where the tokens of each parameter stand; a code of R4 itself has no system beside it. */
const paths: Readonly<Record<Exclude<TokenParameter, 'status' | 'part-status'>, { at: string; code: string }>> = {
  identifier: { at: '$.identifier[*]', code: 'value' },
  _tag: { at: '$.meta.tag[*]', code: 'code' },
  'service-category': { at: '$.serviceCategory[*].coding[*]', code: 'code' },
  'service-type': { at: '$.serviceType[*].coding[*]', code: 'code' },
  'reason-code': { at: '$.reasonCode[*].coding[*]', code: 'code' },
  'appointment-type': { at: '$.appointmentType.coding[*]', code: 'code' },
};

function hasToken(name: TokenParameter, token: Token, columns: Columns): RawBuilder<boolean> {
  if (name === 'status') return isCodeOf(token, CODES_OF_STATUS) ? isCode(columns.status, token) : sql<boolean>`false`;
  if (name === 'part-status') {
    if (!isCodeOf(token, CODES_OF_PARTICIPATION)) return sql<boolean>`false`;
    return token.code === undefined
      ? exists(columns.resource, '$.participant[*].status', {})
      : exists(columns.resource, '$.participant[*] ? (@.status == $code)', { code: token.code });
  }
  const { at, code } = paths[name];
  const inResource = exists(columns.resource, `${at} ? (${filterOf(token, code)})`, token);
  const also = columns.alsoToken?.(name, token);
  return also === undefined ? inResource : sql<boolean>`(${inResource} or ${also})`;
}

const isCodeOf = ({ system }: Token, codes: string): boolean => system === undefined || system === codes;

const isCode = (column: RawBuilder<string>, { code }: Token): RawBuilder<boolean> =>
  code === undefined ? sql<boolean>`true` : sql<boolean>`${column} = ${code}`;

function filterOf({ system, code }: Token, codeName: string): string {
  const ofSystem = system === undefined ? [] : [system === '' ? '!(exists(@.system))' : '@.system == $system'];
  return [...ofSystem, ...(code === undefined ? [] : [`@.${codeName} == $code`])].join(' && ');
}

const exists = (resource: RawBuilder<unknown>, path: string, variables: object): RawBuilder<boolean> =>
  sql<boolean>`jsonb_path_exists(${resource}, ${sql.lit(path)}::jsonpath, ${JSON.stringify(variables)}::jsonb)`;

const typeOf: Readonly<Record<ActorParameter, string | undefined>> = {
  actor: undefined,
  practitioner: 'Practitioner',
  location: 'Location',
};

/**
 * A participant's actor is met by the reference as it stands; by an identifier of its own, of the contained resource it points to, or
 * of that one's provider.
 */
function hasActor(name: ActorParameter, value: ActorValue, resource: RawBuilder<unknown>): RawBuilder<boolean> {
  if ('references' in value) {
    return sql<boolean>`jsonb_path_query_array(${resource}, '$.participant[*].actor.reference') ?| ${value.references}::text[]`;
  }
  const type = typeOf[name];
  const ofType =
    type === undefined
      ? sql`true`
      : sql`coalesce(k.contained ->> 'resourceType', p.actor ->> 'type', substring(p.actor ->> 'reference' from '([A-Za-z]+)/[^/]+$')) = ${type}`;
  const identifier = value.identifier;
  const path = `$.*.identifier[*] ? (${filterOf(identifier, 'value')})`;
  const provider = `$.contained.providedBy.identifier ? (${filterOf(identifier, 'value')})`;
  const both = sql`jsonb_build_object('actor', p.actor, 'contained', k.contained)`;
  return sql<boolean>`exists (
    select from jsonb_path_query(${resource}, '$.participant[*].actor') as p (actor)
    left join jsonb_path_query(${resource}, '$.contained[*]') as k (contained) on p.actor ->> 'reference' = '#' || (k.contained ->> 'id')
    where ${ofType} and (${exists(both, path, identifier)} or ${exists(both, provider, identifier)}))`;
}

export interface Order {
  readonly column: RawBuilder<unknown>;
  readonly type: 'timestamptz' | 'uuid';
  readonly descending: boolean;
}

export const toOrders = (sort: readonly SortKey[], columns: { date: RawBuilder<unknown>; _lastUpdated: RawBuilder<unknown> }): Order[] =>
  sort.map(({ by, descending }) => ({ column: columns[by], type: 'timestamptz', descending }));

export const orderBy = (orders: readonly Order[]): RawBuilder<unknown> =>
  sql.join(orders.map(({ column, descending }) => (descending ? sql`${column} desc` : sql`${column}`)));

/** Rows past the one with these values. */
export function isAfter(orders: readonly Order[], values: readonly string[]): RawBuilder<boolean> {
  const at = (index: number): RawBuilder<unknown> => sql`${values[index]}::${sql.raw(orders[index]?.type ?? 'uuid')}`;
  return any(
    orders.map(({ column, descending }, index) => {
      const same = orders.slice(0, index).map((order, before) => sql<boolean>`${order.column} = ${at(before)}`);
      return all([...same, descending ? sql<boolean>`${column} < ${at(index)}` : sql<boolean>`${column} > ${at(index)}`]);
    }),
  );
}
