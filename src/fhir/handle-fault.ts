/** Express's error handler: every fault leaves as an OperationOutcome; one that nobody foresaw says nothing but the request's id. */
import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { traceFields } from '../trace-context.ts';
import { Fault, fault } from './fault.ts';
import { isUnavailable } from './is-unavailable.ts';
import { toOutcome } from './outcome.ts';
import { respond } from './respond.ts';

export const handleFault =
  (log: Log): ErrorRequestHandler =>
  (cause: unknown, req, res, _next) => {
    const known = toFault(cause);
    if (known.status >= 500)
      log.error({ err: cause, requestId: res.locals['requestId'], ...traceFields(res.locals['trace']) }, 'a call failed');
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
