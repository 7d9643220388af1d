/** How far municipalities are, as administrators keep it. */
import { type Response, Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import type { AdminCaller } from '../access/caller.ts';
import { fault } from '../fhir/fault.ts';
import { FHIR_BODY } from '../fhir/headers.ts';
import { BULK_LIMIT, bodyResource, receive, searchParameters } from '../fhir/receive.ts';
import { respond } from '../fhir/respond.ts';
import { type AdoptionEventRow, findAdoptionEvents } from '../store/adoption-event.ts';
import { type AdoptionDeps, recordEvents, withdrawEvents } from './keep-events.ts';
import { toParameters } from './to-parameters.ts';

export const adoptionRoutes = (deps: AdoptionDeps): Router =>
  Router()
    .get('/\\$adoption', async (req, res) => {
      adminOf(res, 's');
      const isAsked = asked(searchParameters(req));
      respond(res, 200, toParameters((await findAdoptionEvents(deps.db)).filter(isAsked)));
    })
    .post('/\\$adoption-record', ...receive(FHIR_BODY, BULK_LIMIT), async (req, res) => {
      const caller = adminOf(res, 'u');
      respond(res, 200, toParameters(await recordEvents(deps, caller, bodyResource(req, res))));
    })
    .post('/\\$adoption-withdraw', ...receive(FHIR_BODY), async (req, res) => {
      const caller = adminOf(res, 'u');
      respond(res, 200, toParameters(await withdrawEvents(deps, caller, bodyResource(req, res))));
    });

function adminOf(res: Response, interaction: 's' | 'u'): AdminCaller {
  const caller = requireRole(callerOf(res), 'admin');
  requireScope(caller, 'Organization', interaction);
  return caller;
}

function asked(query: URLSearchParams): (row: AdoptionEventRow) => boolean {
  for (const name of query.keys()) {
    if (name !== 'municipality' && name !== 'solution' && !name.startsWith('_'))
      throw fault('value', 'The parameters are municipality and solution', { expression: name });
  }
  const [municipality, solution] = [query.get('municipality'), query.get('solution')];
  return (row) => (municipality === null || row.municipality_code === municipality) && (solution === null || row.solution === solution);
}
