/** Searchsets, written as text around resources that are text already. */
import type { OperationOutcome } from './types.ts';

export interface Match {
  readonly fullUrl: string;
  /** A resource's JSON. */
  readonly resource: string;
}

export interface SearchsetParts {
  /** Goes last, with search mode `outcome`; it is not counted. */
  readonly outcome?: OperationOutcome | undefined;
  /** Matches on all pages; where absent, these are all. */
  readonly total?: number | undefined;
  /** The address of the next page. */
  readonly next?: string | undefined;
}

export function searchset(self: string, matches: readonly Match[], { outcome, total = matches.length, next }: SearchsetParts = {}): string {
  const entries = matches.map(
    ({ fullUrl, resource }) => `{"fullUrl":${JSON.stringify(fullUrl)},"resource":${resource},"search":{"mode":"match"}}`,
  );
  if (outcome !== undefined) entries.push(`{"resource":${JSON.stringify(outcome)},"search":{"mode":"outcome"}}`);
  const links = [{ relation: 'self', url: self }, ...(next === undefined ? [] : [{ relation: 'next', url: next }])];
  const list = entries.length === 0 ? '' : `,"entry":[${entries.join()}]`;
  return `{"resourceType":"Bundle","type":"searchset","total":${total},"link":${JSON.stringify(links)}${list}}`;
}
