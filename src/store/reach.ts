/** The first word with a database server: whether it is there, and lets us in. */
import pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import { isUnavailable } from '../fhir/is-unavailable.ts';

/** It may be there later. */
export class OutOfReach extends CannotStart {}

/** @throws CannotStart saying where it was looked for and what is in the way; never the password */
export async function reach(pool: pg.Pool, url: string): Promise<void> {
  try {
    (await pool.connect()).release();
  } catch (cause) {
    const { host, port, database } = new pg.Client({ connectionString: url });
    const name = `The database ${database} at ${host}:${port}`;
    if (isUnavailable(cause)) throw new OutOfReach(`${name} is out of reach (${whyOf(cause)}): start it, or mend DATABASE_URL`, { cause });
    throw new CannotStart(`${name} does not let the service in (${whyOf(cause)}): mend DATABASE_URL, or what it names`, { cause });
  }
}

/** The system's code or the server's words; an error of several addresses has no words of its own. */
const whyOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return cause.message !== '' && !/^E[A-Z]+$/.test(code ?? '') ? cause.message : (code ?? cause.name);
};
