import type { RequestHandler } from 'express';
import { fault } from './fhir/fault.ts';

/** Sheds what comes while so many calls are under way in this process: what was accepted stays fast. */
export function limitWaiting(maxWaiting: number): RequestHandler {
  let underWay = 0;
  return (_req, res, next) => {
    if (underWay >= maxWaiting)
      throw fault('transient', 'Too many calls are waiting: try again shortly', { headers: { 'Retry-After': '1' } });
    underWay++;
    res.once('close', () => {
      underWay--;
    });
    next();
  };
}
