/** The condition of a conditional update or deletion: exactly one identifier, by system and value. */
import { fault } from '../fhir/fault.ts';

/** @throws Fault 400 for anything but one `identifier={system}|{value}` */
export function parseCondition(query: URLSearchParams): { system: string; value: string } {
  const [first, ...more] = [...query].filter(([name]) => name !== '_format' && name !== '_pretty');
  const [name, text = ''] = first ?? [];
  const bar = text.indexOf('|');
  if (name !== 'identifier' || more.length > 0 || bar < 1 || bar === text.length - 1 || text.includes(',')) {
    throw fault('value', 'Name the appointment by exactly one identifier={system}|{value}', {
      expression: 'identifier',
      rule: 'identity-condition',
    });
  }
  return { system: text.slice(0, bar), value: text.slice(bar + 1) };
}
