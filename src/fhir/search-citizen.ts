/** The parameter that names one citizen: `Patient/{id}`, or a number with its system. */
import { type CitizenIdentifier, CPR_SYSTEM, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from './fault.ts';

export type NamedCitizen = { readonly identifier: CitizenIdentifier } | { readonly citizenId: string };

const names: readonly string[] = ['patient', 'patient:identifier', 'actor', 'actor:identifier'];

export const namesCitizen = (name: string): boolean => names.includes(name);

/** @throws Fault 400 where it is neither, or where a second one follows */
export function parseCitizenParameter(query: URLSearchParams): NamedCitizen | undefined {
  const [first, ...more] = [...query].filter(([name]) => namesCitizen(name));
  if (first === undefined) return undefined;
  const [name, value] = first;
  if (more.length > 0) throw fault('value', 'Name one citizen, once', { expression: name });
  const id = /^(?:Patient\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(value)?.[1];
  if (id !== undefined && !name.endsWith(':identifier')) return { citizenId: id };
  const [system = '', number] = value.split('|');
  const identifier =
    number === undefined ? parseCitizenIdentifier(CPR_SYSTEM, system) : parseCitizenIdentifier(system || CPR_SYSTEM, number);
  if (identifier === undefined) {
    throw fault('value', 'Give the citizen as Patient/{id}, or as {system}|{value} of a CPR or eCPR number', { expression: name });
  }
  return { identifier };
}
