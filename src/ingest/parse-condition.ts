/** The condition of a conditional update or deletion: exactly one identifier, by system and value. */
import { type Fault, fault } from '../fhir/fault.ts';
import { parseQuery } from '../fhir/query.ts';
import { splitAlternatives } from '../fhir/search-value.ts';
import { parseToken } from '../fhir/token.ts';

/** @throws Fault 400 for anything but one `identifier={system}|{value}` */
export function parseCondition(query: URLSearchParams, expression = 'identifier'): { system: string; value: string } {
  const [first, ...more] = [...query].filter(([name]) => name !== '_format' && name !== '_pretty');
  const [name, text = ''] = first ?? [];
  const token = name === 'identifier' && more.length === 0 ? parseToken(text) : undefined;
  if (token !== undefined) return token;
  throw fault('value', 'Name the appointment by exactly one identifier={system}|{value}', { expression, rule: 'identity-condition' });
}

/**
 * The condition of a creation: a search as it would stand in an address, with or without its `?`, for any of the identifiers it names.
 * @throws Fault 400 for anything but `identifier={system}|{value}`, or several with commas between
 */
export function parseIfNoneExist(text: string | undefined, expression: string): { system: string; value: string }[] {
  if (text === undefined) return [];
  const query = [...parseQuery(text.replace(/^\?/, ''))];
  const [[name, value] = ['', ''], ...more] = query;
  if (name !== 'identifier' || more.length > 0) throw noIdentifier(expression);
  return splitAlternatives(expression, value).map((part) => {
    const token = parseToken(part);
    if (token === undefined) throw noIdentifier(expression);
    return token;
  });
}

const noIdentifier = (expression: string): Fault =>
  fault('value', 'Name the appointment by identifier={system}|{value}', { expression, rule: 'identity-condition' });
