/** The server that callers meet: slow ones are let go, and once told to stop it ends what runs and refuses what comes. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { error } from './fhir/fault.ts';
import { toOutcome } from './fhir/outcome.ts';

export interface Timeouts {
  /** For the whole head of a call, from when its connection was made. */
  readonly headersMs: number;
  /** For head and body: a byte a second is no way to send one. */
  readonly requestMs: number;
  /** What is still under way when the server was told to stop is cut off after this. */
  readonly stopMs: number;
}

const usual: Timeouts = { headersMs: 10_000, requestMs: 60_000, stopMs: 8_000 };

export interface HttpServer {
  readonly server: Server;
  /** Resolves once nobody is connected any more. */
  stop(): Promise<void>;
}

export function createHttpServer(listener: RequestListener, { headersMs, requestMs, stopMs }: Timeouts = usual): HttpServer {
  let stopping = false;
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: Math.min(1_000, headersMs) },
    (req, res) => (stopping ? refuse(res) : listener(req, res)),
  );
  return {
    server,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        const cut = setTimeout(() => server.closeAllConnections(), stopMs);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** `/readyz` among them: 503 is its word for not ready. */
function refuse(res: ServerResponse): void {
  const headers = { 'Content-Type': 'application/fhir+json; charset=utf-8', Connection: 'close', 'Retry-After': '1' };
  res.writeHead(503, headers).end(JSON.stringify(toOutcome([error('transient', 'This process is stopping: try again, another answers')])));
}
