/** A sender's ways in. */
import { type Request, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { etag, FHIR_BODY } from '../fhir/headers.ts';
import { BULK_LIMIT, bodyResource, bodyText, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import type { Call, IngestDeps } from './carry-out.ts';
import { importApd } from './import-apd.ts';
import { deleteById, deleteByIdentity, post, putById, putByIdentity } from './ingest-appointment.ts';
import { ingestBundle } from './ingest-bundle.ts';
import { parseCondition, parseIfNoneExist } from './parse-condition.ts';
import type { Stored } from './plan.ts';
import { requireWritable } from './require-writable.ts';
import { outcomeOf, respondStored, statusOf, toResponseEntry } from './respond-stored.ts';

export interface IngestRoutesDeps extends IngestDeps {
  readonly senders: SenderRegistry;
  readonly publicUrl: string;
}

const CDA_BODY = { 'text/xml': 'cda', 'application/xml': 'cda' } as const;

export function ingestRoutes(deps: IngestRoutesDeps): Router {
  /** The sender that calls, allowed to do so. */
  async function callOf(res: Response, scopes: string): Promise<Call> {
    const caller = requireRole(callerOf(res), 'sender');
    requireScope(caller, 'Appointment', scopes);
    const { id, sector, practice_kind, sor, cvr } = await deps.senders.get(caller);
    return {
      caller,
      sender: { id, sector, practiceKind: practice_kind ?? undefined, sor: sor ?? undefined, cvr: cvr ?? undefined },
      requestId: res.locals['requestId'],
    };
  }

  const conditions = (req: Request) => ({ ifMatch: req.get('If-Match') });

  return Router()
    .put('/Appointment', ...receive(FHIR_BODY), async (req, res) => {
      const call = await callOf(res, 'cu');
      const condition = parseCondition(searchParameters(req));
      respondStored(req, res, deps.publicUrl, await putByIdentity(deps, call, condition, bodyResource(req, res), conditions(req)));
    })
    .put('/Appointment/:id', ...receive(FHIR_BODY), async (req, res) => {
      const call = await callOf(res, 'u');
      const id = requireWritable(req.params['id']);
      respondStored(req, res, deps.publicUrl, await putById(deps, call, id, bodyResource(req, res), conditions(req)));
    })
    .post('/Appointment', ...receive(FHIR_BODY), async (req, res) => {
      const call = await callOf(res, 'c');
      const ifNoneExist = parseIfNoneExist(req.get('If-None-Exist'), 'If-None-Exist');
      respondStored(req, res, deps.publicUrl, await post(deps, call, bodyResource(req, res), ifNoneExist));
    })
    .delete('/Appointment', async (req, res) => {
      const call = await callOf(res, 'd');
      respondDeleted(res, await deleteByIdentity(deps, call, parseCondition(searchParameters(req)), conditions(req)));
    })
    .delete('/Appointment/:id', async (req, res) => {
      const call = await callOf(res, 'd');
      respondDeleted(res, await deleteById(deps, call, requireWritable(req.params['id']), conditions(req)));
    })
    .post('/\\$import-apd', ...receive(CDA_BODY), async (req, res) => {
      const call = await callOf(res, 'cu');
      const stored = await importApd(deps, call, bodyText(req));
      res.set({
        Location: `${deps.publicUrl}/fhir/Appointment/${stored.kept.id}/_history/${stored.kept.version}`,
        ETag: etag(stored.kept.version),
        'Last-Modified': stored.kept.updatedAt.toUTCString(),
      });
      respond(res, statusOf(stored.how), outcomeOf(stored));
    })
    .post('/', ...receive(FHIR_BODY, BULK_LIMIT), async (req, res) => {
      const call = await callOf(res, '');
      const { type, outcomes } = await ingestBundle(deps, call, bodyResource(req, res));
      respond(res, 200, {
        resourceType: 'Bundle',
        type: `${type}-response`,
        ...(outcomes.length > 0 && { entry: outcomes.map((outcome) => toResponseEntry(deps.publicUrl, outcome)) }),
      });
    });
}

function respondDeleted(res: Response, stored: Stored | undefined): void {
  if (stored !== undefined) res.set('ETag', etag(stored.kept.version));
  res.status(204).end();
}
