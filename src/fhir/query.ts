/** The parameters of an address, of an entry's `request.url`, or of a form. */
import { fault } from './fault.ts';

/** All that stands behind the first `?`; a second one is part of a value. */
export const queryOf = (url: string): string => {
  const cut = url.indexOf('?');
  return cut < 0 ? '' : url.slice(cut + 1);
};

/** @throws Fault 400 for U+0000, which no text of FHIR has and PostgreSQL cannot keep */
export function parseQuery(text: string): URLSearchParams {
  const query = new URLSearchParams(text);
  if (query.toString().includes('%00')) throw fault('structure', 'A parameter holds U+0000', { expression: 'parameter' });
  return query;
}
