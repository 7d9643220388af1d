/** The route table, in reading order: the map of the service. */
import { IncomingMessage, type OutgoingHttpHeaders, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from 'cors';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { Authenticate } from './access/authenticate.ts';
import { authenticateRequest, requireCaller } from './access/authenticate-request.ts';
import { type ConsentRoutesDeps, consentRoutes } from './access/consent-routes.ts';
import { limitRate } from './access/limit-rate.ts';
import { logDenial } from './access/log-denial.ts';
import { logRoutes } from './access/log-routes.ts';
import type { SenderRegistry } from './access/sender-registry.ts';
import { DEVELOPMENT_TOKEN_PATH, type SmartConfiguration, toSmartConfiguration } from './access/smart-configuration.ts';
import { adoptionRoutes } from './adoption/routes.ts';
import { answerDirectly } from './answer-directly.ts';
import type { Config } from './config.ts';
import { explainRoutes } from './explain/routes.ts';
import { refuseCprInAddress } from './fhir/address.ts';
import { conformanceRoutes } from './fhir/conformance-routes.ts';
import { fault } from './fhir/fault.ts';
import { handleFault } from './fhir/handle-fault.ts';
import { toOpenApi } from './fhir/openapi.ts';
import { parseQuery, queryOf } from './fhir/query.ts';
import { setForm } from './fhir/respond.ts';
import { countRefusal } from './ingest/count-refusal.ts';
import { type IngestRoutesDeps, ingestRoutes } from './ingest/routes.ts';
import type { Admission } from './limit-waiting.ts';
import type { Log } from './log.ts';
import { logRequest } from './log-request.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { OverviewDeps } from './overview/find-overview.ts';
import { overviewRoutes } from './overview/routes.ts';
import type { KeptQualityCounts } from './quality/count-quality.ts';
import { qualityRoutes } from './quality/routes.ts';
import { registryRoutes } from './registry/routes.ts';
import type { StamkortDeps } from './stamkort/deps.ts';
import { stamkortRoutes } from './stamkort/routes.ts';
import type { TolerantReads } from './store/tolerant-reads.ts';
import { version } from './version.ts';
import { type WebDeps, webRoutes } from './web/routes.ts';

export interface AppDeps extends IngestRoutesDeps, OverviewDeps, ConsentRoutesDeps, StamkortDeps {
  readonly config: Pick<Config, 'tokenIssuers' | 'corsOrigins' | 'rateLimitPerMinute' | 'oidc'>;
  readonly sessionKey: WebDeps['sessionKey'];
  readonly authenticate: Authenticate;
  readonly senders: SenderRegistry;
  readonly reads: TolerantReads;
  readonly log: Log;
  readonly qualityCounts: KeptQualityCounts;
  readonly metrics: Metrics;
  readonly admission: Admission;
  /** Whether the service can do its work: the database answers. */
  readonly isReady: () => Promise<boolean>;
}

/** `listener` is what a server is given; `app` holds its routes. */
export function createApp(deps: AppDeps): { readonly app: Express; readonly listener: RequestListener } {
  const { config, log, metrics, publicUrl } = deps;
  const openApi = toOpenApi(publicUrl, version);
  const smart: SmartConfiguration = toSmartConfiguration({ publicUrl, tokenIssuers: config.tokenIssuers });
  const secure = helmet({ crossOriginResourcePolicy: { policy: config.corsOrigins.length > 0 ? 'cross-origin' : 'same-origin' } });
  const open = allowOrigins(config.corsOrigins);
  const { shed } = deps.admission;
  const refusals = new WeakMap<IncomingMessage, unknown>();
  /** Of what was refused ahead of Express, these were done there. */
  const once =
    (handle: RequestHandler): RequestHandler =>
    (req, res, next) =>
      refusals.has(req) ? next() : handle(req, res, next);
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .use(logRequest(log, deps.newId), once(metrics.observe))
    .use(secure)
    .get('/livez', (_req, res) => void res.json({ status: 'alive' }))
    .get('/readyz', async (_req, res) => {
      const ready = await deps.isReady();
      res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
    })
    .get('/metrics', metrics.serve)
    .get('/openapi.json', (_req, res) => void res.json(openApi))
    .use(once(shed))
    .use('/fhir', open, authenticateRequest(deps.authenticate), limitRate(config.rateLimitPerMinute))
    // POST /fhir/Patient/$aftaleoversigt and PUT /fhir/Appointment?identifier=… in plain JSON are answered ahead of Express, by
    // answer-directly.ts; what it refuses comes back here.
    .use('/fhir', (req, _res, next) => next(refusals.get(req)))
    .get('/fhir/.well-known/smart-configuration', (_req, res) => void res.json(smart))
    .post(DEVELOPMENT_TOKEN_PATH, () => {
      throw fault('not-supported', 'Development tokens are made by npm run token', { status: 400 });
    })
    .use('/fhir', conformanceRoutes({ publicUrl }))
    .use('/fhir', requireCaller, addressed, negotiated)
    .use('/fhir', registryRoutes(deps))
    .use('/fhir', adoptionRoutes(deps))
    .use('/fhir', stamkortRoutes(deps))
    .use('/fhir', ingestRoutes(deps))
    .use('/fhir', overviewRoutes(deps))
    .use('/fhir', explainRoutes(deps))
    .use('/fhir', qualityRoutes(deps))
    .use('/fhir', consentRoutes(deps))
    .use('/fhir', logRoutes(deps))
    .use(webRoutes(deps))
    .use(() => {
      throw fault('not-found', 'There is nothing at this address');
    })
    .use(logDenial(deps), countRefusal(deps), handleFault(log));

  const direct = answerDirectly({
    ...deps,
    admit: (req, res) => shed(req as Request, res as Response, () => {}),
    record: metrics.record,
    headers: headersBy(secure, open),
  });
  const listener: RequestListener = (req, res) => {
    const refuse = (cause: unknown): void => {
      refusals.set(req, cause);
      app(req, res);
    };
    if (config.rateLimitPerMinute !== undefined || !direct(req, res, refuse)) app(req, res);
  };
  return { app, listener };
}

/** What these put on an answer to a call from no other origin. */
function headersBy(...handlers: readonly RequestHandler[]): OutgoingHttpHeaders {
  const req = Object.assign(new IncomingMessage(new Socket()), { method: 'POST' });
  const res = new ServerResponse(req);
  for (const handle of handlers) void handle(req as Request, res as Response, () => {});
  return { ...res.getHeaders() };
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
