/** Express's error handler: every fault leaves as an OperationOutcome; one that nobody foresaw says nothing but the request's id. */
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { Fault, fault } from './fault.ts';
import { toOutcome } from './outcome.ts';
import { respond } from './respond.ts';

export const handleFault =
  (log: Log): ErrorRequestHandler =>
  (cause: unknown, req, res, _next) => {
    const known = toFault(cause);
    if (known.status >= 500) log.error({ err: cause, requestId: res.locals['requestId'] }, 'a call failed');
    if (res.headersSent) {
      res.destroy();
      return;
    }
    // What is left of a body that was refused is not read.
    if (!req.complete) res.set('Connection', 'close');
    for (const [name, value] of Object.entries(known.headers)) res.set(name, value);
    respond(res, known.status, toOutcome(known.issues));
  };

function toFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  if (cause instanceof URIError) return fault('structure', 'The address is not well-formed', { cause });
  if (isUnavailable(cause)) {
    return fault('transient', 'The database does not answer: try again shortly', { headers: { 'Retry-After': '2' }, cause });
  }
  return fault('exception', 'Something went wrong here; the X-Request-Id of this answer finds it in the log', { cause });
}

/** The server is gone, going, starting, or out of connections; or a connection could not be had in time. */
function isUnavailable(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (/^(?:08...|57P0[1-5]|53...|57014|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH)$/.test(code)) return true;
  return /^(?:timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error)/.test(cause.message);
}
