/** Counts what a sender sent by itself and was refused; entries of a batch are counted where they are carried out. */
import type { ErrorRequestHandler, Request } from 'express';
import type { Caller } from '../access/caller.ts';
import { Fault } from '../fhir/fault.ts';
import type { QualityCounts } from './quality-counts.ts';

export const countRefusal =
  ({ qualityCounts }: { readonly qualityCounts: QualityCounts }): ErrorRequestHandler =>
  (cause: unknown, req, res, next) => {
    const caller: Caller | undefined = res.locals['caller'];
    if (caller?.role === 'sender' && cause instanceof Fault && isOfMessage(cause) && sends(req)) {
      qualityCounts.refused(caller.senderId, cause.issues);
    }
    next(cause);
  };

/** Who may call, in what form an answer is wanted, and what to try again shortly say nothing of the data. */
const isOfMessage = ({ status }: Fault): boolean => status >= 400 && status < 500 && ![401, 403, 406, 429].includes(status);

function sends({ method, originalUrl }: Request): boolean {
  const [path = ''] = originalUrl.split('?', 1);
  if (method === 'GET' || method === 'HEAD' || path.endsWith('/_search') || path.endsWith('/$validate')) return false;
  return /^\/fhir(?:\/?$|\/Appointment(?:\/|$)|\/\$import-apd$)/.test(path);
}
