/** Whether anything has changed that an overview is made of. */
import { type Kysely, sql } from 'kysely';
import type { Interval } from '../time/interval.ts';
import type { Database } from './database.ts';
import { touches } from './occurrence.ts';
import { prepare } from './prepare.ts';

export interface StampQuestion {
  readonly citizenId: string;
  readonly range: Interval;
  /** Which blocks bind, and what was cancelled so long ago that it is hidden, is a matter of the instant. */
  readonly now: Date;
}

interface Values {
  readonly citizenId: string;
  readonly from: Date;
  readonly until: Date;
  readonly now: Date;
}

/**
 * The rows that the query of an overview reads (`occurrence.ts`, `visible.ts`), each by the transaction that wrote it: the same stamp on
 * the same Danish day means the same overview. Another may mean the same one too.
 */
const stamp = prepare<Values, { stamp: string }>(
  ['citizenId', 'from', 'until', 'now'],
  ({ citizenId, from, until, now }) => sql<{ stamp: string }>`
    select md5(concat_ws('|',
      (select string_agg(concat_ws(',', o.tableoid, o.ctid, o.xmin, o.hidden_from > ${now}, c.ctid, c.xmin), ' ')
        from occurrence o join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
        where o.citizen_id = ${citizenId} and ${touches(from, until)}),
      coalesce((select string_agg(concat_ws(',', h.ctid, h.xmin), ' ') from appointment h
        where h.citizen_id = ${citizenId} and h.home_keys is not null and not h.deleted), ''),
      coalesce((select string_agg(concat_ws(',', r.ctid, r.xmin), ' ') from appointment r
        where r.citizen_id = ${citizenId} and r.restricted and not r.deleted), ''),
      coalesce((select string_agg(concat_ws(',', b.ctid, b.xmin, coalesce(b.valid_from <= ${now}, true), coalesce(b.valid_until > ${now}, true)), ' ')
        from block b where b.citizen_id = ${citizenId}), ''),
      coalesce((select string_agg(concat_ws(',', s.ctid, s.xmin), ' ') from stamkort_item s where s.citizen_id = ${citizenId}), '')
    )) as stamp`,
);

export async function readOverviewStamp(db: Kysely<Database>, { citizenId, range, now }: StampQuestion): Promise<string> {
  const [row] = await stamp(db, { citizenId, from: range.start, until: range.end, now });
  if (row === undefined) throw new Error('a select without a from has a row');
  return row.stamp;
}
