/**
 * What a query leaves out and what it masks. Only `access/` makes one, and no find on a citizen's appointments goes without it.
 */
import { type RawBuilder, sql } from 'kysely';

export interface Visible {
  /** The senders of the caller's own organisation, whose content is never masked for it; `all` for the citizen. */
  readonly ownSenders: readonly string[] | 'all';
}

/** Whether the caller may know what an appointment is about, not only when; `c` is the appointment that holds the content. */
export const maySeeContent = ({ ownSenders }: Visible): RawBuilder<boolean> =>
  sql<boolean>`(${ownSenders === 'all'} or not c.time_only or c.sender_id = any(${ownSenders === 'all' ? [] : ownSenders}::text[]))`;
