/** The card's ways in and out. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import type { Reader } from '../access/bind-citizen.ts';
import type { RegisterCaller } from '../access/caller.ts';
import { withholdingNotice } from '../access/withholding-notice.ts';
import { searchset } from '../fhir/bundle.ts';
import { Fault, fault, warning } from '../fhir/fault.ts';
import { etag, FHIR_BODY, FORM_BODY, PATCH_BODY, parsePrefer } from '../fhir/headers.ts';
import { parseJsonPatch } from '../fhir/json-patch.ts';
import { allOk, toOutcome } from '../fhir/outcome.ts';
import { BULK_LIMIT, bodyResource, bodyText, receive, searchParameters } from '../fhir/receive.ts';
import { respond, setForm } from '../fhir/respond.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { writePdc } from '../pdc/write-pdc.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { changeItem, changePatient, createItem, deleteItem, type EditableType, type Edited, type Sent } from './edit-items.ts';
import { feedBundle, type Outcome } from './feed-bundle.ts';
import { type Fed, feedItem, parseItemCondition, persist, takeAwayItem } from './feed-register.ts';
import { lookUpCard } from './find-card.ts';
import { importPdc } from './import-pdc.ts';
import { parseStamkort } from './parse-stamkort.ts';
import { cardTypes, readCardResource, searchCard } from './read-card.ts';
import { reportState } from './report-state.ts';
import { searchPatient } from './search-patient.ts';
import { toBundle } from './to-bundle.ts';
import { toDocument } from './to-document.ts';
import { toPatient } from './to-patient.ts';
import { toPdcItems } from './to-pdc.ts';

const CDA_BODY = { 'text/xml': 'cda', 'application/xml': 'cda' } as const;

const editable: readonly EditableType[] = ['RelatedPerson', 'CareTeam'];
/** The types that registers write. */
const fed = ['Patient', 'RelatedPerson', 'Coverage', 'Observation', 'Consent'] as const;

