/** The parameter that names one citizen: `Patient/{id}`, or a number with its system. */
import { type CitizenIdentifier, CPR_SYSTEM, isCitizenSystem, isCpr, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { isUuid } from './appointment-id.ts';
import { fault } from './fault.ts';

export type NamedCitizen = { readonly identifier: CitizenIdentifier } | { readonly citizenId: string };

/**
 * The citizen that a value of `patient` or `actor` names; undefined where it names something else.
 * @param modifier `identifier`, or a resource type
 * @param base `{PUBLIC_URL}/fhir`
 * @throws Fault 400 for what has a citizen's system and is no number of it
 */
export function namedCitizen(value: string, modifier: string | undefined, base: string): NamedCitizen | undefined {
  const relative = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
  if (modifier === undefined || modifier === 'Patient') {
    const id = relative.replace(/^Patient\//, '');
    if (isUuid(id)) return { citizenId: id };
  }
  const [system = '', number, ...rest] = value.split('|');
  const stated =
    number === undefined ? { system: isCpr(system) ? CPR_SYSTEM : '', value: system } : { system: system || CPR_SYSTEM, value: number };
  if (!isCitizenSystem(stated.system) || rest.length > 0) return undefined;
  const identifier = parseCitizenIdentifier(stated.system, stated.value);
  if (identifier === undefined) throw fault('value', 'Not a number of its system', { expression: 'patient' });
  return { identifier };
}

const names: readonly string[] = ['patient', 'patient:identifier', 'actor', 'actor:identifier'];

/**
 * Of a search in which nothing else may be named.
 * @throws Fault 400 where it is neither, or where a second one follows
 */
export function parseCitizenParameter(query: URLSearchParams): NamedCitizen | undefined {
  const [first, ...more] = [...query].filter(([name]) => names.includes(name));
  if (first === undefined) return undefined;
  const [name, value] = first;
  if (more.length > 0) throw fault('value', 'Name one citizen, once', { expression: name });
  const citizen = namedCitizen(value, name.split(':')[1], '');
  if (citizen !== undefined) return citizen;
  throw fault('value', 'Give the citizen as Patient/{id}, or as {system}|{value} of a CPR or eCPR number', { expression: name });
}
