/**
 * What a query leaves out and what it masks. Only `access/` makes one, and no find on a citizen's appointments goes without it:
 * the decision is part of the query, so that no parameter, page or operation can go round it.
 *
 * A query that uses it begins with `boundBlocks`, names the occurrence `o` and its content `c`, and takes rows by `isHidden`, content
 * by `shownTail`.
 */
import { type RawBuilder, sql } from 'kysely';

export interface Visible {
  /** The citizen, or one who acts for them: nothing is hidden or masked. */
  readonly seesAll: boolean;
  /** The caller's own organisation's senders: what these sent, it may always see. */
  readonly ownSenders: readonly string[];
  /** The caller's own organisation's: a `time-only` label masks for other sectors. */
  readonly ownSectors: readonly string[];
  /** Who the caller is, as blocks name readers: the person, and the organisation with those above it. */
  readonly readerKeys: readonly string[];
  /** Værdispring: the citizen's blocks do not bind this once; labels still do. */
  readonly overridesBlocks: boolean;
}

/** Each as a value, or as the hole for one in a statement that is prepared. */
type Given<V> = { readonly [Name in keyof V]: V[Name] | RawBuilder<V[Name]> };

/** Common table expression `bound`: the citizen's blocks that bind this caller now. */
export const boundBlocks = (
  { seesAll, readerKeys, overridesBlocks }: Given<Visible>,
  citizenId: string | RawBuilder<string>,
  now: Date | RawBuilder<Date>,
): RawBuilder<unknown> => sql`
  bound as materialized (
    select effect, author_keys, sectors, data_from, data_until from block
    where citizen_id = ${citizenId} and not (${seesAll} or ${overridesBlocks})
      and (valid_from is null or valid_from <= ${now}) and (valid_until is null or valid_until > ${now})
      and (reader_keys is null or reader_keys && ${readerKeys}::text[])
  )`;

const isBlocked = (effect: 'hide' | 'busy-only'): RawBuilder<boolean> => sql<boolean>`exists (
  select from bound b where b.effect = ${sql.lit(effect)}
    and (b.author_keys is null or b.author_keys && c.author_keys) and (b.sectors is null or c.sector = any(b.sectors))
    and (b.data_from is null or o.touches_until > b.data_from or o.starts_at >= b.data_from)
    and (b.data_until is null or o.starts_at < b.data_until))`;

const isOwn = ({ ownSenders }: Given<Visible>): RawBuilder<boolean> => sql<boolean>`c.sender_id = any(${ownSenders}::text[])`;

/** Whether a block keeps the occurrence from the caller altogether. */
export const isHidden = (visible: Given<Visible>): RawBuilder<boolean> => sql<boolean>`(not ${isOwn(visible)} and ${isBlocked('hide')})`;

/** While a live appointment says so, or the CPR register does. */
const isProtected = (citizenId: string | RawBuilder<string>): RawBuilder<boolean> => sql<boolean>`(
  exists (select from appointment r where r.citizen_id = ${citizenId} and r.restricted and not r.deleted)
  or exists (select from stamkort_item r where r.citizen_id = ${citizenId} and r.restricted and not r.deleted))`;

/** The tail that the caller may see; null where they may know no more than that the citizen is busy. */
export const shownTail = (visible: Given<Visible>, citizenId: string | RawBuilder<string>): RawBuilder<string | null> => sql<string | null>`
  case
    when not ${visible.seesAll} and not ${isOwn(visible)}
      and (c.time_only and c.sector <> all(${visible.ownSectors}::text[]) or ${isBlocked('busy-only')}) then null
    when c.place_keys is not null and c.home_tail is not null
      and ${isProtected(citizenId)}
      and (
        exists (select from appointment h
          where h.citizen_id = ${citizenId} and h.home_keys is not null and not h.deleted and h.home_keys && c.place_keys)
        or exists (select from stamkort_item h
          where h.citizen_id = ${citizenId} and h.home_keys is not null and not h.deleted and h.home_keys && c.place_keys))
    then c.home_tail
    else c.tail
  end`;

/** The streets that a protected citizen's homes are on, which no word of an appointment may tell; null where the citizen is not protected. */
export const protectedStreets = (citizenId: string | RawBuilder<string>): RawBuilder<string[] | null> => sql<string[] | null>`
  (select array_agg(distinct split_part(home.key, '|', 1))
    from (
      select h.home_keys from appointment h where h.citizen_id = ${citizenId} and h.home_keys is not null and not h.deleted
      union all
      select h.home_keys from stamkort_item h where h.citizen_id = ${citizenId} and h.home_keys is not null and not h.deleted
    ) as known, unnest(known.home_keys) as home (key)
    where ${isProtected(citizenId)})`;
