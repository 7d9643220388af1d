const CODES =
  /^(?:08...|57P0[1-5]|53...|55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const MESSAGES =
  /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|cached plan must not change)/;

/**
 * The database is gone, going, starting, full, or out of connections; a connection, a lock or an answer could not be had in time; or a
 * newer release has just changed a table in the middle of a transaction.
 * @see {@link https://www.postgresql.org/docs/current/errcodes-appendix.html}
 */
export function isUnavailable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return CODES.test(code) || MESSAGES.test(cause.message);
}
