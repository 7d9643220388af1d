/** The one citizen whom a search names, in whatever ways it names them. */
import type { Asked } from '../access/bind-citizen.ts';
import { fault } from '../fhir/fault.ts';
import type { NamedCitizen } from '../fhir/search-citizen.ts';
import type { CitizenIdOf } from '../store/setting.ts';

export const idOf = (citizen: NamedCitizen, citizenIdOf: CitizenIdOf): string =>
  'citizenId' in citizen ? citizen.citizenId : citizenIdOf(citizen.identifier);

/** @throws Fault 400 where it names several */
export function oneCitizen(named: readonly NamedCitizen[], citizenIdOf: CitizenIdOf): Asked {
  if (new Set(named.map((citizen) => idOf(citizen, citizenIdOf))).size > 1) {
    throw fault('value', 'Name one citizen: a search is about one at a time', { expression: 'patient' });
  }
  return named[0];
}
