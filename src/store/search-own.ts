/** A sender's search: what it posted itself and has not deleted. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Criterion, SortKey } from '../fhir/search.ts';
import type { Token } from '../fhir/search-value.ts';
import { KIND_SYSTEM } from '../normalise/server-elements.ts';
import type { StoredAppointment } from './appointment.ts';
import { all, type Columns, isAfter, isOfFrame, type Order, orderBy, toConditions, toOrders } from './criteria.ts';
import type { Database } from './database.ts';
import type { PageQuestion } from './search-occurrences.ts';

export interface OwnPage {
  readonly rows: readonly StoredAppointment[];
  /** Of all pages; undefined where it was not asked for. */
  readonly total: number | undefined;
}

const columns: Columns = {
  id: ({ appointmentId, originalStart }) => (originalStart === undefined ? sql<boolean>`a.id = ${appointmentId}` : sql<boolean>`false`),
  status: sql<string>`a.status`,
  start: sql<Date | null>`a.starts_at`,
  lastUpdated: sql<Date>`a.updated_at`,
  resource: sql`r.resource`,
  alsoToken: (name, token) => (name === '_tag' ? isOfKind(token) : undefined),
};

/** The kind is no part of what was received: it is tagged when it is read back. */
const isOfKind = ({ system, code }: Token): RawBuilder<boolean> =>
  system !== undefined && system !== KIND_SYSTEM
    ? sql<boolean>`false`
    : sql<boolean>`(a.kind in ('series', 'exception') and ${code === undefined ? sql`true` : sql`a.kind = ${code}`})`;

/** Narrows by an index what `toConditions` then looks into, where each alternative names a system and a value. */
function narrowed(senderId: string, criterion: Criterion): RawBuilder<boolean>[] {
  if (criterion.on !== 'token' || criterion.name !== 'identifier' || criterion.not) return [];
  const named = criterion.anyOf.flatMap(({ system, code }) => (system && code !== undefined ? [{ system, code }] : []));
  if (named.length < criterion.anyOf.length) return [];
  const systems = named.map(({ system }) => system);
  const values = named.map(({ code }) => code);
  return [
    sql<boolean>`(a.citizen_id, a.id) in (
      select i.citizen_id, i.appointment_id
      from unnest(${systems}::text[], ${values}::text[]) as n (system, value)
      join appointment_identifier i on i.sender_id = ${senderId} and i.system = n.system and i.value = n.value
      union all
      select s.citizen_id, s.id from appointment s
      where s.sender_id = ${senderId} and s.other_identifiers && ${named.map(({ system, code }) => `${system}|${code}`)}::text[])`,
  ];
}

/** Sorts behind every start: what has none. */
const NO_START = '9999-12-31T00:00:00.000Z';

const orderOf = (sort: readonly SortKey[]): Order[] => [
  ...toOrders(sort, { date: sql`k.starts_at`, _lastUpdated: sql`k.updated_at` }),
  { column: sql`k.id`, type: 'uuid', descending: false },
];

/** The row's place in the order, for the page after it. */
export const placeOfOwn = (row: StoredAppointment, sort: readonly SortKey[]): string[] => [
  ...sort.map(({ by }) => (by === 'date' ? (row.starts_at?.toISOString() ?? NO_START) : row.updated_at.toISOString())),
  row.id,
];

type Row = { readonly total: number | null } & (StoredAppointment | { readonly [K in keyof StoredAppointment]: null });

export async function searchOwnAppointments(
  db: Kysely<Database>,
  senderId: string,
  citizenId: string | undefined,
  { criteria, sort, after, limit, counted }: PageQuestion,
): Promise<OwnPage> {
  const orders = orderOf(sort);
  const readsContent = criteria.some((criterion) => !isOfFrame(criterion));
  const conditions = all([
    ...(citizenId === undefined ? [] : [sql<boolean>`a.citizen_id = ${citizenId}`]),
    ...criteria.flatMap((criterion) => narrowed(senderId, criterion)),
    toConditions(criteria, columns),
  ]);
  const { rows } = await sql<Row>`
    with matched as (
      select a.citizen_id, a.id, coalesce(a.starts_at, ${NO_START}::timestamptz) as starts_at, a.updated_at
      from appointment a ${readsContent ? withResource : sql``}
      where a.sender_id = ${senderId} and not a.deleted and ${conditions}
    )
    select ${counted ? sql`(select count(*)::int from matched)` : sql`null::int`} as total, a.*, v.resource
    from (select) as once
    left join lateral (
      select * from matched k where ${after === undefined ? sql`true` : isAfter(orders, after)} order by ${orderBy(orders)} limit ${limit}
    ) k on true
    left join appointment a on a.citizen_id = k.citizen_id and a.id = k.id
    left join appointment_version v on v.citizen_id = a.citizen_id and v.appointment_id = a.id and v.version = a.version
    order by ${orderBy(orders)}`.execute(db);
  return {
    rows: rows.flatMap(({ total: _total, ...row }) => (row.id === null ? [] : [row])),
    total: rows[0]?.total ?? undefined,
  };
}

const withResource = sql`
  join appointment_version w on w.citizen_id = a.citizen_id and w.appointment_id = a.id and w.version = a.version
  cross join lateral (select w.resource::jsonb as resource offset 0) r`;
