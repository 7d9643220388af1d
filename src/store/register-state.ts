/** What each register said of itself last. */
import type { Kysely, Selectable } from 'kysely';
import type { Database } from './database.ts';

export type RegisterStateRow = Selectable<Database['register_state']>;

export const findRegisterStates = (db: Kysely<Database>): Promise<RegisterStateRow[]> =>
  db.selectFrom('register_state').selectAll().execute();

export async function writeRegisterState(db: Kysely<Database>, row: RegisterStateRow): Promise<void> {
  await db
    .insertInto('register_state')
    .values(row)
    .onConflict((conflict) => conflict.column('register').doUpdateSet({ state: row.state, as_of: row.as_of, reported_at: row.reported_at }))
    .execute();
}
