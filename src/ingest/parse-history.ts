/** What is asked of a history: `_since`, `_count`, and where a next link goes on. */
import { fault } from '../fhir/fault.ts';
import { parseSpan } from '../time/parse-span.ts';

export interface HistoryQuery {
  readonly since: { readonly at: Date; readonly text: string } | undefined;
  /** Versions on a page. */
  readonly count: number;
  readonly cursor: string | undefined;
}

const MAX_PAGE = 1000;

/** @throws Fault 400 naming the parameter that is wrong, or under strict handling not known */
export function parseHistory(query: URLSearchParams, strict: boolean): HistoryQuery {
  const known = ['_since', '_count', '_cursor', '_format', '_pretty'];
  for (const name of query.keys()) {
    if (strict && !known.includes(name))
      throw fault('not-supported', 'This parameter is not known here', { expression: name, status: 400 });
    if (known.includes(name) && query.getAll(name).length > 1) throw fault('value', 'Give this parameter once', { expression: name });
  }
  const count = query.get('_count') ?? String(MAX_PAGE);
  if (!/^\d{1,9}$/.test(count)) throw fault('value', 'Give _count as a whole number', { expression: '_count' });
  return { since: sinceOf(query.get('_since')), count: Math.min(Number(count), MAX_PAGE), cursor: query.get('_cursor') ?? undefined };
}

function sinceOf(text: string | null): HistoryQuery['since'] {
  if (text === null) return undefined;
  // A plus sign in a query that was not escaped arrives as a space.
  const written = text.replace(' ', '+');
  const span = written.includes('T') ? parseSpan(written) : undefined;
  if (span === undefined) throw fault('value', 'Give _since as an instant, with its offset', { expression: '_since' });
  return { at: span.start, text: written };
}
