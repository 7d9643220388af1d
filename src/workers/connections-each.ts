import { CannotStart } from '../cannot-start.ts';
import type { Config } from '../config.ts';

/** One process's own: it reads, writes and flushes the log at the same time. */
const USUAL = 10;
/** What a server with PostgreSQL's own `max_connections` (100) has to spare. */
const USUAL_IN_ALL = 80;
/** A job that holds one leaves one for the calls. */
const FEWEST = 2;

/**
 * A worker's part of the connections to the database.
 * @throws CannotStart where they do not go round, or there are workers and no server
 */
export function connectionsEach(
  workers: number,
  { databaseUrl, databaseConnections }: Pick<Config, 'databaseUrl' | 'databaseConnections'>,
): number {
  if (workers > 1 && databaseUrl === undefined) {
    throw new CannotStart(
      '--workers: several processes need a PostgreSQL server, set DATABASE_URL; the embedded database is one process’s own',
    );
  }
  if (databaseConnections === undefined) return Math.min(USUAL, Math.floor(USUAL_IN_ALL / workers));
  const each = Math.floor(databaseConnections / workers);
  if (each >= FEWEST) return each;
  throw new CannotStart(`DATABASE_CONNECTIONS: at least ${FEWEST} for each of ${workers} workers`);
}
