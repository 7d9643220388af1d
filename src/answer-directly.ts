/**
 * The two calls that most calls are, answered without Express: the overview by POST, and the conditional PUT of one appointment, in
 * plain JSON. The same checks, the same recipes; whatever is out of the ordinary, and every refusal, is Express's to answer.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Authenticate } from './access/authenticate.ts';
import { requireRole, requireScope } from './access/authorise.ts';
import type { Caller } from './access/caller.ts';
import { CLIENT_CERTIFICATE_HEADER } from './access/certificate.ts';
import { refuseCprInAddress } from './fhir/address.ts';
import { decodeBody } from './fhir/decode-body.ts';
import { fault } from './fhir/fault.ts';
import { parseJson } from './fhir/parse-json.ts';
import { parseQuery, queryOf } from './fhir/query.ts';
import { BODY_LIMIT } from './fhir/receive.ts';
import { bodyHeaders } from './fhir/respond.ts';
import { callBy } from './ingest/call-by.ts';
import { putByIdentity } from './ingest/ingest-appointment.ts';
import { parseCondition } from './ingest/parse-condition.ts';
import { toAnswer } from './ingest/respond-stored.ts';
import type { IngestRoutesDeps } from './ingest/routes.ts';
import type { Log } from './log.ts';
import { logCall, requestIdOf } from './log-request.ts';
import type { Metrics } from './metrics/metrics.ts';
import { findOverview, type OverviewDeps } from './overview/find-overview.ts';
import { parseOverviewParameters } from './overview/parse-overview.ts';
import { parseTrace } from './trace-context.ts';

export interface DirectDeps extends IngestRoutesDeps, OverviewDeps {
  readonly authenticate: Authenticate;
  readonly log: Log;
  readonly record: Metrics['record'];
  /** Counts the call among those under way, or refuses it. */
  readonly admit: (req: IncomingMessage, res: ServerResponse) => void;
  /** What Express would put on every answer. */
  readonly headers: OutgoingHttpHeaders;
}

/** A call on its way: `body` is read once it is asked for. */
interface Call {
  readonly caller: Caller;
  readonly req: IncomingMessage;
  readonly requestId: string;
  readonly body: () => Promise<unknown>;
}

interface DirectAnswer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly json: string | undefined;
}

interface Route {
  readonly name: string;
  readonly answer: (deps: DirectDeps, call: Call) => Promise<DirectAnswer>;
}

const overview: Route = {
  name: '/fhir/Patient/\\$aftaleoversigt',
  async answer(deps, { caller: someone, requestId, body }) {
    const caller = requireRole(someone, 'citizen', 'professional');
    requireScope(caller, 'Appointment', 's');
    return { status: 200, json: await findOverview(deps, caller, parseOverviewParameters(await body()), requestId) };
  },
};

const ingest: Route = {
  name: '/fhir/Appointment',
  async answer(deps, { caller, req, requestId, body }) {
    const url = req.url ?? '';
    refuseCprInAddress(url);
    const call = await callBy(deps.senders, caller, 'cu', requestId);
    const condition = parseCondition(parseQuery(queryOf(url)));
    const stored = await putByIdentity(deps, call, condition, await body(), { ifMatch: req.headers['if-match'] });
    const { status, headers, resource } = toAnswer(deps.publicUrl, stored, one(req.headers['prefer']));
    return { status, headers, json: resource === undefined ? undefined : JSON.stringify(resource) };
  },
};

/** Answers, or says that it does not: then nothing has been read and nothing written. `refuse` hands a refusal on. */
export function answerDirectly(deps: DirectDeps) {
  const { log, newId, record, admit, authenticate } = deps;
  return (req: IncomingMessage, res: ServerResponse, refuse: (cause: unknown) => void): boolean => {
    const route = routeOf(req);
    if (route === undefined) return false;
    const startedAt = performance.now();
    const requestId = requestIdOf(req.headers['x-request-id'], newId);
    let refused = false;
    res.once('close', () => {
      const trace = parseTrace(req.headers['traceparent']);
      if (!refused) logCall(log, { requestId, trace, startedAt, method: req.method ?? '', url: req.url ?? '' }, res);
      record({ method: req.method ?? '', route: route.name, status: res.statusCode, seconds: (performance.now() - startedAt) / 1000 });
    });
    const answer = async (): Promise<void> => {
      admit(req, res);
      const caller = await authenticate(req.headers.authorization, one(req.headers[CLIENT_CERTIFICATE_HEADER]));
      const body = async (): Promise<unknown> => parseJson(decodeBody(await readBody(req)));
      const { status, headers, json } = await route.answer(deps, { caller, req, requestId, body });
      // Encoded once: a string would be measured first and encoded after.
      const content = json === undefined ? undefined : Buffer.from(json);
      res.writeHead(status, {
        ...deps.headers,
        'X-Request-Id': requestId,
        ...headers,
        ...(content !== undefined && bodyHeaders('json', headers?.['ETag'] !== undefined)),
        'Content-Length': content?.length ?? 0,
      });
      res.end(content);
    };
    answer().catch((cause: unknown) => {
      refused = true;
      req.headers['x-request-id'] = requestId;
      refuse(cause);
    });
    return true;
  };
}

const one = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join() : header);

const JSON_TYPES: ReadonlySet<string | undefined> = new Set(['application/fhir+json', 'application/json']);
const JSON_WANTED: ReadonlySet<string | undefined> = new Set([undefined, '*/*', ...JSON_TYPES]);

/** Of a plain call: JSON both ways, of a known and permitted length, from no page of another origin, with nothing in its address but what is looked for. */
function routeOf({ method, url = '', headers }: IncomingMessage): Route | undefined {
  const route = method === 'POST' ? overviewAt(url) : method === 'PUT' ? ingestAt(url) : undefined;
  if (route === undefined || !JSON_TYPES.has(headers['content-type']) || !JSON_WANTED.has(headers.accept)) return undefined;
  if (headers['content-encoding'] !== undefined || headers.origin !== undefined || headers.expect !== undefined) return undefined;
  const length = Number(headers['content-length'] ?? Number.NaN);
  return length <= BODY_LIMIT ? route : undefined;
}

const overviewAt = (url: string): Route | undefined => (url === '/fhir/Patient/$aftaleoversigt' ? overview : undefined);

const ingestAt = (url: string): Route | undefined =>
  url.startsWith('/fhir/Appointment?identifier=') && !url.includes('&') ? ingest : undefined;

function readBody(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.once('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    req.once('close', () => {
      if (!req.complete) reject(fault('structure', 'The body did not arrive whole'));
    });
  });
}
