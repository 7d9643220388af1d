/** What arrives: content type and size are checked before anybody looks at the body. */
import express, { type Request, type RequestHandler, type Response } from 'express';
import { decodeBody } from './decode-body.ts';
import { type Fault, fault } from './fault.ts';
import { requireContentType } from './headers.ts';
import { parseJson } from './parse-json.ts';
import { parseQuery, queryOf } from './query.ts';
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
  readBody(express.raw({ type: () => true, limit })),
];

/** Whatever goes wrong while a body is read is its sender's: cut short, too long, or not in the encoding it names. */
const readBody =
  (read: RequestHandler): RequestHandler =>
  (req, res, next) =>
    read(req, res, (cause: unknown) => next(cause === undefined || cause === null ? undefined : toBodyFault(cause)));

function toBodyFault(cause: unknown): Fault {
  const type = typeof cause === 'object' && cause !== null && 'type' in cause ? cause.type : undefined;
  if (type === 'entity.too.large') return fault('too-long', 'The body is larger than this address takes', { cause });
  if (type === 'encoding.unsupported')
    return fault('not-supported', 'Send the body without a content encoding, or with gzip', { status: 415, cause });
  return fault('structure', 'The body did not arrive whole, or is not in the content encoding that it names', { cause });
}

/** The body as text. Throws a Fault (400) where it is not UTF-8. */
export function bodyText(req: Request): string {
  if (!Buffer.isBuffer(req.body)) return '';
  return decodeBody(req.body);
}

/** The resource in the body, JSON or XML, unchecked but for its form. */
export function bodyResource(req: Request, res: Response): unknown {
  const text = bodyText(req);
  return res.locals['bodyType'] === 'xml' ? fromXml(text) : parseJson(text);
}

/** The parameters of a search, from the address and from the form in the body (R4 §3.1.0.9). */
export function searchParameters(req: Request): URLSearchParams {
  const inAddress = parseQuery(queryOf(req.url));
  return req.method === 'POST' ? new URLSearchParams([...inAddress, ...parseQuery(bodyText(req))]) : inAddress;
}
