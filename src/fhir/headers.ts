/** The headers that FHIR gives a meaning to. */
import { fault } from './fault.ts';

export type Format = 'json' | 'xml';

const formats: Readonly<Record<string, Format>> = {
  'application/fhir+json': 'json',
  'application/json': 'json',
  'application/json+fhir': 'json',
  'text/json': 'json',
  json: 'json',
  'application/fhir+xml': 'xml',
  'application/xml': 'xml',
  'text/xml': 'xml',
  xml: 'xml',
  '*/*': 'json',
  'application/*': 'json',
};

export const contentTypeOf: Readonly<Record<Format, string>> = {
  json: 'application/fhir+json; charset=utf-8',
  xml: 'application/fhir+xml; charset=utf-8',
};

/**
 * The format of the answer, by `_format` and else by Accept.
 * @throws Fault 406 for one that we do not speak
 * @see {@link https://hl7.org/fhir/R4/http.html#mime-type}
 */
export function negotiate(accept: string | undefined, format: string | undefined): Format {
  if (format !== undefined) return formats[mediaType(format.replace(' ', '+'))] ?? unacceptable();
  if (accept === undefined || accept.trim() === '') return 'json';
  const offers = accept
    .split(',')
    .map((offer) => ({ format: formats[mediaType(offer)], quality: Number(/;\s*q=([\d.]+)/.exec(offer)?.[1] ?? 1) }))
    .filter((offer) => offer.format !== undefined && offer.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return offers[0]?.format ?? unacceptable();
}

const mediaType = (text: string): string => (text.split(';')[0] ?? '').trim().toLowerCase();

const unacceptable = (): never => {
  throw fault('not-supported', 'Ask for application/fhir+json or application/fhir+xml', { status: 406 });
};

/** The type of the body by its content type: one of `accepted`. */
export function requireContentType<T extends string>(contentType: string | undefined, accepted: Readonly<Record<string, T>>): T {
  const type = accepted[mediaType(contentType ?? '')];
  if (type === undefined) {
    throw fault('not-supported', `Send the body as ${[...new Set(Object.keys(accepted))].join(' or ')}`, { status: 415 });
  }
  return type;
}

export const FHIR_BODY = { 'application/fhir+json': 'json', 'application/json': 'json', 'application/fhir+xml': 'xml' } as const;
export const PATCH_BODY = { 'application/json-patch+json': 'json' } as const;
export const FORM_BODY = { 'application/x-www-form-urlencoded': 'form' } as const;

/** Whether `If-None-Match` names the tag; compared weakly (RFC 9110 §13.1.2). */
export const hasTag = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch?.split(',').some((named) => named.trim() === '*' || weak(named) === weak(tag)) ?? false;

const weak = (tag: string): string => tag.trim().replace(/^W\//, '');

export const etag = (versionId: string | number): string => `W/"${versionId}"`;

/**
 * @param ifMatch the header as it came: `W/"3"`, several with commas between, or `*`
 * @param current the newest version; undefined where there is none to change
 * @throws Fault 412
 */
export function requireIfMatch(current: number | undefined, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
  if (current !== undefined && (wanted.includes('*') || wanted.includes(String(current)))) return;
  throw fault('conflict', 'If-Match names another version than the newest one: read it again, and send your change on top of it');
}

export interface Prefer {
  readonly return: 'minimal' | 'representation' | 'OperationOutcome';
  readonly handling: 'strict' | 'lenient';
}

/** @see {@link https://hl7.org/fhir/R4/http.html#ops} */
export function parsePrefer(header: string | undefined): Prefer {
  const said = new Map(
    (header ?? '').split(/[,;]/).map((part) => {
      const [name = '', value = ''] = part.split('=').map((text) => text.trim());
      return [name.toLowerCase(), value.replaceAll('"', '')] as const;
    }),
  );
  const returned = said.get('return')?.toLowerCase();
  return {
    return: returned === 'minimal' ? 'minimal' : returned === 'operationoutcome' ? 'OperationOutcome' : 'representation',
    handling: said.get('handling') === 'strict' ? 'strict' : 'lenient',
  };
}
