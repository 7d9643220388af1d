/** A sender's ways in. */
import { type Request, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { Fault, type Issue } from '../fhir/fault.ts';
import { etag, FHIR_BODY, PATCH_BODY, parsePrefer } from '../fhir/headers.ts';
import { parseJsonPatch } from '../fhir/json-patch.ts';
import { allOk, toOutcome } from '../fhir/outcome.ts';
import { parseQuery, queryOf } from '../fhir/query.ts';
import { BULK_LIMIT, bodyResource, bodyText, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { respondRead } from '../fhir/respond-read.ts';
import { callBy, profileOf } from './call-by.ts';
import type { Call } from './carry-out.ts';
import { importApd } from './import-apd.ts';
import { deleteById, deleteByIdentity, post, putById, putByIdentity } from './ingest-appointment.ts';
import { ingestBundle } from './ingest-bundle.ts';
import { parseCondition, parseIfNoneExist } from './parse-condition.ts';
import { parseHistory } from './parse-history.ts';
import { parseValidation } from './parse-validation.ts';
import { patchById } from './patch-appointment.ts';
import type { Stored } from './plan.ts';
import { quarantineUnreadable } from './quarantine-refused.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { logVersions, readHistory, readVersion, type VersionDeps } from './read-versions.ts';
import { requireWritable } from './require-writable.ts';
import { outcomeOf, respondStored, statusOf, toResponseEntry } from './respond-stored.ts';
import { validateAppointment } from './validate-appointment.ts';

export interface IngestRoutesDeps extends VersionDeps {
  readonly senders: SenderRegistry;
}

const CDA_BODY = { 'text/xml': 'cda', 'application/xml': 'cda' } as const;

export function ingestRoutes(deps: IngestRoutesDeps): Router {
  const callOf = (res: Response, scopes: string): Promise<Call> => callBy(deps.senders, callerOf(res), scopes, res.locals['requestId']);

  /** The bundle in the body; what cannot be read is kept before it is refused. */
  async function readable(call: Call, req: Request, res: Response): Promise<unknown> {
    try {
      return bodyResource(req, res);
    } catch (cause) {
      throw cause instanceof Fault ? await quarantineUnreadable(deps, call, bodyText(req), cause) : cause;
    }
  }

  const conditions = (req: Request) => ({ ifMatch: req.get('If-Match') });

  return Router()
    .use(quarantineRoutes(deps, callOf))
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
      const stored = await post(deps, call, bodyResource(req, res), ifNoneExist);
      // What is there may say more than what was sent: to be given it is to read it.
      if (ifNoneExist.length > 0 && stored.how === 'unchanged') await logVersions(deps, call, 'read', stored.kept.citizenId, 1);
      respondStored(req, res, deps.publicUrl, stored);
    })
    .post('/Appointment/\\$validate', ...receive(FHIR_BODY), async (req, res) => {
      const caller = callerOf(res);
      const call =
        caller.role === 'sender'
          ? { caller, sender: await profileOf(deps.senders, caller), requestId: res.locals['requestId'], acceptedAt: performance.now() }
          : undefined;
      const issues = await issuesOf(async () =>
        validateAppointment(deps, call, parseValidation(bodyResource(req, res), parseQuery(queryOf(req.url)))),
      );
      respond(res, 200, issues.length > 0 ? toOutcome(issues) : allOk('The appointment is valid'));
    })
    .patch('/Appointment/:id', ...receive(PATCH_BODY), async (req, res) => {
      const call = await callOf(res, 'u');
      const id = requireWritable(req.params['id']);
      const patch = parseJsonPatch(bodyResource(req, res));
      respondStored(req, res, deps.publicUrl, await patchById(deps, call, id, patch, conditions(req)));
    })
    .get('/Appointment/:id/_history', async (req, res) => {
      const call = await callOf(res, 'r');
      const asked = parseHistory(searchParameters(req), parsePrefer(req.get('Prefer')).handling === 'strict');
      respond(res, 200, await readHistory(deps, call, req.params['id'], asked));
    })
    .get('/Appointment/:id/_history/:version', async (req, res) => {
      const call = await callOf(res, 'r');
      const read = await readVersion(deps, call, req.params['id'], req.params['version']);
      respondRead(req, res, read.appointment, read);
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
      const { type, outcomes } = await ingestBundle(deps, call, await readable(call, req, res));
      respond(res, 200, {
        resourceType: 'Bundle',
        type: `${type}-response`,
        ...(outcomes.length > 0 && { entry: outcomes.map((outcome) => toResponseEntry(deps.publicUrl, outcome)) }),
      });
    });
}

/** A body that cannot even be read is an answer to a validation too. */
async function issuesOf(check: () => Promise<readonly Issue[]>): Promise<readonly Issue[]> {
  try {
    return await check();
  } catch (cause) {
    if (cause instanceof Fault && cause.status < 500) return cause.issues;
    throw cause;
  }
}

function respondDeleted(res: Response, stored: Stored | undefined): void {
  if (stored !== undefined) res.set('ETag', etag(stored.kept.version));
  res.status(204).end();
}
