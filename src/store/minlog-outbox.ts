/** The outbox of MinLog. What puts lines into it is `appendAuditLines`, in the statement of the log line itself. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** Where this setting is there, professionals' lines go into the outbox. */
const HANDED_OVER = 'minlog';

/** A common table expression behind `audit_line`; it costs one look at a small table while nothing is handed over. */
export const fillMinlogOutbox: RawBuilder<unknown> = sql`
  minlog_filled as (
    insert into minlog_outbox (citizen_id, id, recorded_at, line)
    select l.citizen_id, l.id, l.recorded_at, l.line from audit_line l
    where exists (select from setting where name = ${sql.lit(HANDED_OVER)}) and l.line::json #>> '{who,role}' = 'professional'
  )`;

export const setHandedOver = (db: Kysely<Database>, on: boolean): Promise<unknown> =>
  on
    ? sql`insert into setting (name, value) values (${HANDED_OVER}, 'on') on conflict (name) do nothing`.execute(db)
    : sql`delete from setting where name = ${HANDED_OVER}`.execute(db);

export interface OutboxRow {
  readonly citizen_id: string;
  readonly id: string;
  readonly recorded_at: Date;
  readonly line: string;
  /** This one included. */
  readonly attempts: number;
  /** The citizen's number, where it is known here. */
  readonly system: string | null;
  readonly value: string | null;
}

/** The oldest that are due, this process's until `until`: whoever is killed leaves them to be taken again then. */
export async function leaseOutbox(
  db: Kysely<Database>,
  { now, until, limit }: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    with leased as (
      update minlog_outbox o set due_at = ${until}, attempts = attempts + 1
      from (
        select citizen_id, id from minlog_outbox where due_at is null or due_at <= ${now}
        order by due_at nulls first, recorded_at limit ${limit} for update skip locked
      ) due
      where o.citizen_id = due.citizen_id and o.id = due.id
      returning o.citizen_id, o.id, o.recorded_at, o.line, o.attempts
    )
    select l.*, c.system, c.value from leased l left join citizen c on c.citizen_id = l.citizen_id
    order by l.recorded_at, l.id`.execute(db);
  return rows;
}

type Key = Pick<OutboxRow, 'citizen_id' | 'id'>;

const among = (keys: readonly Key[]): RawBuilder<boolean> => sql<boolean>`(citizen_id, id) in (
  select * from unnest(${keys.map((key) => key.citizen_id)}::uuid[], ${keys.map((key) => key.id)}::uuid[]))`;

export const removeFromOutbox = (db: Kysely<Database>, keys: readonly Key[]): Promise<unknown> =>
  sql`delete from minlog_outbox where ${among(keys)}`.execute(db);

export const postponeOutbox = (db: Kysely<Database>, keys: readonly Key[], until: Date): Promise<unknown> =>
  sql`update minlog_outbox set due_at = ${until} where ${among(keys)}`.execute(db);
