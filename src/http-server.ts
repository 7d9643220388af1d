/** The server that callers meet: slow ones are let go; until there is somebody to answer, and once told to stop, it refuses what comes. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { error } from './fhir/fault.ts';
import { toOutcome } from './fhir/outcome.ts';

export interface Timeouts {
  /** For the whole head of a call, from when its connection was made. */
  readonly headersMs: number;
  /** For head and body: a byte a second is no way to send one. */
  readonly requestMs: number;
  /** What is still under way so long after the server was told to stop is cut off. */
  readonly stopMs: number;
}

const usual: Timeouts = { headersMs: 10_000, requestMs: 60_000, stopMs: 8_000 };

export interface HttpServer {
  readonly server: Server;
  /** From now on, who calls is answered by this. */
  serve(listener: RequestListener): void;
  /**
   * Resolves once nobody is connected any more.
   * @param drainMs for so long calls are still answered, and `/readyz` says 503: whoever sends callers here finds out before they are refused
   */
  stop(drainMs?: number): Promise<void>;
}

export function createHttpServer({ headersMs, requestMs, stopMs }: Timeouts = usual): HttpServer {
  let answer: RequestListener = refuseStarting;
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.min(1_000, headersMs) },
    (req, res) => answer(req, res),
  );

  function drain(): void {
    const served = answer;
    answer = (req, res) => {
      if (req.url === '/readyz') return refuseStopping(res);
      // Its caller's next call finds another process.
      res.shouldKeepAlive = false;
      served(req, res);
    };
  }

  const close = (): Promise<void> =>
    new Promise((resolve) => {
      answer = (_req, res) => refuseStopping(res);
      server.close(() => resolve());
      server.closeIdleConnections();
    });

  return {
    server,
    serve(listener) {
      answer = listener;
    },
    async stop(drainMs = 0) {
      const cut = setTimeout(() => server.closeAllConnections(), stopMs);
      if (drainMs > 0) {
        drain();
        await sleep(drainMs);
      }
      await close();
      clearTimeout(cut);
    },
  };
}

/** It is alive, and told again to wait: `/readyz` among the rest, for which 503 is the word for not ready. */
const refuseStarting: RequestListener = (req, res) => {
  if (req.url === '/livez') res.setHeader('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify({ status: 'alive' }));
  else refuse(res, 'This process is starting: try again shortly');
};

const refuseStopping = (res: ServerResponse): void => refuse(res, 'This process is stopping: try again, another answers');

function refuse(res: ServerResponse, text: string): void {
  const headers = { 'Content-Type': 'application/fhir+json; charset=utf-8', Connection: 'close', 'Retry-After': '1' };
  res.writeHead(503, headers).end(JSON.stringify(toOutcome([error('transient', text)])));
}
