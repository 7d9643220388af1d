/** What this server is and what its profiles say: open to anyone. */
import { type RequestHandler, Router } from 'express';
import { version } from '../version.ts';
import { searchset } from './bundle.ts';
import { toCapabilityStatement } from './capability.ts';
import { parseQuery, queryOf } from './query.ts';
import { respond, setForm } from './respond.ts';
import { conformanceResources } from './validate/definitions.ts';

export function conformanceRoutes({ publicUrl }: { readonly publicUrl: string }): Router {
  const router = Router();
  const negotiated: RequestHandler = (req, res, next) => {
    setForm(res, req.get('Accept'), parseQuery(queryOf(req.url)));
    next();
  };
  router.get('/metadata', negotiated, (_req, res) => respond(res, 200, toCapabilityStatement(publicUrl, version)));
  for (const type of new Set(conformanceResources.map((resource) => resource.resourceType))) {
    const own = conformanceResources.filter((resource) => resource.resourceType === type);
    router.get(`/${type}`, negotiated, (req, res) => {
      const url = parseQuery(queryOf(req.url)).get('url');
      const found = url === null ? own : own.filter((resource) => resource.url === url);
      const self = `${publicUrl}/fhir/${type}${url === null ? '' : `?${new URLSearchParams({ url })}`}`;
      respond(
        res,
        200,
        searchset(
          self,
          found.map((resource) => ({ fullUrl: `${publicUrl}/fhir/${type}/${resource.id}`, resource: JSON.stringify(resource) })),
        ),
      );
    });
    router.get(`/${type}/:id`, negotiated, (req, res, next) => {
      const found = own.find((resource) => resource.id === req.params['id']);
      if (found === undefined) next();
      else respond(res, 200, found);
    });
  }
  return router;
}
