import { Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { FHIR_BODY } from '../fhir/headers.ts';
import { parseQuery, queryOf } from '../fhir/query.ts';
import { BULK_LIMIT, bodyResource, bodyText, receive } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { callBy } from '../ingest/call-by.ts';
import { dateOf } from '../time/zone.ts';
import { checkDay } from './check-day.ts';
import { parseQuality } from './parse-quality.ts';
import { type CheckDeps, readDay, readDocument } from './read-day.ts';
import { type QualityDeps, readQuality } from './read-quality.ts';
import { toReport } from './to-report.ts';

export interface QualityRoutesDeps extends CheckDeps, QualityDeps {
  readonly senders: SenderRegistry;
}

const DAY_BODY = { ...FHIR_BODY, 'text/xml': 'cda' } as const;

export const qualityRoutes = (deps: QualityRoutesDeps): Router =>
  Router()
    .get('/\\$quality', async (req, res) => {
      const caller = requireRole(callerOf(res), 'sender');
      requireScope(caller, 'Appointment', 'r');
      const asked = parseQuality(parseQuery(queryOf(req.url)), dateOf(deps.clock()));
      respond(res, 200, await readQuality(deps, await deps.senders.get(caller), asked));
    })
    .post('/\\$check', ...receive(DAY_BODY, BULK_LIMIT), async (req, res) => {
      const call = await callBy(deps.senders, callerOf(res), '', res.locals['requestId']);
      const day =
        res.locals['bodyType'] === 'cda' ? readDocument(deps, call, bodyText(req)) : await readDay(deps, call, bodyResource(req, res));
      respond(res, 200, toReport(await checkDay(deps, call, day)));
    });
