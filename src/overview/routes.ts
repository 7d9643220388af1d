/** A reader's ways out. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import { isUuid } from '../fhir/appointment-id.ts';
import { fault } from '../fhir/fault.ts';
import { FHIR_BODY, FORM_BODY, parsePrefer } from '../fhir/headers.ts';
import { bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond, setForm } from '../fhir/respond.ts';
import { respondRead } from '../fhir/respond-read.ts';
import { parseSearch } from '../fhir/search.ts';
import { findConditionalOverview } from './conditional-overview.ts';
import { findOverview, type OverviewDeps } from './find-overview.ts';
import { createKnownOverviews } from './known-overviews.ts';
import { parseOverviewParameters, parseOverviewQuery } from './parse-overview.ts';
import { readAppointment } from './read-appointment.ts';
import { searchAppointments } from './search-appointments.ts';
import { searchOwn } from './search-own.ts';

export function overviewRoutes(deps: OverviewDeps): Router {
  const requestId = (res: Response): string => res.locals['requestId'];
  const known = createKnownOverviews();

  const search: RequestHandler = async (req: Request, res: Response) => {
    const caller = requireRole(callerOf(res), 'citizen', 'professional', 'sender');
    requireScope(caller, 'Appointment', 's');
    const asked = parseSearch(parametersOf(req, res), { strict: isStrict(req), base: `${deps.publicUrl}/fhir` });
    if (caller.role === 'sender') respond(res, 200, await searchOwn(deps, caller, asked, requestId(res)));
    else respond(res, 200, await searchAppointments(deps, caller, asked, requestId(res)));
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
      const asked = { caller, request, requestId: requestId(res), tags: req.get('If-None-Match') };
      const { etag, overview } = await findConditionalOverview(deps, known, asked);
      res.set('ETag', etag);
      if (overview === undefined) res.status(304).end();
      else respond(res, 200, overview);
    })
    .post('/Appointment/_search', ...receive(FORM_BODY), search)
    .get('/Appointment', search)
    .get('/Appointment/:id', async (req, res) => {
      const caller = requireRole(callerOf(res), 'citizen', 'professional', 'sender');
      requireScope(caller, 'Appointment', 'r');
      const read = await readAppointment(deps, caller, req.params['id'] ?? '', requestId(res));
      respondRead(req, res, read.json, read);
    });
}

const isStrict = (req: Request): boolean => parsePrefer(req.get('Prefer')).handling === 'strict';

/** Of a form too, which may say how the answer is to be written. */
function parametersOf(req: Request, res: Response): URLSearchParams {
  const query = searchParameters(req);
  setForm(res, req.get('Accept'), query);
  return query;
}

function requireUuid(id: string | undefined): string {
  if (id !== undefined && isUuid(id)) return id;
  throw fault('not-found', 'There is nothing here by this id');
}
