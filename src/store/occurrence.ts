/** What the overview reads. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Interval } from '../time/interval.ts';
import type { Database } from './database.ts';
import { maySeeContent, type Visible } from './visible.ts';

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

/** What the clock hides: repeating ones past the sharing window, cancelled ones after their days. */
export interface Sight {
  readonly now: Date;
  /** The instant the sharing window ends: a Danish midnight. */
  readonly windowEnd: Date;
}

const columns = (visible: Visible): RawBuilder<unknown> => sql`
  o.appointment_id, o.original_start, o.starts_at, o.ends_at, o.recurrence_id, o.status, o.kind, c.guided, c.minutes,
  c.shown_version as version_id, c.shown_at as updated_at, c.masked_tail,
  case when ${maySeeContent(visible)} then c.tail end as tail
  from occurrence o join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id`;

const inSight = ({ now, windowEnd }: Sight): RawBuilder<boolean> =>
  sql<boolean>`(o.kind = 'single' or o.starts_at < ${windowEnd}) and (o.hidden_from is null or o.hidden_from > ${now})`;

/** Occurrences of one citizen that touch `range`, soonest first. */
export async function findOccurrences(
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, range }: { readonly citizenId: string; readonly range: Interval },
): Promise<OccurrenceRow[]> {
  const { rows } = await sql<OccurrenceRow>`
    select ${columns(visible)}
    where o.citizen_id = ${citizenId} and o.starts_at < ${range.end}
      and (o.touches_until > ${range.start} or o.starts_at >= ${range.start}) and ${inSight(sight)}
    order by o.starts_at, o.appointment_id, o.original_start`.execute(db);
  return rows;
}

/** One occurrence by the two parts of its id; of one that stands alone, by its appointment's. */
export async function findOccurrence(
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, appointmentId, originalStart }: { citizenId: string; appointmentId: string; originalStart: Date | undefined },
): Promise<OccurrenceRow | undefined> {
  const which = originalStart === undefined ? sql`o.kind <> 'series'` : sql`o.kind = 'series' and o.original_start = ${originalStart}`;
  const { rows } = await sql<OccurrenceRow>`
    select ${columns(visible)}
    where o.citizen_id = ${citizenId} and o.appointment_id = ${appointmentId} and ${which} and ${inSight(sight)}`.execute(db);
  return rows[0];
}
