/** The registry of senders and their systems, as administrators keep it: Organization and Device. */
import type { Bundle, BundleEntry, Device, Organization } from '@medplum/fhirtypes';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import { searchset } from '../fhir/bundle.ts';
import { etag, FHIR_BODY, FORM_BODY, parsePrefer } from '../fhir/headers.ts';
import { bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond, setForm } from '../fhir/respond.ts';
import { respondRead } from '../fhir/respond-read.ts';
import { findSenders, findSenderVersions, type SenderRow } from '../store/sender.ts';
import {
  createDevice,
  createOrganization,
  getSender,
  type KeptEntry,
  notFound,
  type RegistryCall,
  type RegistryDeps,
  retireDevice,
  retireOrganization,
  updateDevice,
  updateOrganization,
} from './keep-entries.ts';
import { parseRegistrySearch } from './search-entries.ts';
import { toDevice, toOrganization } from './to-resources.ts';

export interface RegistryRoutesDeps extends RegistryDeps {
  readonly publicUrl: string;
}

const kinds = {
  Organization: { to: toOrganization, create: createOrganization, update: updateOrganization, retire: retireOrganization },
  Device: { to: toDevice, create: createDevice, update: updateDevice, retire: retireDevice },
} as const;
type Type = keyof typeof kinds;

export function registryRoutes(deps: RegistryRoutesDeps): Router {
  const router = Router();
  for (const type of ['Organization', 'Device'] as const) addRoutes(router, deps, type);
  return router;
}

function addRoutes(router: Router, deps: RegistryRoutesDeps, type: Type): void {
  const { to, create, update, retire } = kinds[type];
  const base = `${deps.publicUrl}/fhir/${type}`;

  function callOf(req: Request, res: Response, scope: string): RegistryCall {
    const caller = requireRole(callerOf(res), 'admin');
    requireScope(caller, type, scope);
    return { caller, ifMatch: req.get('If-Match') };
  }

  function resourceOf(row: SenderRow | undefined): Organization | Device {
    const resource = row === undefined ? undefined : to(row);
    if (resource === undefined) throw notFound();
    return resource;
  }

  function respondKept(req: Request, res: Response, { row, isNew }: KeptEntry): void {
    res.set({ ETag: etag(row.version), 'Last-Modified': row.changed_at.toUTCString() });
    if (isNew) res.set('Location', `${base}/${row.id}/_history/${row.version}`);
    if (parsePrefer(req.get('Prefer')).return === 'minimal') res.status(isNew ? 201 : 200).end();
    else respond(res, isNew ? 201 : 200, resourceOf(row));
  }

  const read = (req: Request, res: Response, row: SenderRow | undefined): void => {
    const resource = resourceOf(row);
    respondRead(req, res, resource, { etag: etag(row?.version ?? 0), lastModified: row?.changed_at });
  };

  const search: RequestHandler = async (req, res) => {
    callOf(req, res, 's');
    const query = searchParameters(req);
    setForm(res, req.get('Accept'), query);
    const { isMeant, understood } = parseRegistrySearch(type, query, parsePrefer(req.get('Prefer')).handling === 'strict');
    const found = (await findSenders(deps.db)).filter(isMeant).flatMap((row) => to(row) ?? []);
    const matches = found.map((resource) => ({ fullUrl: `${base}/${resource.id}`, resource: JSON.stringify(resource) }));
    respond(res, 200, searchset(understood.size === 0 ? base : `${base}?${understood}`, matches));
  };

  const ours = type === 'Organization' ? [leaveToCard] : [];
  router
    .post(`/${type}/_search`, ...ours, ...receive(FORM_BODY), search)
    .get(`/${type}`, ...ours, search)
    .post(`/${type}`, ...receive(FHIR_BODY), async (req, res) => {
      const call = callOf(req, res, 'c');
      respondKept(req, res, await create(deps, call, bodyResource(req, res)));
    })
    .get(`/${type}/:id`, ...ours, async (req: Request<{ id: string }>, res) => {
      callOf(req as Request, res, 'r');
      read(req as Request, res, await getSender(deps, req.params.id));
    })
    .put(`/${type}/:id`, ...receive(FHIR_BODY), async (req: Request<{ id: string }>, res) => {
      const call = callOf(req as Request, res, 'u');
      respondKept(req as Request, res, await update(deps, call, req.params.id, bodyResource(req as Request, res)));
    })
    .delete(`/${type}/:id`, async (req: Request<{ id: string }>, res) => {
      const { row } = await retire(deps, callOf(req as Request, res, 'd'), req.params.id);
      res.set('ETag', etag(row.version)).status(204).end();
    })
    .get(`/${type}/:id/_history`, async (req: Request<{ id: string }>, res) => {
      callOf(req as Request, res, 'r');
      const versions = (await findSenderVersions(deps.db, req.params.id)).filter((row) => to(row) !== undefined);
      if (versions.length === 0) throw notFound();
      respond(res, 200, historyOf(base, type, versions, resourceOf));
    })
    .get(`/${type}/:id/_history/:version`, async (req: Request<{ id: string; version: string }>, res) => {
      callOf(req as Request, res, 'r');
      const versions = await findSenderVersions(deps.db, req.params.id);
      read(
        req as Request,
        res,
        versions.find(({ version }) => String(version) === req.params.version),
      );
    });
}

/** Who is no administrator finds the organisations of a citizen's card at these addresses. */
const leaveToCard: RequestHandler = (_req, res, next) => next(callerOf(res).role === 'admin' ? undefined : 'route');

/** Newest first, all of it. */
function historyOf(
  base: string,
  type: Type,
  versions: readonly SenderRow[],
  resourceOf: (row: SenderRow) => Organization | Device,
): Bundle {
  const first = versions.at(-1);
  return {
    resourceType: 'Bundle',
    type: 'history',
    total: versions.length,
    link: [{ relation: 'self', url: `${base}/${first?.id}/_history` }],
    entry: versions.map(
      (row): BundleEntry => ({
        fullUrl: `${base}/${row.id}`,
        resource: resourceOf(row),
        request: row === first ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${row.id}` },
        response: {
          status: row === first ? '201 Created' : '200 OK',
          etag: etag(row.version),
          lastModified: row.changed_at.toISOString(),
        },
      }),
    ),
  };
}
