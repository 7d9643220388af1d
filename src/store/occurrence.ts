/** What the overview reads. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Interval } from '../time/interval.ts';
import type { Database } from './database.ts';
import { boundBlocks, isHidden, shownTail, type Visible } from './visible.ts';

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
  readonly masked_tail: string;
  /** Null where the caller may not know what it is about. */
  readonly tail: string | null;
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

async function find(
  db: Kysely<Database>,
  visible: Visible,
  { now, windowEnd }: Sight,
  citizenId: string,
  condition: RawBuilder<boolean>,
): Promise<Found> {
  const { rows } = await sql<Row>`
    with ${boundBlocks(visible, citizenId, now)}
    select shown.* from occurrence o
    join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
    left join lateral (
      select o.appointment_id, o.original_start, o.starts_at, o.ends_at, o.recurrence_id, o.status, o.kind, c.guided, c.minutes,
        c.shown_version as version_id, c.shown_at as updated_at, c.masked_tail, ${shownTail(visible, citizenId)} as tail
      where not ${isHidden(visible)}
    ) shown on true
    where o.citizen_id = ${citizenId} and ${condition}
      and (o.kind = 'single' or o.starts_at < ${windowEnd}) and (o.hidden_from is null or o.hidden_from > ${now})
    order by o.starts_at, o.appointment_id, o.original_start`.execute(db);
  const shown = rows.filter((row): row is OccurrenceRow => row.appointment_id !== null);
  return { rows: shown, withheld: shown.length < rows.length || shown.some((row) => row.tail === null) };
}

/** Occurrences of one citizen that touch `range`, soonest first. */
export const findOccurrences = (
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, range }: { readonly citizenId: string; readonly range: Interval },
): Promise<Found> =>
  find(
    db,
    visible,
    sight,
    citizenId,
    sql<boolean>`o.starts_at < ${range.end} and (o.touches_until > ${range.start} or o.starts_at >= ${range.start})`,
  );

/** One occurrence by the two parts of its id; of one that stands alone, by its appointment's. */
export const findOccurrence = (
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, appointmentId, originalStart }: { citizenId: string; appointmentId: string; originalStart: Date | undefined },
): Promise<Found> =>
  find(
    db,
    visible,
    sight,
    citizenId,
    originalStart === undefined
      ? sql<boolean>`o.appointment_id = ${appointmentId} and o.kind <> 'series'`
      : sql<boolean>`o.appointment_id = ${appointmentId} and o.kind = 'series' and o.original_start = ${originalStart}`,
  );
