import type { RequestHandler } from 'express';
import { fault } from './fhir/fault.ts';

export interface Admission {
  readonly shed: RequestHandler;
  /** Calls taken and not answered yet. */
  readonly underWay: () => number;
}

/** Sheds what comes while so many calls are under way in this process: what was accepted stays fast. */
export function limitWaiting(maxWaiting: number): Admission {
  let underWay = 0;
  const shed: RequestHandler = (_req, res, next) => {
    if (underWay >= maxWaiting)
      throw fault('transient', 'Too many calls are waiting: try again shortly', { headers: { 'Retry-After': '1' } });
    underWay++;
    res.once('close', () => {
      underWay--;
    });
    next();
  };
  return { shed, underWay: () => underWay };
}
