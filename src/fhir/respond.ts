/** What leaves: a resource in the format that was asked for. */
import type { Response } from 'express';
import { contentTypeOf, type Format, negotiate } from './headers.ts';
import { toXml } from './xml.ts';

/** What is about a citizen is kept by nobody on the way; what has an ETag may be asked for again by it. */
export const bodyHeaders = (format: Format, hasEtag: boolean) => ({
  'Content-Type': contentTypeOf[format],
  'Cache-Control': hasEtag ? 'private, no-cache' : 'no-store',
});

/** @param resource a resource, or its JSON where that is at hand */
export function respond(res: Response, status: number, resource: object | string): void {
  const format: Format = res.locals['format'] ?? 'json';
  res.status(status).set(bodyHeaders(format, res.get('ETag') !== undefined));
  if (format === 'xml') res.end(toXml(typeof resource === 'string' ? JSON.parse(resource) : resource));
  else if (res.locals['pretty'] === true) res.end(JSON.stringify(typeof resource === 'string' ? JSON.parse(resource) : resource, null, 2));
  else res.end(typeof resource === 'string' ? resource : JSON.stringify(resource));
}

/**
 * How the answer is to be written: `_format` before Accept, and `_pretty`.
 * @throws Fault 406
 */
export function setForm(res: Response, accept: string | undefined, query: URLSearchParams): void {
  res.locals['format'] = negotiate(accept, query.get('_format') ?? undefined);
  res.locals['pretty'] = query.get('_pretty') === 'true';
}
