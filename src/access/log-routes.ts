/** The log that the citizen can read. */
import { type Request, type Response, Router } from 'express';
import { searchset } from '../fhir/bundle.ts';
import { FORM_BODY } from '../fhir/headers.ts';
import { receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { callerOf } from './authenticate-request.ts';
import { requireRole, requireScope } from './authorise.ts';
import { type LogDeps, readLog } from './read-log.ts';

export function logRoutes(deps: LogDeps): Router {
  const search = async (req: Request, res: Response): Promise<void> => {
    const caller = requireRole(callerOf(res), 'citizen');
    requireScope(caller, 'AuditEvent', 's');
    const query = searchParameters(req);
    const { citizenId, total, events, next } = await readLog(deps, caller, query, res.locals['requestId']);
    const url = `${deps.publicUrl}/fhir/AuditEvent?patient=Patient/${citizenId}`;
    const counted = query.has('_count') ? `&_count=${query.get('_count')}` : '';
    const matches = events.map((event) => ({ fullUrl: `${deps.publicUrl}/fhir/AuditEvent/${event.id}`, resource: JSON.stringify(event) }));
    respond(
      res,
      200,
      searchset(`${url}${counted}`, matches, { total, next: next === undefined ? undefined : `${url}${counted}&_cursor=${next}` }),
    );
  };
  return Router()
    .post('/AuditEvent/_search', ...receive(FORM_BODY), search)
    .get('/AuditEvent', search);
}
