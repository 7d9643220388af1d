/** The log that the citizen can read. */
import { type Request, type Response, Router } from 'express';
import { searchset } from '../fhir/bundle.ts';
import { FORM_BODY, parsePrefer } from '../fhir/headers.ts';
import { receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { callerOf } from './authenticate-request.ts';
import { requireRole, requireScope } from './authorise.ts';
import { type LogDeps, readLog } from './read-log.ts';

const isStrict = (req: Request): boolean => parsePrefer(req.get('Prefer')).handling === 'strict';

export function logRoutes(deps: LogDeps): Router {
  const search = async (req: Request, res: Response): Promise<void> => {
    const caller = requireRole(callerOf(res), 'citizen');
    requireScope(caller, 'AuditEvent', 's');
    const query = searchParameters(req);
    const { citizenId, total, events, next } = await readLog(deps, caller, query, isStrict(req), res.locals['requestId']);
    const understood = [...query].filter(([name]) => name === 'date' || name === '_count');
    const self = (more: readonly [string, string][]): string =>
      `${deps.publicUrl}/fhir/AuditEvent?${new URLSearchParams([['patient', `Patient/${citizenId}`], ...understood, ...more])}`;
    const matches = events.map((event) => ({ fullUrl: `${deps.publicUrl}/fhir/AuditEvent/${event.id}`, resource: JSON.stringify(event) }));
    respond(res, 200, searchset(self([]), matches, { total, next: next === undefined ? undefined : self([['_cursor', next]]) }));
  };
  return Router()
    .post('/AuditEvent/_search', ...receive(FORM_BODY), search)
    .get('/AuditEvent', search);
}
