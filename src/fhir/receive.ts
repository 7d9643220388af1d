/** What arrives: content type and size are checked before anybody looks at the body. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { fault } from './fault.ts';
import { requireContentType } from './headers.ts';
import { parseJson } from './parse-json.ts';
import { fromXml } from './xml.ts';

/** Bytes; DESIGN §3. */
export const BODY_LIMIT = 1_000_000;
export const BULK_LIMIT = 16_000_000;

/** Refuses a body of another type (415) or size (413), and reads it. */
export const receive = (accepted: Readonly<Record<string, string>>, limit = BODY_LIMIT): RequestHandler[] => [
  (req, res, next) => {
    res.locals['bodyType'] = requireContentType(req.headers['content-type'], accepted);
    next();
  },
  express.raw({ type: () => true, limit }),
];

/** The body as text. Throws a Fault (400) where it is not UTF-8. */
export function bodyText(req: Request): string {
  if (!Buffer.isBuffer(req.body)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(req.body);
  } catch (cause) {
    throw fault('structure', 'The body is not UTF-8', { cause });
  }
}

/** The resource in the body, JSON or XML, unchecked but for its form. */
export function bodyResource(req: Request, res: Response): unknown {
  const text = bodyText(req);
  return res.locals['bodyType'] === 'xml' ? fromXml(text) : parseJson(text);
}

/** The parameters of a search, from the address or the form in the body. */
export const searchParameters = (req: Request): URLSearchParams =>
  req.method === 'POST' ? new URLSearchParams(bodyText(req)) : new URLSearchParams(req.url.split('?')[1] ?? '');
