/** The answer to a read: with its version, or 304 where the caller has that one. */
import type { Request, Response } from 'express';
import { hasTag } from './headers.ts';
import { respond } from './respond.ts';

export interface Versioned {
  readonly etag: string;
  readonly lastModified?: Date | undefined;
}

/** @see {@link https://hl7.org/fhir/R4/http.html#cread} */
export function respondRead(req: Request, res: Response, resource: object | string, { etag, lastModified }: Versioned): void {
  res.set('ETag', etag);
  if (lastModified !== undefined) res.set('Last-Modified', lastModified.toUTCString());
  if (isKnown(req, etag, lastModified)) res.status(304).end();
  else respond(res, 200, resource);
}

/** `If-None-Match` decides where it is given (RFC 9110 §13.2.2); else `If-Modified-Since`, which knows whole seconds. */
function isKnown(req: Request, etag: string, lastModified: Date | undefined): boolean {
  const known = req.get('If-None-Match');
  if (known !== undefined) return hasTag(known, etag);
  const since = Date.parse(req.get('If-Modified-Since') ?? '');
  return lastModified !== undefined && Math.floor(lastModified.getTime() / 1000) * 1000 <= since;
}
