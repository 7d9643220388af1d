/** What this server is and what its profiles say: open to anyone. */
import { type RequestHandler, Router } from 'express';
import { version } from '../version.ts';
import { searchset } from './bundle.ts';
import { toCapabilityStatement } from './capability.ts';
import { negotiate } from './headers.ts';
import { respond } from './respond.ts';
import { conformanceResources } from './validate/definitions.ts';

export function conformanceRoutes({ publicUrl }: { readonly publicUrl: string }): Router {
  const router = Router();
  const negotiated: RequestHandler = (req, res, next) => {
    res.locals['format'] = negotiate(req.get('Accept'), new URLSearchParams(req.url.split('?')[1] ?? '').get('_format') ?? undefined);
    next();
  };
  router.get('/metadata', negotiated, (_req, res) => respond(res, 200, toCapabilityStatement(publicUrl, version)));
  for (const type of new Set(conformanceResources.map((resource) => resource.resourceType))) {
    const own = conformanceResources.filter((resource) => resource.resourceType === type);
    router.get(`/${type}`, negotiated, (req, res) => {
      const url = new URLSearchParams(req.url.split('?')[1] ?? '').get('url');
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
