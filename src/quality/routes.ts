import { Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { FHIR_BODY } from '../fhir/headers.ts';
import { BULK_LIMIT, bodyResource, bodyText, receive } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { callBy } from '../ingest/call-by.ts';
import { checkDay } from './check-day.ts';
import { type CheckDeps, readDay, readDocument } from './read-day.ts';
import { toReport } from './to-report.ts';

export interface QualityRoutesDeps extends CheckDeps {
  readonly senders: SenderRegistry;
}

const DAY_BODY = { ...FHIR_BODY, 'text/xml': 'cda' } as const;

export const qualityRoutes = (deps: QualityRoutesDeps): Router =>
  Router().post('/\\$check', ...receive(DAY_BODY, BULK_LIMIT), async (req, res) => {
    const call = await callBy(deps.senders, callerOf(res), '', res.locals['requestId']);
    const day =
      res.locals['bodyType'] === 'cda' ? readDocument(deps, call, bodyText(req)) : await readDay(deps, call, bodyResource(req, res));
    respond(res, 200, toReport(await checkDay(deps, call, day)));
  });
