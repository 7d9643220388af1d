/** A sender's quarantine. */
import { type Request, type Response, Router } from 'express';
import { fault } from '../fhir/fault.ts';
import { FHIR_BODY } from '../fhir/headers.ts';
import { isObject } from '../fhir/json.ts';
import { allOk } from '../fhir/outcome.ts';
import { bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import type { ParametersParameter } from '../fhir/types.ts';
import type { Call } from './carry-out.ts';
import { discardQuarantined, listQuarantine, type QuarantineQuery, type Resend, resendQuarantined } from './quarantine.ts';
import type { VersionDeps } from './read-versions.ts';
import { toResponseEntry } from './respond-stored.ts';

const PAGE = 50;
const MAX_PAGE = 200;

export function quarantineRoutes(deps: VersionDeps, callOf: (res: Response, scopes: string) => Promise<Call>): Router {
  return Router()
    .get('/\\$quarantine', async (req, res) => {
      const call = await callOf(res, 'r');
      respond(res, 200, await listQuarantine(deps, call, parseQuery(searchParameters(req))));
    })
    .post('/\\$quarantine-resend', ...receive(FHIR_BODY), async (req, res) => {
      const call = await callOf(res, 'cu');
      const outcomes = await resendQuarantined(deps, call, entriesOf(req, res));
      respond(res, 200, {
        resourceType: 'Bundle',
        type: 'batch-response',
        entry: outcomes.map((outcome) => toResponseEntry(deps.publicUrl, outcome)),
      });
    })
    .post('/\\$quarantine-discard', ...receive(FHIR_BODY), async (req, res) => {
      const call = await callOf(res, 'd');
      const asked = entriesOf(req, res);
      await discardQuarantined(
        deps,
        call,
        asked.map(({ id }) => id),
      );
      respond(res, 200, allOk(`${asked.length} left the quarantine`));
    });
}

function parseQuery(query: URLSearchParams): QuarantineQuery {
  const count = query.get('_count') ?? String(PAGE);
  if (!/^[1-9]\d{0,8}$/.test(count)) throw fault('value', 'Give _count as a whole number above 0', { expression: '_count' });
  return { count: Math.min(Number(count), MAX_PAGE), cursor: query.get('_cursor') ?? undefined };
}

/** Parameters `entry`, each with a part `id` and, mended, a part `resource`. */
function entriesOf(req: Request, res: Response): Resend[] {
  const body = bodyResource(req, res);
  const parameters = isObject(body) && body['resourceType'] === 'Parameters' && Array.isArray(body['parameter']) ? body['parameter'] : [];
  const entries = parameters.flatMap((one: unknown) => {
    const parts = isObject(one) && one['name'] === 'entry' && Array.isArray(one['part']) ? one['part'] : [];
    const part = (name: string): ParametersParameter | undefined => parts.find((each: unknown) => isObject(each) && each['name'] === name);
    const id = part('id')?.valueString;
    const resource: unknown = part('resource')?.resource;
    return typeof id === 'string' ? [{ id, ...(resource !== undefined && { resource }) }] : [];
  });
  if (entries.length === 0 || entries.length < parameters.length || new Set(entries.map(({ id }) => id)).size < entries.length) {
    throw fault(
      'value',
      'Send Parameters with one parameter entry for each, with a part id (valueString), once, and a part resource where it is mended',
      {
        expression: 'Parameters.parameter',
      },
    );
  }
  return entries;
}
