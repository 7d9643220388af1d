/** What was refused leaves a trace: trying doors is what misuse looks like. */
import type { ErrorRequestHandler, Request } from 'express';
import { Fault } from '../fhir/fault.ts';
import type { Log } from '../log.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import { type Access, type AuditContext, auditEntry } from './audit.ts';
import type { Caller } from './caller.ts';
import { Denied } from './denied.ts';

export interface LogDenialDeps extends Omit<AuditContext, 'now'> {
  readonly clock: () => Date;
  readonly appendAudit: AppendAudit;
  readonly log: Log;
}

/** Refused tokens and roles get a line in the service's log; a look at a citizen that was denied gets one in the citizen's, first. */
export const logDenial =
  ({ clock, appendAudit, log, newId, citizenIdOf }: LogDenialDeps): ErrorRequestHandler =>
  async (cause: unknown, req, res, next) => {
    const caller: Caller | undefined = res.locals['caller'];
    const requestId: string = res.locals['requestId'];
    if (cause instanceof Fault && (cause.status === 401 || cause.status === 403)) {
      const by = caller && { role: caller.role, client: caller.clientId, token: caller.tokenId };
      log.warn({ requestId, status: cause.status, why: cause.issues.map(({ text }) => text), ...by }, 'refused');
    }
    if (cause instanceof Denied && caller !== undefined) {
      const { citizenId } = cause;
      const access: Access = { ...interactionOf(req), caller, citizenId, rows: 0, withheld: true, denied: true, requestId };
      await appendAudit(auditEntry(access, { now: clock(), newId, citizenIdOf }));
    }
    next(cause);
  };

/** Of FHIR's restful API, by method and address: `/fhir/{type}/{id}`, `/fhir/{type}/_search`, `/fhir/…/$operation`. */
function interactionOf({ method, originalUrl }: Request): Pick<Access, 'interaction' | 'operation' | 'resourceType'> {
  const [path = ''] = originalUrl.split('?', 1);
  const [type = '', ...rest] = path.replace(/^\/fhir\//, '').split('/');
  const operation = rest.at(-1)?.startsWith('$') ? rest.at(-1) : undefined;
  if (operation !== undefined) return { interaction: 'operation', operation, resourceType: type };
  const isSearch = rest[0] === undefined || rest[0] === '_search';
  switch (method) {
    case 'PUT':
    case 'PATCH':
      return { interaction: 'update', resourceType: type };
    case 'DELETE':
      return { interaction: 'delete', resourceType: type };
    case 'POST':
      return { interaction: rest[0] === '_search' ? 'search' : 'create', resourceType: type };
    default:
      return { interaction: isSearch ? 'search' : 'read', resourceType: type };
  }
}
