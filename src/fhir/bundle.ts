/** Searchsets, written as text around resources that are text already. */
import type { OperationOutcome } from './types.ts';

export interface Match {
  readonly fullUrl: string;
  /** A resource's JSON. */
  readonly resource: string;
}

/** `outcome` goes last, with search mode `outcome`; it is not counted. */
export function searchset(self: string, matches: readonly Match[], outcome?: OperationOutcome): string {
  const entries = matches.map(
    ({ fullUrl, resource }) => `{"fullUrl":${JSON.stringify(fullUrl)},"resource":${resource},"search":{"mode":"match"}}`,
  );
  if (outcome !== undefined) entries.push(`{"resource":${JSON.stringify(outcome)},"search":{"mode":"outcome"}}`);
  const list = entries.length === 0 ? '' : `,"entry":[${entries.join()}]`;
  return `{"resourceType":"Bundle","type":"searchset","total":${matches.length},"link":[{"relation":"self","url":${JSON.stringify(self)}}]${list}}`;
}
