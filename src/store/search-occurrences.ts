/** A reader's search: occurrences and single appointments of one citizen, as the caller may see them. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Criterion, SortKey } from '../fhir/search.ts';
import { type Columns, isAfter, isOfFrame, type Order, orderBy, toConditions, toOrders } from './criteria.ts';
import type { Database } from './database.ts';
import type { OccurrenceRow, Sight } from './occurrence.ts';
import { boundBlocks, disclosure, guarded, protectedStreets, shownTail, type Visible } from './visible.ts';

export interface PageQuestion {
  readonly criteria: readonly Criterion[];
  readonly sort: readonly SortKey[];
  /** Values of the order of the last row given. */
  readonly after: readonly string[] | undefined;
  /** Rows at most. */
  readonly limit: number;
  readonly counted: boolean;
}

export interface OccurrencePage {
  readonly rows: readonly OccurrenceRow[];
  /** Of all pages; undefined where it was not asked for. */
  readonly total: number | undefined;
  /** Whether anything that a criterion could have met was kept from the caller. For the log, never for the answer. */
  readonly withheld: boolean;
}

const candidate: Columns = {
  id: ({ appointmentId, originalStart }) =>
    originalStart === undefined
      ? sql<boolean>`(o.appointment_id = ${appointmentId} and o.kind <> 'series')`
      : sql<boolean>`(o.appointment_id = ${appointmentId} and o.kind = 'series' and o.original_start = ${originalStart})`,
  status: sql<string>`o.status`,
  start: sql<Date>`o.starts_at`,
  lastUpdated: sql<Date>`c.shown_at`,
  resource: sql`null::jsonb`,
};

/** Of the resource that the row would be shown as: a mask hides from the search what it hides from the answer. */
const shown: Columns = { ...candidate, resource: sql`r.resource` };

const orderOf = (sort: readonly SortKey[]): Order[] => [
  ...toOrders(sort, { date: sql`k.starts_at`, _lastUpdated: sql`k.updated_at` }),
  { column: sql`k.appointment_id`, type: 'uuid', descending: false },
  { column: sql`k.original_start`, type: 'timestamptz', descending: false },
];

/** The row's place in the order, for the page after it. */
export const placeOfOccurrence = (row: OccurrenceRow, sort: readonly SortKey[]): string[] => [
  ...sort.map(({ by }) => (by === 'date' ? row.starts_at : row.updated_at).toISOString()),
  row.appointment_id,
  row.original_start.toISOString(),
];

type Row = { readonly total: number | null; readonly withheld: boolean } & (OccurrenceRow | { readonly [K in keyof OccurrenceRow]: null });

export async function searchOccurrences(
  db: Kysely<Database>,
  visible: Visible,
  { now, windowEnd }: Sight,
  citizenId: string,
  { criteria, sort, after, limit, counted }: PageQuestion,
): Promise<OccurrencePage> {
  const frame = criteria.filter(isOfFrame);
  const content = criteria.filter((criterion) => !isOfFrame(criterion));
  const orders = orderOf(sort);
  const { rows } = await sql<Row>`
    with ${boundBlocks(visible, citizenId, now)}, ${guarded(citizenId)},
    candidate as materialized (
      select o.appointment_id, o.original_start, o.starts_at, o.ends_at, o.recurrence_id, o.status, o.kind, c.sector, c.guided, c.minutes,
        c.shown_version as version_id, c.shown_at as updated_at, c.masked_tail, d.disclosure = 'hidden' as hidden,
        case d.disclosure when 'shown' then ${shownTail(citizenId)} end as tail, ${protectedStreets(citizenId)} as home_streets
      from occurrence o
      join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
      cross join lateral (select ${disclosure(visible)} as disclosure offset 0) d
      where o.citizen_id = ${citizenId} and ${toConditions(frame, candidate)}
        and (o.kind = 'single' or o.starts_at < ${windowEnd}) and (o.hidden_from is null or o.hidden_from > ${now})
    ),
    matched as (
      select k.* from candidate k ${asResource(content.length > 0)}
      where not k.hidden and ${toConditions(content, shown)}
    )
    select ${counted ? sql`(select count(*)::int from matched)` : sql`null::int`} as total,
      coalesce((select bool_or(hidden or tail is null) from candidate), false) as withheld, k.*
    from (select) as once
    left join lateral (
      select * from matched k where ${after === undefined ? sql`true` : isAfter(orders, after)} order by ${orderBy(orders)} limit ${limit}
    ) k on true
    order by ${orderBy(orders)}`.execute(db);
  const [first] = rows;
  return {
    rows: rows.filter((row): row is Row & OccurrenceRow => row.appointment_id !== null),
    total: first?.total ?? undefined,
    withheld: first?.withheld ?? false,
  };
}

/** What `renderOccurrence` writes behind the elements that vary, read back. */
const asResource = (needed: boolean): RawBuilder<unknown> =>
  needed
    ? sql`cross join lateral (select ('{"extension":[null' || coalesce(k.tail, k.masked_tail))::jsonb as resource where not k.hidden offset 0) r`
    : sql``;
