/** One line a call, when its answer has left: how it went, never what it held. */
import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import { maskCpr } from './cpr/cpr.ts';
import type { Log } from './log.ts';
import { parseTrace, type Trace, traceFields } from './trace-context.ts';

/** A correlation id that a client may send; anything else, and what reads as a CPR number, gets one of ours. */
const OWN_ID = /^[\w.-]{1,64}$/;

export const requestIdOf = (sent: string | string[] | undefined, newId: () => string): string =>
  typeof sent === 'string' && OWN_ID.test(sent) && maskCpr(sent) === sent ? sent : newId();

export const logRequest =
  (log: Log, newId: () => string): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(req.get('X-Request-Id'), newId);
    const trace = parseTrace(req.get('traceparent'));
    res.locals['requestId'] = requestId;
    res.locals['trace'] = trace;
    res.set('X-Request-Id', requestId);
    res.on('close', () => logCall(log, { requestId, trace, startedAt, method: req.method, url: req.originalUrl }, res));
    next();
  };

interface Call {
  readonly requestId: string;
  readonly trace: Trace | undefined;
  /** `performance.now()`. */
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
}

export function logCall(log: Log, { requestId, trace, startedAt, method, url }: Call, res: ServerResponse): void {
  log.info(
    {
      requestId,
      ...traceFields(trace),
      method,
      path: decoded(url.split('?')[0] ?? ''),
      status: res.statusCode,
      ms: Math.round(performance.now() - startedAt),
      ...(res.writableFinished ? {} : { aborted: true }),
    },
    'call',
  );
}

/** As the receiver reads it, so that no escape hides a number from the mask; as it came where it is not well-formed. */
function decoded(path: string, times = 3): string {
  try {
    const plain = decodeURIComponent(path);
    return plain === path || times === 1 ? plain : decoded(plain, times - 1);
  } catch {
    return path;
  }
}
