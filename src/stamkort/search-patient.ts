/** `POST Patient/_search`: a citizen by their number. */
import type { Reader } from '../access/bind-citizen.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import { namedCitizen } from '../fhir/search-citizen.ts';
import type { Card } from './card.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { findCard, logLook } from './find-card.ts';

/**
 * One match, whoever is asked about: whether a number is known here would tell that somebody has an appointment. What is found can be
 * read by its id from then on.
 */
export async function searchPatient(deps: StamkortDeps, call: CallOf<Reader>, query: URLSearchParams, strict: boolean): Promise<Card> {
  const identifier = parsePatientQuery(query, strict, `${deps.publicUrl}/fhir`);
  const card = await findCard(deps, call.caller, { asked: { identifier } });
  await logLook(deps, call, card, { interaction: 'search', resourceType: 'Patient', rows: 1 });
  return card;
}

function parsePatientQuery(query: URLSearchParams, strict: boolean, base: string): CitizenIdentifier {
  const unknown = [...query.keys()].find((name) => !['identifier', '_format', '_pretty'].includes(name));
  if (strict && unknown !== undefined)
    throw fault('not-supported', 'This parameter is not known here', { expression: unknown, status: 400 });
  const [value, ...more] = query.getAll('identifier');
  const citizen = value === undefined || more.length > 0 ? undefined : namedCitizen(value, 'identifier', base);
  if (citizen !== undefined && 'identifier' in citizen) return citizen.identifier;
  throw fault('required', 'Give one identifier: {system}|{value} of a CPR or eCPR number', { expression: 'identifier' });
}
