/** How often a client may call. Counted in this process alone, by the machine's clock. */
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { fault } from '../fhir/fault.ts';
import type { Caller } from './caller.ts';

const MINUTE_S = 60;

/** By the client that a token names; whoever shows none that holds is counted by address. Without a limit everything passes. */
export function limitRate(perMinute: number | undefined): RequestHandler {
  if (perMinute === undefined) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: MINUTE_S * 1000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (req, res) => {
      const caller: Caller | undefined = res.locals['caller'];
      return caller === undefined ? `address ${ipKeyGenerator(req.ip ?? '')}` : `client ${caller.clientId}`;
    },
    handler: (_req, res, next) => {
      const { resetTime }: { resetTime?: Date } = res.locals['rateLimit'] ?? {};
      const seconds = resetTime === undefined ? MINUTE_S : Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / 1000));
      next(fault('throttled', `At most ${perMinute} calls a minute: slow down`, { headers: { 'Retry-After': String(seconds) } }));
    },
  });
}
