import type { RequestHandler, Response } from 'express';
import type { Authenticate } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { CLIENT_CERTIFICATE_HEADER } from './certificate.ts';

/**
 * Finds out who is calling; the client certificate is what the proxy in front says it is. A token that does not hold is refused by
 * `requireCaller`, behind the rate limit, so that trying tokens is limited too.
 */
export const authenticateRequest =
  (authenticate: Authenticate): RequestHandler =>
  async (req, res, next) => {
    try {
      res.locals['caller'] = await authenticate(req.get('Authorization'), req.get(CLIENT_CERTIFICATE_HEADER));
    } catch (cause) {
      res.locals['loginFault'] = cause;
    }
    next();
  };

export const requireCaller: RequestHandler = (_req, res, next) => {
  if (res.locals['caller'] === undefined) throw res.locals['loginFault'];
  next();
};

export function callerOf(res: Response): Caller {
  const caller: Caller | undefined = res.locals['caller'];
  if (caller === undefined) throw new Error('a route that needs a caller is not behind requireCaller');
  return caller;
}
