/** A reader's ways out. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import { fault } from '../fhir/fault.ts';
import { etag, FHIR_BODY, FORM_BODY, parsePrefer } from '../fhir/headers.ts';
import { bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { findOverview, type OverviewDeps } from './find-overview.ts';
import { parseOverviewParameters, parseOverviewQuery } from './parse-overview.ts';
import { parseSearch } from './parse-search.ts';
import { readAppointment } from './read-appointment.ts';
import { searchAppointments } from './search-appointments.ts';
import { searchOwn } from './search-own.ts';

export function overviewRoutes(deps: OverviewDeps): Router {
  const requestId = (res: Response): string => res.locals['requestId'];

  const search: RequestHandler = async (req: Request, res: Response) => {
    const caller = requireRole(callerOf(res), 'citizen', 'professional', 'sender');
    requireScope(caller, 'Appointment', 's');
    const query = searchParameters(req);
    const strict = parsePrefer(req.get('Prefer')).handling === 'strict';
    if (caller.role === 'sender') respond(res, 200, await searchOwn(deps, caller, query, strict, requestId(res)));
    else respond(res, 200, await searchAppointments(deps, caller, parseSearch(query, strict), requestId(res)));
  };

  return Router()
    .post('/Patient/\\$aftaleoversigt', ...receive(FHIR_BODY), async (req, res) => {
      const caller = requireRole(callerOf(res), 'citizen', 'professional');
      requireScope(caller, 'Appointment', 's');
      respond(res, 200, await findOverview(deps, caller, parseOverviewParameters(bodyResource(req, res)), requestId(res)));
    })
    .get('/Patient/:id/\\$aftaleoversigt', async (req, res) => {
      const caller = requireRole(callerOf(res), 'citizen', 'professional');
      requireScope(caller, 'Appointment', 's');
      const request = parseOverviewQuery(requireUuid(req.params['id']), searchParameters(req));
      respond(res, 200, await findOverview(deps, caller, request, requestId(res)));
    })
    .post('/Appointment/_search', ...receive(FORM_BODY), search)
    .get('/Appointment', search)
    .get('/Appointment/:id', async (req, res) => {
      const caller = requireRole(callerOf(res), 'citizen', 'professional', 'sender');
      requireScope(caller, 'Appointment', 'r');
      const { json, versionId, lastUpdated } = await readAppointment(deps, caller, req.params['id'] ?? '', requestId(res));
      res.set({ ETag: etag(versionId), 'Last-Modified': lastUpdated.toUTCString() });
      respond(res, 200, json);
    });
}

function requireUuid(id: string | undefined): string {
  if (id !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw fault('not-found', 'There is nothing here by this id');
}
