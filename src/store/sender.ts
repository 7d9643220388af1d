/** The registry of senders. */
import type { Kysely, Selectable } from 'kysely';
import type { Database, SenderTable } from './database.ts';

export type SenderRow = Selectable<SenderTable>;

export const findSenders = (db: Kysely<Database>): Promise<SenderRow[]> => db.selectFrom('sender').selectAll().execute();

/** Enters a sender; one that is there already stays as it is. */
export async function enterSender(db: Kysely<Database>, row: SenderRow): Promise<void> {
  await db
    .insertInto('sender')
    .values({ ...row, policy: JSON.stringify(row.policy) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
