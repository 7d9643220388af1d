/** A fault on a page: in words, for a person. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { type AuditContext, auditEntry } from '../access/audit.ts';
import { Denied } from '../access/denied.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Log } from '../log.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import type { Clock } from '../time/clock.ts';
import { html } from './html.ts';
import type { Page } from './layout.ts';
import { type PageDeps, SignInNeeded, StaleForm, send, type Visitor, visitorOf } from './page.ts';
import type { Texts } from './texts.da.ts';

export interface FaultPageDeps extends PageDeps, Omit<AuditContext, 'now'> {
  readonly clock: Clock;
  readonly appendAudit: AppendAudit;
  readonly log: Log;
}

/** Behind the pages alone: what is thrown elsewhere is answered there. */
export const faultPage =
  (deps: FaultPageDeps): ErrorRequestHandler =>
  async (cause: unknown, req, res, next) => {
    if (res.headersSent) {
      next(cause);
      return;
    }
    const visitor: Visitor = res.locals['visitor'] ?? (await visitorOf(deps, req.get('Cookie'), req.originalUrl, undefined, {}, res));
    if (cause instanceof SignInNeeded) {
      const to = req.method === 'GET' ? req.originalUrl : '/';
      const why = visitor.lapsed ? { ud: 'inaktiv' } : {};
      await send(res, deps, visitor, { seeOther: `/log-ind?${new URLSearchParams({ til: to, ...why })}` });
      return;
    }
    const { caller, requestId } = visitor;
    const status = cause instanceof Fault ? cause.status : 500;
    if (cause instanceof Denied && caller !== undefined) {
      const { citizenId } = cause;
      const access = { ...askedAt(visitor.frame.path), caller, citizenId, rows: 0, withheld: true, denied: true, requestId };
      await deps.appendAudit(auditEntry(access, { ...deps, now: deps.clock() }));
    }
    if (status >= 500) deps.log.error({ err: cause, requestId }, 'a page failed');
    else if (status === 403) deps.log.warn({ requestId, status, role: caller?.role }, 'refused');
    await send(res, deps, visitor, { status, page: pageOf(cause, status, visitor) });
  };

/** What the API would have been asked. */
const askedAt = (path: string) =>
  path.startsWith('/stamkort')
    ? ({ interaction: 'operation', operation: '$stamkort', resourceType: 'Patient' } as const)
    : ({ interaction: 'operation', operation: '$aftaleoversigt', resourceType: 'Appointment' } as const);

/** An address that nothing answers: a page for who reads pages. */
export const unknownPage: RequestHandler = (req, _res, next) => {
  if (req.path.startsWith('/fhir') || req.method !== 'GET' || !/\btext\/html\b/.test(req.get('Accept') ?? '')) {
    next('router');
    return;
  }
  throw fault('not-found', 'There is nothing at this address');
};

function pageOf(cause: unknown, status: number, { texts: t, caller, requestId }: Visitor): Page {
  const [title, text] = wordsOf(cause, status, t, caller?.role, requestId);
  return { title, main: html`<h1>${title}</h1><p class="lead">${text}</p><p><a href="/">${t.faults.home}</a></p>` };
}

function wordsOf(
  cause: unknown,
  status: number,
  { faults: t }: Texts,
  role: string | undefined,
  requestId: string,
): readonly [string, string] {
  if (cause instanceof StaleForm) return [t.staleTitle, t.stale];
  if (status === 403) {
    return [
      t.forbiddenTitle,
      role === 'citizen' ? t.forbidden.professional : role === 'professional' ? t.forbidden.citizen : t.forbidden.other,
    ];
  }
  if (status === 404 || status === 410) return [t.notFoundTitle, t.notFound];
  if (status === 503 || status === 429) return [t.busyTitle, t.busy];
  if (status === 409 || status === 412) return [t.outdatedTitle, t.outdated];
  if (status >= 400 && status < 500) return [t.wrongTitle, t.wrong];
  return [t.brokenTitle, t.broken(requestId)];
}
