import { Router } from 'express';
import { callerOf } from '../access/authenticate-request.ts';
import { requireRole, requireScope } from '../access/authorise.ts';
import { respond } from '../fhir/respond.ts';
import type { OverviewDeps } from '../overview/find-overview.ts';
import { explainAppointment } from './explain-appointment.ts';

export const explainRoutes = (deps: OverviewDeps): Router =>
  Router().get('/Appointment/:id/\\$explain', async (req, res) => {
    const caller = requireRole(callerOf(res), 'sender');
    requireScope(caller, 'Appointment', 'r');
    respond(res, 200, await explainAppointment(deps, caller, req.params['id'] ?? '', res.locals['requestId']));
  });
