/** The route table, in reading order: the map of the service. */
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Authenticate } from './access/authenticate.ts';
import { authenticateRequest } from './access/authenticate-request.ts';
import { consentRoutes } from './access/consent-routes.ts';
import { logRoutes } from './access/log-routes.ts';
import type { SenderRegistry } from './access/sender-registry.ts';
import { type SmartConfiguration, toSmartConfiguration } from './access/smart-configuration.ts';
import type { Config } from './config.ts';
import { refuseCprInAddress } from './fhir/address.ts';
import { conformanceRoutes } from './fhir/conformance-routes.ts';
import { fault } from './fhir/fault.ts';
import { handleFault } from './fhir/handle-fault.ts';
import { negotiate } from './fhir/headers.ts';
import { parseQuery, queryOf } from './fhir/query.ts';
import { type IngestRoutesDeps, ingestRoutes } from './ingest/routes.ts';
import type { Log } from './log.ts';
import { logRequest } from './log-request.ts';
import type { OverviewDeps } from './overview/find-overview.ts';
import { overviewRoutes } from './overview/routes.ts';

export interface AppDeps extends IngestRoutesDeps, OverviewDeps {
  readonly config: Pick<Config, 'tokenIssuers'>;
  readonly authenticate: Authenticate;
  readonly senders: SenderRegistry;
  readonly log: Log;
  /** Whether the service can do its work: the database answers. */
  readonly isReady: () => Promise<boolean>;
}

export function createApp(deps: AppDeps): Express {
  const { log, publicUrl } = deps;
  const smart: SmartConfiguration = toSmartConfiguration({ publicUrl, tokenIssuers: deps.config.tokenIssuers });
  return express()
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .use(logRequest(log, deps.newId))
    .use(helmet())
    .get('/livez', (_req, res) => void res.json({ status: 'alive' }))
    .get('/readyz', async (_req, res) => {
      const ready = await deps.isReady();
      res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
    })
    .get('/fhir/.well-known/smart-configuration', (_req, res) => void res.json(smart))
    .use('/fhir', conformanceRoutes({ publicUrl }))
    .use('/fhir', authenticateRequest(deps.authenticate), addressed, negotiated)
    .use('/fhir', ingestRoutes(deps))
    .use('/fhir', overviewRoutes(deps))
    .use('/fhir', consentRoutes(deps))
    .use('/fhir', logRoutes(deps))
    .use(() => {
      throw fault('not-found', 'There is nothing at this address');
    })
    .use(handleFault(log));
}

const addressed: RequestHandler = (req, _res, next) => {
  refuseCprInAddress(req.originalUrl);
  next();
};

const formatParameter = (url: string): string | undefined => parseQuery(queryOf(url)).get('_format') ?? undefined;

/** What cannot be spoken is refused (406), once it is known who asks. */
const negotiated: RequestHandler = (req, res, next) => {
  res.locals['format'] = negotiate(req.get('Accept'), formatParameter(req.url));
  next();
};
