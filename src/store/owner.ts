import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { TAKE_ROLE } from './role.ts';
import { WAIT_AS_USUAL, WAIT_LONG } from './server-client.ts';

/** Runs what only the owner of the tables may do, however long it takes, on one connection that is the service's again afterwards. */
export const asOwner = <T>(db: Kysely<Database>, work: (owner: Kysely<Database>) => Promise<T>): Promise<T> =>
  db.connection().execute(async (connection) => {
    await sql`reset role`.execute(connection);
    await sql.raw(WAIT_LONG).execute(connection);
    try {
      return await work(connection);
    } finally {
      await sql.raw(WAIT_AS_USUAL).execute(connection);
      await sql.raw(TAKE_ROLE).execute(connection);
    }
  });
