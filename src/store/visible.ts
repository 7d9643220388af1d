/**
 * What a query leaves out and what it masks. Only `access/` makes one, and no find on a citizen's appointments goes without it:
 * the decision is part of the query, so that no parameter, page or operation can go round it.
 *
 * A query that uses it begins with `boundBlocks` and `guarded`, names the occurrence `o` and its content `c`, decides for each by
 * `disclosure`, and takes content by `shownTail`.
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

/** What a reader gets of an occurrence: nothing, that the citizen is busy then, or what it is about. */
export type Disclosure = 'hidden' | 'masked' | 'shown';

/** Of an occurrence. Most citizens block nobody, and then that is found out once a query. */
export const disclosure = ({ seesAll, ownSenders, ownSectors }: Given<Visible>): RawBuilder<Disclosure> => sql<Disclosure>`
  case
    when c.sender_id = any(${ownSenders}::text[]) then 'shown'
    when ${isBlocked('hide')} then 'hidden'
    when ${seesAll} then 'shown'
    when c.time_only and c.sector <> all(${ownSectors}::text[]) or ${isBlocked('busy-only')} then 'masked'
    else 'shown'
  end`;

const isBlocked = (effect: 'hide' | 'busy-only'): RawBuilder<boolean> => sql<boolean>`(
  (select count(*) from bound) > 0 and exists (
    select from bound b where b.effect = ${sql.lit(effect)}
      and (b.author_keys is null or b.author_keys && c.author_keys) and (b.sectors is null or c.sector = any(b.sectors))
      and (b.data_from is null or o.touches_until > b.data_from or o.starts_at >= b.data_from)
      and (b.data_until is null or o.starts_at < b.data_until)))`;

/** Common table expression `guarded`: whether the address is protected, which it is while a live appointment or the CPR register says so. */
export const guarded = (citizenId: string | RawBuilder<string>): RawBuilder<unknown> => sql`
  guarded as materialized (
    select exists (select from appointment r where r.citizen_id = ${citizenId} and r.restricted and not r.deleted)
      or exists (select from stamkort_item r where r.citizen_id = ${citizenId} and r.restricted and not r.deleted) as yes
  )`;

const isGuarded: RawBuilder<boolean> = sql<boolean>`(select yes from guarded)`;

/** The tail of what is shown: where the citizen is protected, one that is held at their home is held at no address. */
export const shownTail = (citizenId: string | RawBuilder<string>): RawBuilder<string | null> => sql<string | null>`
  case
    when c.place_keys is not null and c.home_tail is not null and ${isGuarded}
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
    where ${isGuarded})`;
