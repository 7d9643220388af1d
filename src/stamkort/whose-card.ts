/** Whose card a call is about: bound to the caller, and with the number that every form of the card carries. */
import { type Asked, bindCitizen, type Reader } from '../access/bind-citizen.ts';
import { fault } from '../fhir/fault.ts';
import { enterCitizen, findCitizenIdentifier } from '../store/citizen.ts';
import type { StamkortDeps } from './deps.ts';
import type { Whose } from './load-card.ts';

/** @throws Denied, or Fault 404 for an id that nobody's number was turned into here */
export async function whoseCard(deps: StamkortDeps, caller: Reader, asked: Asked): Promise<Whose> {
  const citizenId = bindCitizen(caller, asked, { ...deps, now: deps.clock() });
  const known = await findCitizenIdentifier(deps.db, citizenId);
  if (known !== undefined) return { citizenId, identifier: known };
  const identifier = asked !== undefined && 'identifier' in asked ? asked.identifier : ownNumber(deps, caller, citizenId);
  if (identifier === undefined) throw fault('not-found', 'There is nothing here by this id');
  // What is answered can be read and written by its id from then on.
  await enterCitizen(deps.db, citizenId, identifier);
  return { citizenId, identifier };
}

function ownNumber({ citizenIdOf }: StamkortDeps, caller: Reader, citizenId: string) {
  if (caller.role === 'professional') return undefined;
  return [caller.identifier, caller.actFor?.identifier].find((one) => one !== undefined && citizenIdOf(one) === citizenId);
}

export const isSelf = ({ citizenIdOf }: Pick<StamkortDeps, 'citizenIdOf'>, caller: Reader, citizenId: string): boolean =>
  caller.role === 'citizen' && citizenIdOf(caller.identifier) === citizenId;
