/** Prometheus metrics. No label holds anything of a citizen, nor an address as it was requested. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { isLoopback } from '../config.ts';
import { fault } from '../fhir/fault.ts';
import type { TellReadable } from '../ingest/readable.ts';
import type { TellJob } from '../tell-job.ts';
import { watchFreshness } from './watch-freshness.ts';
import { watchJobs } from './watch-jobs.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Times each call, by method, route and status. */
  readonly observe: RequestHandler;
  /** The same of a call that Express does not see. */
  readonly record: (call: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }) => void;
  readonly tellReadable: TellReadable;
  readonly tellJob: TellJob;
  /** `GET /metrics`, for callers on this machine, and those who bring the token. */
  readonly serve: RequestHandler;
}

/** Answers how the metrics of all processes are had that are behind one port with this one. */
export type ShareMetrics = (own: Registry) => () => Promise<string>;

export interface MetricsSettings {
  /** What lets another machine read them. */
  readonly token?: string | undefined;
  readonly share?: ShareMetrics | undefined;
}

export function createMetrics({ token, share = (own) => () => own.metrics() }: MetricsSettings = {}): Metrics {
  const registry = new Registry();
  const gather = share(registry);
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'service_processes', help: 'Processes that answer at the port', registers: [registry] }).set(1);
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a call to the last byte of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    observe: (req, res, next) => {
      const end = duration.startTimer();
      res.once('close', () => end({ method: req.method, route: routeOf(req), status: String(res.statusCode) }));
      next();
    },
    record: ({ method, route, status, seconds }) => duration.observe({ method, route, status: String(status) }, seconds),
    tellReadable: watchFreshness(registry),
    tellJob: watchJobs(registry),
    serve: async (req: Request, res: Response) => {
      if (!isLocal(req) && !bringsToken(req, token)) throw fault('not-found', 'There is nothing at this address');
      res.set('Content-Type', registry.contentType).send(await gather());
    },
  };
}

/** The route's pattern, never the address; one name for all that no route knows. */
function routeOf(req: Request): string {
  const path: unknown = req.route?.path;
  return typeof path === 'string' ? `${req.baseUrl}${path}` : 'none';
}

function bringsToken(req: Request, token: string | undefined): boolean {
  const sent = /^Bearer (\S+)$/i.exec(req.get('Authorization') ?? '')?.[1];
  if (token === undefined || sent === undefined) return false;
  const [given, wanted] = [sent, token].map((text) => createHash('sha256').update(text).digest());
  return given !== undefined && wanted !== undefined && timingSafeEqual(given, wanted);
}

/** A proxy on this machine would make everyone local: what was forwarded is not. */
const isLocal = (req: Request): boolean =>
  isLoopback((req.socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
  req.get('Forwarded') === undefined &&
  req.get('X-Forwarded-For') === undefined;
