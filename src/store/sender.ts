/** The registry of senders: what sends, whose it is and on which system it runs. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { Sector } from '../fhir/sector.ts';
import type { Database } from './database.ts';

export interface SenderTable {
  id: string;
  sector: Sector;
  name: string;
  practice_kind: 'general' | 'specialist' | null;
  sor: string | null;
  cvr: string | null;
  /** The system's manufacturer. */
  vendor: string | null;
  policy: unknown;
  entered_at: Date;
  /** Four digits. */
  municipality_code: string | null;
  /** As `municipality_region` names it. */
  region: string | null;
  /** ContactPoints. */
  contact: unknown;
  active: boolean;
  system_name: string | null;
  system_version: string | null;
  system_active: boolean;
  /** Counts the changes of the entry, its system's included. */
  version: number;
  changed_at: Date;
  /** The administrator; null where it was entered from the development issuer's claims. */
  changed_by: string | null;
}

export type SenderRow = Selectable<SenderTable>;

export const findSenders = (db: Kysely<Database>): Promise<SenderRow[]> => db.selectFrom('sender').selectAll().orderBy('id').execute();

export const findSender = (db: Kysely<Database>, id: string): Promise<SenderRow | undefined> =>
  db.selectFrom('sender').selectAll().where('id', '=', id).executeTakeFirst();

/** Newest first. */
export const findSenderVersions = (db: Kysely<Database>, id: string): Promise<SenderRow[]> =>
  db.selectFrom('sender_version').selectAll().where('id', '=', id).orderBy('version', 'desc').execute();

/** As the registry had them just before an instant, by their names. */
export async function findSendersBefore(db: Kysely<Database>, instant: Date): Promise<SenderRow[]> {
  const { rows } = await sql<SenderRow>`
    select * from (
      select distinct on (id) * from sender_version where changed_at < ${instant} order by id, version desc
    ) as s order by name, id`.execute(db);
  return rows;
}

/** Enters a sender with its first version; false where one is there already, which stays as it is. */
export async function enterSender(db: Kysely<Database>, row: SenderRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .with('entered', (cte) =>
      cte
        .insertInto('sender')
        .values(toValues(row))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returningAll(),
    )
    .insertInto('sender_version')
    .expression((select) => select.selectFrom('entered').selectAll())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** Puts a version in the place of the one before it; false where another writer was first. */
export async function replaceSender(db: Kysely<Database>, row: SenderRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .with('changed', (cte) =>
      cte
        .updateTable('sender')
        .set(toValues(row))
        .where('id', '=', row.id)
        .where('version', '=', row.version - 1)
        .returningAll(),
    )
    .insertInto('sender_version')
    .expression((select) => select.selectFrom('changed').selectAll())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

const toValues = (row: SenderRow) => ({ ...row, policy: JSON.stringify(row.policy), contact: JSON.stringify(row.contact) });
