/** Prometheus metrics. No label holds anything of a citizen, nor an address as it was requested. */
import type { Request, RequestHandler, Response } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { isLoopback } from './config.ts';
import { fault } from './fhir/fault.ts';

export interface Metrics {
  /** Times each call, by method, route and status. */
  readonly observe: RequestHandler;
  /** The same of a call that Express does not see. */
  readonly record: (call: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }) => void;
  /** `GET /metrics`, for callers on this machine alone. */
  readonly serve: RequestHandler;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a call to the last byte of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    observe: (req, res, next) => {
      const end = duration.startTimer();
      res.once('close', () => end({ method: req.method, route: routeOf(req), status: String(res.statusCode) }));
      next();
    },
    record: ({ method, route, status, seconds }) => duration.observe({ method, route, status: String(status) }, seconds),
    serve: async (req: Request, res: Response) => {
      if (!isLocal(req)) throw fault('not-found', 'There is nothing at this address');
      res.set('Content-Type', registry.contentType).send(await registry.metrics());
    },
  };
}

/** The route's pattern, never the address; one name for all that no route knows. */
function routeOf(req: Request): string {
  const path: unknown = req.route?.path;
  return typeof path === 'string' ? `${req.baseUrl}${path}` : 'none';
}

/** A proxy on this machine would make everyone local: what was forwarded is not. */
const isLocal = (req: Request): boolean =>
  isLoopback((req.socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
  req.get('Forwarded') === undefined &&
  req.get('X-Forwarded-For') === undefined;
