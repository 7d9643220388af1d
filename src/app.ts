/** The route table, in reading order: the map of the service. */
import cors from 'cors';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Authenticate } from './access/authenticate.ts';
import { authenticateRequest, requireCaller } from './access/authenticate-request.ts';
import { type ConsentRoutesDeps, consentRoutes } from './access/consent-routes.ts';
import { limitRate } from './access/limit-rate.ts';
import { logDenial } from './access/log-denial.ts';
import { logRoutes } from './access/log-routes.ts';
import type { SenderRegistry } from './access/sender-registry.ts';
import { DEVELOPMENT_TOKEN_PATH, type SmartConfiguration, toSmartConfiguration } from './access/smart-configuration.ts';
import type { Config } from './config.ts';
import { explainRoutes } from './explain/routes.ts';
import { refuseCprInAddress } from './fhir/address.ts';
import { conformanceRoutes } from './fhir/conformance-routes.ts';
import { fault } from './fhir/fault.ts';
import { handleFault } from './fhir/handle-fault.ts';
import { parseQuery, queryOf } from './fhir/query.ts';
import { setForm } from './fhir/respond.ts';
import { type IngestRoutesDeps, ingestRoutes } from './ingest/routes.ts';
import { limitWaiting } from './limit-waiting.ts';
import type { Log } from './log.ts';
import { logRequest } from './log-request.ts';
import { createMetrics } from './metrics.ts';
import type { OverviewDeps } from './overview/find-overview.ts';
import { overviewRoutes } from './overview/routes.ts';

export interface AppDeps extends IngestRoutesDeps, OverviewDeps, ConsentRoutesDeps {
  readonly config: Pick<Config, 'tokenIssuers' | 'corsOrigins' | 'maxWaiting' | 'rateLimitPerMinute'>;
  readonly authenticate: Authenticate;
  readonly senders: SenderRegistry;
  readonly log: Log;
  /** Whether the service can do its work: the database answers. */
  readonly isReady: () => Promise<boolean>;
}

export function createApp(deps: AppDeps): Express {
  const { config, log, publicUrl } = deps;
  const metrics = createMetrics();
  const smart: SmartConfiguration = toSmartConfiguration({ publicUrl, tokenIssuers: config.tokenIssuers });
  return express()
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .use(logRequest(log, deps.newId), metrics.observe)
    .use(helmet({ crossOriginResourcePolicy: { policy: config.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' } }))
    .get('/livez', (_req, res) => void res.json({ status: 'alive' }))
    .get('/readyz', async (_req, res) => {
      const ready = await deps.isReady();
      res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
    })
    .get('/metrics', metrics.serve)
    .use(limitWaiting(config.maxWaiting))
    .use('/fhir', allowOrigins(config.corsOrigins), authenticateRequest(deps.authenticate), limitRate(config.rateLimitPerMinute))
    .get('/fhir/.well-known/smart-configuration', (_req, res) => void res.json(smart))
    .post(DEVELOPMENT_TOKEN_PATH, () => {
      throw fault('not-supported', 'Development tokens are made by npm run token', { status: 400 });
    })
    .use('/fhir', conformanceRoutes({ publicUrl }))
    .use('/fhir', requireCaller, addressed, negotiated)
    .use('/fhir', ingestRoutes(deps))
    .use('/fhir', overviewRoutes(deps))
    .use('/fhir', explainRoutes(deps))
    .use('/fhir', consentRoutes(deps))
    .use('/fhir', logRoutes(deps))
    .use(() => {
      throw fault('not-found', 'There is nothing at this address');
    })
    .use(logDenial(deps), handleFault(log));
}

/** Pages of these origins may call; without any, none may. */
const allowOrigins = (origins: readonly string[]): RequestHandler =>
  cors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['ETag', 'Location', 'Last-Modified', 'X-Request-Id'],
    maxAge: 600,
  });

const addressed: RequestHandler = (req, _res, next) => {
  refuseCprInAddress(req.originalUrl);
  next();
};

/** What cannot be spoken is refused (406), once it is known who asks. */
const negotiated: RequestHandler = (req, res, next) => {
  setForm(res, req.get('Accept'), parseQuery(queryOf(req.url)));
  next();
};
