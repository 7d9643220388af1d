/** What the overview reads. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Interval } from '../time/interval.ts';
import type { Database } from './database.ts';
import { type Holes, prepare } from './prepare.ts';
import { boundBlocks, isHidden, protectedStreets, shownTail, type Visible } from './visible.ts';

export interface OccurrenceRow {
  readonly appointment_id: string;
  readonly original_start: Date;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly recurrence_id: number | null;
  readonly status: string;
  readonly kind: 'single' | 'grouped' | 'series';
  readonly guided: boolean;
  readonly minutes: number | null;
  readonly version_id: string;
  readonly updated_at: Date;
  /** Null where the caller may not know what it is about. */
  readonly tail: string | null;
  /** In place of the tail, where that is null. */
  readonly masked_tail: string | null;
  /** Of a protected citizen's homes: what tells one of them is left out. */
  readonly home_streets: readonly string[] | null;
}

/** What a caller gets to see, and whether anything was kept from them: hidden, or masked. For the log, never for the answer. */
export interface Found {
  readonly rows: readonly OccurrenceRow[];
  readonly withheld: boolean;
}

/** What the clock hides: repeating ones past the sharing window, cancelled ones after their days. */
export interface Sight {
  readonly now: Date;
  /** The instant the sharing window ends: a Danish midnight. */
  readonly windowEnd: Date;
}

/** Of a hidden occurrence the database gives a row without anything in it, so that it can be counted. */
type Row = OccurrenceRow | { readonly [K in keyof OccurrenceRow]: null };

interface Values extends Visible, Sight {
  readonly citizenId: string;
}

const NAMES = ['citizenId', 'now', 'windowEnd', 'seesAll', 'ownSenders', 'ownSectors', 'readerKeys', 'overridesBlocks'] as const;

const rowsWhere = (holes: Holes<Values>, condition: RawBuilder<boolean>): RawBuilder<Row> => sql<Row>`
  with ${boundBlocks(holes, holes.citizenId, holes.now)}
  select shown.*, case when shown.tail is null and shown.appointment_id is not null then c.masked_tail end as masked_tail
  from occurrence o
  join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
  left join lateral (
    select o.appointment_id, o.original_start, o.starts_at, o.ends_at, o.recurrence_id, o.status, o.kind, c.guided, c.minutes,
      c.shown_version as version_id, c.shown_at as updated_at, ${shownTail(holes, holes.citizenId)} as tail, ${protectedStreets(holes.citizenId)} as home_streets
    where not ${isHidden(holes)}
  ) shown on true
  where o.citizen_id = ${holes.citizenId} and ${condition}
    and (o.kind = 'single' or o.starts_at < ${holes.windowEnd}) and (o.hidden_from is null or o.hidden_from > ${holes.now})
  order by o.starts_at, o.appointment_id, o.original_start`;

function toFound(rows: readonly Row[]): Found {
  const shown = rows.filter((row): row is OccurrenceRow => row.appointment_id !== null);
  return { rows: shown, withheld: shown.length < rows.length || shown.some((row) => row.tail === null) };
}

const touching = prepare<Values & { from: Date; until: Date }, Row>([...NAMES, 'from', 'until'], (holes) =>
  rowsWhere(holes, sql<boolean>`o.starts_at < ${holes.until} and (o.touches_until > ${holes.from} or o.starts_at >= ${holes.from})`),
);

/** Occurrences of one citizen that touch `range`, soonest first. */
export const findOccurrences = async (
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, range }: { readonly citizenId: string; readonly range: Interval },
): Promise<Found> => toFound(await touching(db, { ...visible, ...sight, citizenId, from: range.start, until: range.end }));

const alone = prepare<Values & { id: string }, Row>([...NAMES, 'id'], (holes) =>
  rowsWhere(holes, sql<boolean>`o.appointment_id = ${holes.id} and o.kind <> 'series'`),
);

const inSeries = prepare<Values & { id: string; at: Date }, Row>([...NAMES, 'id', 'at'], (holes) =>
  rowsWhere(holes, sql<boolean>`o.appointment_id = ${holes.id} and o.kind = 'series' and o.original_start = ${holes.at}`),
);

/** One occurrence by the two parts of its id; of one that stands alone, by its appointment's. */
export const findOccurrence = async (
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, appointmentId: id, originalStart: at }: { citizenId: string; appointmentId: string; originalStart: Date | undefined },
): Promise<Found> => {
  const values = { ...visible, ...sight, citizenId, id };
  return toFound(await (at === undefined ? alone(db, values) : inSeries(db, { ...values, at })));
};
