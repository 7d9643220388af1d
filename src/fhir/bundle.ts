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
  /** Matches on all pages; where absent, these are all; null where they were not counted. */
  readonly total?: number | null | undefined;
  /** What the matches refer to; not counted. */
  readonly includes?: readonly Match[];
  /** The address of the next page. */
  readonly next?: string | undefined;
}

export function searchset(
  self: string,
  matches: readonly Match[],
  { outcome, total = matches.length, includes = [], next }: SearchsetParts = {},
): string {
  const entries = [...matches.map((match) => entryOf(match, 'match')), ...includes.map((include) => entryOf(include, 'include'))];
  if (outcome !== undefined) entries.push(`{"resource":${JSON.stringify(outcome)},"search":{"mode":"outcome"}}`);
  const links = [{ relation: 'self', url: self }, ...(next === undefined ? [] : [{ relation: 'next', url: next }])];
  const count = total === null ? '' : `,"total":${total}`;
  const list = entries.length === 0 ? '' : `,"entry":[${entries.join()}]`;
  return `{"resourceType":"Bundle","type":"searchset"${count},"link":${JSON.stringify(links)}${list}}`;
}

const entryOf = ({ fullUrl, resource }: Match, mode: 'match' | 'include'): string =>
  `{"fullUrl":${JSON.stringify(fullUrl)},"resource":${resource},"search":{"mode":"${mode}"}}`;
