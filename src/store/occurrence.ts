/** What the overview reads. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Sector } from '../fhir/sector.ts';
import type { Interval } from '../time/interval.ts';
import type { Database } from './database.ts';
import { type Holes, prepare } from './prepare.ts';
import { boundBlocks, type Disclosure, disclosure, guarded, protectedStreets, shownTail, type Visible } from './visible.ts';

export interface OccurrenceRow {
  readonly appointment_id: string;
  readonly original_start: Date;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly recurrence_id: number | null;
  readonly status: string;
  readonly kind: 'single' | 'grouped' | 'series';
  readonly sector: Sector;
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

interface Values extends Visible, Sight {
  readonly citizenId: string;
}

const NAMES = ['citizenId', 'now', 'windowEnd', 'seesAll', 'ownSenders', 'ownSectors', 'readerKeys', 'overridesBlocks'] as const;

/** Occurrences that show the same of the same content: what they share travels once, and an overview is few rows. */
interface Group extends Pick<OccurrenceRow, 'sector' | 'guided' | 'minutes' | 'version_id' | 'updated_at' | 'home_streets'> {
  readonly disclosure: Disclosure;
  readonly text: string | null;
  readonly seen: readonly Seen[];
}

/** appointment_id, original_start, starts_at, ends_at, recurrence_id, status, kind */
type Seen = readonly [string, string, string, string | null, number | null, string, OccurrenceRow['kind']];

const groupsWhere = (holes: Holes<Values>, condition: RawBuilder<boolean>): RawBuilder<Group> => sql<Group>`
  with ${boundBlocks(holes, holes.citizenId, holes.now)}, ${guarded(holes.citizenId)}
  select g.disclosure, g.seen, c.sector, c.guided, c.minutes, c.shown_version as version_id, c.shown_at as updated_at,
    case g.disclosure when 'shown' then ${shownTail(holes.citizenId)} when 'masked' then c.masked_tail end as text,
    ${protectedStreets(holes.citizenId)} as home_streets
  from (
    select o.content_id, ${disclosure(holes)} as disclosure,
      json_agg(json_build_array(o.appointment_id, o.original_start, o.starts_at, o.ends_at, o.recurrence_id, o.status, o.kind)) as seen
    from occurrence o
    join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
    where o.citizen_id = ${holes.citizenId} and ${condition}
      and (o.kind = 'single' or o.starts_at < ${holes.windowEnd}) and (o.hidden_from is null or o.hidden_from > ${holes.now})
    group by 1, 2
  ) g
  join appointment c on c.citizen_id = ${holes.citizenId} and c.id = g.content_id`;

function toFound(groups: readonly Group[]): Found {
  const rows = groups.flatMap((group) => (group.disclosure === 'hidden' ? [] : group.seen.map((seen) => toRow(group, seen)))).sort(inOrder);
  return { rows, withheld: groups.some((group) => group.disclosure !== 'shown') };
}

function toRow({ disclosure, sector, guided, minutes, version_id, updated_at, home_streets, text }: Group, seen: Seen): OccurrenceRow {
  const [appointment_id, originalStart, start, end, recurrence_id, status, kind] = seen;
  return {
    appointment_id,
    original_start: new Date(originalStart),
    starts_at: new Date(start),
    ends_at: end === null ? null : new Date(end),
    recurrence_id,
    status,
    kind,
    sector,
    guided,
    minutes,
    version_id,
    updated_at,
    tail: disclosure === 'shown' ? text : null,
    masked_tail: disclosure === 'masked' ? text : null,
    home_streets,
  };
}

const inOrder = (a: OccurrenceRow, b: OccurrenceRow): number =>
  a.starts_at.getTime() - b.starts_at.getTime() ||
  (a.appointment_id === b.appointment_id
    ? a.original_start.getTime() - b.original_start.getTime()
    : a.appointment_id < b.appointment_id
      ? -1
      : 1);

/** Of the occurrence `o`. */
export const touches = (from: RawBuilder<Date>, until: RawBuilder<Date>): RawBuilder<boolean> =>
  sql<boolean>`o.starts_at < ${until} and (o.touches_until > ${from} or o.starts_at >= ${from})`;

const touching = prepare<Values & { from: Date; until: Date }, Group>([...NAMES, 'from', 'until'], (holes) =>
  groupsWhere(holes, touches(holes.from, holes.until)),
);

/** Occurrences of one citizen that touch `range`, soonest first. */
export const findOccurrences = async (
  db: Kysely<Database>,
  visible: Visible,
  sight: Sight,
  { citizenId, range }: { readonly citizenId: string; readonly range: Interval },
): Promise<Found> => toFound(await touching(db, { ...visible, ...sight, citizenId, from: range.start, until: range.end }));

const alone = prepare<Values & { id: string }, Group>([...NAMES, 'id'], (holes) =>
  groupsWhere(holes, sql<boolean>`o.appointment_id = ${holes.id} and o.kind <> 'series'`),
);

const inSeries = prepare<Values & { id: string; at: Date }, Group>([...NAMES, 'id', 'at'], (holes) =>
  groupsWhere(holes, sql<boolean>`o.appointment_id = ${holes.id} and o.kind = 'series' and o.original_start = ${holes.at}`),
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
