/** Blocks, set and lifted by the citizen or one who acts for them. */
import { type Request, type Response, Router } from 'express';
import { searchset } from '../fhir/bundle.ts';
import { etag, FHIR_BODY, FORM_BODY, parsePrefer } from '../fhir/headers.ts';
import { bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { parseCitizenParameter } from '../fhir/search-citizen.ts';
import { callerOf } from './authenticate-request.ts';
import { requireRole, requireScope } from './authorise.ts';
import {
  type ConsentCall,
  type ConsentDeps,
  createConsent,
  deleteConsent,
  findOwnConsents,
  type KeptConsent,
  readOwnConsent,
  updateConsent,
} from './keep-consent.ts';

export interface ConsentRoutesDeps extends ConsentDeps {
  readonly publicUrl: string;
}

export function consentRoutes(deps: ConsentRoutesDeps): Router {
  function callOf(res: Response, scopes: string): ConsentCall {
    const caller = requireRole(callerOf(res), 'citizen');
    requireScope(caller, 'Consent', scopes);
    return { caller, requestId: res.locals['requestId'] };
  }

  function send(req: Request, res: Response, status: number, { consent, version, recordedAt }: KeptConsent): void {
    res.set({ ETag: etag(version), 'Last-Modified': recordedAt.toUTCString() });
    if (status === 201) res.set('Location', `${deps.publicUrl}/fhir/Consent/${consent.id}/_history/${version}`);
    if (req.method !== 'GET' && parsePrefer(req.get('Prefer')).return === 'minimal') res.status(status).end();
    else respond(res, status, consent);
  }

  const search = async (req: Request, res: Response): Promise<void> => {
    const call = callOf(res, 's');
    const consents = await findOwnConsents(deps, call, parseCitizenParameter(searchParameters(req)));
    const matches = consents.map(({ consent }) => ({
      fullUrl: `${deps.publicUrl}/fhir/Consent/${consent.id}`,
      resource: JSON.stringify(consent),
    }));
    respond(res, 200, searchset(`${deps.publicUrl}/fhir/Consent`, matches));
  };

  return Router()
    .post('/Consent/_search', ...receive(FORM_BODY), search)
    .get('/Consent', search)
    .post('/Consent', ...receive(FHIR_BODY), async (req, res) => {
      send(req, res, 201, await createConsent(deps, callOf(res, 'c'), bodyResource(req, res)));
    })
    .get('/Consent/:id', async (req, res) => {
      send(req, res, 200, await readOwnConsent(deps, callOf(res, 'r'), req.params['id']));
    })
    .put('/Consent/:id', ...receive(FHIR_BODY), async (req: Request<{ id: string }>, res) => {
      const call = callOf(res, 'u');
      send(
        req as Request,
        res,
        200,
        await updateConsent(deps, call, req.params.id, bodyResource(req as Request, res), req.get('If-Match')),
      );
    })
    .delete('/Consent/:id', async (req, res) => {
      await deleteConsent(deps, callOf(res, 'd'), req.params['id'], req.get('If-Match'));
      res.status(204).end();
    });
}