export function stamkortRoutes(deps: StamkortDeps): Router {
  const router = Router()
    .post('/Patient/\\$stamkort', ...receive(FHIR_BODY), async (req, res) => {
      const call = readerCall(res, 'Patient', 'r');
      await answerCard(deps, call, parseStamkort(bodyResource(req, res)), res);
    })
    .post('/\\$register-state', ...receive(FHIR_BODY), async (req, res) => {
      await reportState(deps, requireRole(callerOf(res), 'register'), bodyResource(req, res));
      respond(res, 200, allOk('The state is noted'));
    })
    .post('/\\$import-pdc', ...receive(CDA_BODY), async (req, res) => {
      const call = registerCall(res);
      requireScope(call.caller, 'Patient', 'cu');
      if (call.caller.register !== 'cpr')
        throw fault('forbidden', 'A migration is for the register cpr: it is run once for each local system');
      const { citizenId, stored, report } = await importPdc(deps, call, bodyText(req));
      if (stored > 0) res.set('Location', `${deps.publicUrl}/fhir/Patient/${citizenId}`);
      respond(res, stored > 0 ? 201 : 200, report);
    })
    .post('/', forRegisters, ...receive(FHIR_BODY, BULK_LIMIT), async (req, res) => {
      const { type, outcomes } = await feedBundle(deps, registerCall(res), bodyResource(req, res));
      const entry = outcomes.map((outcome) => toResponseEntry(deps.publicUrl, outcome));
      respond(res, 200, { resourceType: 'Bundle', type: `${type}-response`, ...(entry.length > 0 && { entry }) });
    });

  for (const type of fed) {
    router
      .put(`/${type}`, ...receive(FHIR_BODY), async (req, res) => {
        const call = registerCall(res);
        requireScope(call.caller, type, 'cu');
        const condition = parseItemCondition(searchParameters(req));
        const body = bodyResource(req, res);
        respondFed(res, deps.publicUrl, await persist(() => feedItem(deps, call, type, condition, body, req.get('If-Match'))));
      })
      .delete(`/${type}`, async (req, res) => {
        const call = registerCall(res);
        requireScope(call.caller, type, 'd');
        await persist(() => takeAwayItem(deps, call, type, parseItemCondition(searchParameters(req))));
        res.status(204).end();
      });
  }

  for (const type of cardTypes) {
    const search: RequestHandler = async (req, res) => {
      const call = readerCall(res, type, 's');
      const query = searchParameters(req);
      setForm(res, req.get('Accept'), query);
      const { card, resources } = await searchCard(deps, call, type, query);
      const matches = resources.map((resource) => ({
        fullUrl: `${deps.publicUrl}/fhir/${type}/${resource.id}`,
        resource: JSON.stringify(resource),
      }));
      const self = `${deps.publicUrl}/fhir/${type}?patient=Patient/${card.citizenId}`;
      respond(res, 200, searchset(self, matches, { outcome: call.caller.role === 'professional' ? withholdingNotice : undefined }));
    };
    router
      .post(`/${type}/_search`, ...receive(FORM_BODY), search)
      .get(`/${type}`, search)
      .get(`/${type}/:id`, async (req, res) => {
        const { resource } = await readCardResource(deps, readerCall(res, type, 'r'), type, req.params['id'] ?? '');
        if (resource.meta?.versionId !== undefined) res.set('ETag', etag(resource.meta.versionId));
        respond(res, 200, resource);
      });
  }

  for (const type of editable) {
    router
      .post(`/${type}`, ...receive(FHIR_BODY), async (req, res) => {
        respondEdited(req, res, deps.publicUrl, await createItem(deps, readerCall(res, type, 'c'), type, bodyResource(req, res)));
      })
      .put(`/${type}/:id`, ...receive(FHIR_BODY), async (req, res) => {
        const sent = { body: bodyResource(req as Request, res) };
        respondEdited(
          req as Request,
          res,
          deps.publicUrl,
          await changeItem(deps, readerCall(res, type, 'u'), type, idOf(req), sent, req.get('If-Match')),
        );
      })
      .patch(`/${type}/:id`, ...receive(PATCH_BODY), async (req, res) => {
        const sent = { patch: parseJsonPatch(bodyResource(req as Request, res)) };
        respondEdited(
          req as Request,
          res,
          deps.publicUrl,
          await changeItem(deps, readerCall(res, type, 'u'), type, idOf(req), sent, req.get('If-Match')),
        );
      })
      .delete(`/${type}/:id`, async (req, res) => {
        await deleteItem(deps, readerCall(res, type, 'd'), type, idOf(req), req.get('If-Match'));
        res.status(204).end();
      });
  }

  return router
    .post('/Patient/_search', ...receive(FORM_BODY), async (req, res) => {
      const call = readerCall(res, 'Patient', 's');
      const query = searchParameters(req);
      setForm(res, req.get('Accept'), query);
      const card = await searchPatient(deps, call, query, parsePrefer(req.get('Prefer')).handling === 'strict');
      const fullUrl = `${deps.publicUrl}/fhir/Patient/${card.citizenId}`;
      const outcome = call.caller.role === 'professional' ? withholdingNotice : undefined;
      const self = `${deps.publicUrl}/fhir/Patient?_id=${card.citizenId}`;
      respond(res, 200, searchset(self, [{ fullUrl, resource: JSON.stringify(toPatient(card)) }], { outcome }));
    })
    .get('/Patient/:id', async (req, res) => {
      const { resource } = await readCardResource(deps, readerCall(res, 'Patient', 'r'), 'Patient', req.params['id'] ?? '');
      res.set('ETag', etag(resource.meta?.versionId ?? '0'));
      respond(res, 200, resource);
    })
    .put('/Patient/:id', ...receive(FHIR_BODY), async (req, res) => {
      const sent: Sent = { body: bodyResource(req as Request, res) };
      const edited = await changePatient(deps, readerCall(res, 'Patient', 'u'), idOf(req), sent, req.get('If-Match'));
      respondEdited(req as Request, res, deps.publicUrl, edited);
    })
    .patch('/Patient/:id', ...receive(PATCH_BODY), async (req, res) => {
      const sent: Sent = { patch: parseJsonPatch(bodyResource(req as Request, res)) };
      const edited = await changePatient(deps, readerCall(res, 'Patient', 'u'), idOf(req), sent, req.get('If-Match'));
      respondEdited(req as Request, res, deps.publicUrl, edited);
    });
}

