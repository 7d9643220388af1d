/** One line a call, when its answer has left: how it went, never what it held. */
import type { RequestHandler } from 'express';
import { maskCpr } from './cpr/cpr.ts';
import type { Log } from './log.ts';

/** A correlation id that a client may send; anything else, and what reads as a CPR number, gets one of ours. */
const OWN_ID = /^[\w.-]{1,64}$/;

export const logRequest =
  (log: Log, newId: () => string): RequestHandler =>
  (req, res, next) => {
    const startedAt = performance.now();
    const sent = req.get('X-Request-Id');
    const requestId = sent !== undefined && OWN_ID.test(sent) && maskCpr(sent) === sent ? sent : newId();
    res.locals['requestId'] = requestId;
    res.set('X-Request-Id', requestId);
    res.on('close', () => {
      const { method, originalUrl } = req;
      log.info(
        {
          requestId,
          method,
          path: decoded(originalUrl.split('?')[0] ?? ''),
          status: res.statusCode,
          ms: Math.round(performance.now() - startedAt),
          ...(res.writableFinished ? {} : { aborted: true }),
        },
        'call',
      );
    });
    next();
  };

/** As the receiver reads it, so that no escape hides a number from the mask; as it came where it is not well-formed. */
function decoded(path: string, times = 3): string {
  try {
    const plain = decodeURIComponent(path);
    return plain === path || times === 1 ? plain : decoded(plain, times - 1);
  } catch {
    return path;
  }
}