const idOf = ({ params }: { readonly params: Readonly<Record<string, unknown>> }): string => String(params['id']);

const requestIdOf = (res: Response): string => res.locals['requestId'];

/** @throws Fault 403 */
function readerCall(res: Response, type: string, scopes: string): CallOf<Reader> {
  const caller = requireRole(callerOf(res), 'citizen', 'professional');
  requireScope(caller, type, scopes);
  return { caller, requestId: requestIdOf(res) };
}

const registerCall = (res: Response): CallOf<RegisterCaller> => ({
  caller: requireRole(callerOf(res), 'register'),
  requestId: requestIdOf(res),
});

/** A sender's bundles are others' to take. */
const forRegisters: RequestHandler = (_req, res, next) => next(callerOf(res).role === 'register' ? undefined : 'route');

async function answerCard(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  { form, ...question }: ReturnType<typeof parseStamkort>,
  res: Response,
): Promise<void> {
  const card = await lookUpCard(deps, call, question);
  const now = deps.clock();
  const context = { ...deps, now, isProfessional: call.caller.role === 'professional' };
  switch (form) {
    case 'cda': {
      const text = writePdc({ citizen: card.identifier, items: toPdcItems(card, deps.newId), id: deps.newId(), at: now });
      res.status(200).set({ 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'no-store' }).end(text);
      return;
    }
    case 'document':
      respond(res, 200, toDocument(card, context));
      return;
    case 'collection':
      respond(res, 200, toBundle(card, context));
      return;
    default:
      return form satisfies never;
  }
}

function respondEdited(
  req: Request,
  res: Response,
  publicUrl: string,
  { resource, version, lastModified, isNew, overwrites }: Edited,
): void {
  res.set('ETag', etag(version));
  if (lastModified !== undefined) res.set('Last-Modified', lastModified.toUTCString());
  if (isNew) res.set('Location', `${publicUrl}/fhir/${resource.resourceType}/${resource.id}`);
  const wanted = parsePrefer(req.get('Prefer')).return;
  const status = isNew ? 201 : 200;
  if (wanted === 'minimal') res.status(status).end();
  else if (wanted === 'OperationOutcome') respond(res, status, overwrites ? toOutcome([OVERWRITTEN]) : allOk('The item is stored'));
  else respond(res, status, resource);
}

const OVERWRITTEN = warning(
  'card-overwritten',
  "This stands over what the citizen entered themself: it is marked as the organisation's, and what was there is kept",
);

function respondFed(res: Response, publicUrl: string, { how, type, id, version, receivedAt }: Fed): void {
  res.set({ ETag: etag(version), 'Last-Modified': receivedAt.toUTCString() });
  res.set('Location', `${publicUrl}/fhir/${type}/${id}`);
  respond(res, how === 'created' ? 201 : 200, allOk(how === 'unchanged' ? 'The item is the same as before' : 'The item is stored'));
}

function toResponseEntry(publicUrl: string, outcome: Outcome): BundleEntry {
  if (outcome === undefined) return { response: { status: '204' } };
  if (outcome instanceof Fault) return { response: { status: String(outcome.status), outcome: toOutcome(outcome.issues) } };
  const { how, type, id, version, receivedAt } = outcome;
  return {
    response: {
      status: how === 'created' ? '201' : '200',
      location: `${publicUrl}/fhir/${type}/${id}`,
      etag: etag(version),
      lastModified: receivedAt.toISOString(),
    },
  };
}
