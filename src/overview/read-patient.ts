/** A citizen as others refer to them: an id and the number, no more. */
import { auditEntry } from '../access/audit.ts';
import { bindCitizen, type Reader } from '../access/bind-citizen.ts';
import { withholdingNotice } from '../access/withholding-notice.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { isUuid } from '../fhir/appointment-id.ts';
import { type Match, searchset } from '../fhir/bundle.ts';
import { fault } from '../fhir/fault.ts';
import { namedCitizen } from '../fhir/search-citizen.ts';
import type { Patient } from '../fhir/types.ts';
import { enterCitizen, findCitizenIdentifier } from '../store/citizen.ts';
import type { OverviewDeps } from './find-overview.ts';

const toPatient = (id: string, { system, value }: CitizenIdentifier): Patient => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system, value }],
});

export const toPatientMatch = (publicUrl: string, id: string, identifier: CitizenIdentifier): Match => ({
  fullUrl: `${publicUrl}/fhir/Patient/${id}`,
  resource: JSON.stringify(toPatient(id, identifier)),
});

/** @throws Fault 404 for an id that nobody's number was ever turned into here, or that is not the caller's to ask about */
export async function readPatient(deps: OverviewDeps, caller: Reader, id: string, requestId: string): Promise<Patient> {
  const now = deps.clock();
  if (!isUuid(id)) throw fault('not-found', 'There is nothing here by this id');
  const citizenId = bindCitizen(caller, { citizenId: id }, { ...deps, now });
  const identifier = await findCitizenIdentifier(deps.db, citizenId);
  if (identifier === undefined) throw fault('not-found', 'There is nothing here by this id');
  await log(deps, caller, 'read', citizenId, requestId);
  return toPatient(citizenId, identifier);
}

/**
 * One match, whoever is asked about: whether a number is known here would tell that somebody has an appointment. What is found can be
 * read by its id from then on.
 */
export async function searchPatient(deps: OverviewDeps, caller: Reader, query: URLSearchParams, strict: boolean, requestId: string) {
  const now = deps.clock();
  const identifier = parsePatientQuery(query, strict, `${deps.publicUrl}/fhir`);
  const citizenId = bindCitizen(caller, { identifier }, { ...deps, now });
  await enterCitizen(deps.db, citizenId, identifier);
  await log(deps, caller, 'search', citizenId, requestId);
  return searchset(`${deps.publicUrl}/fhir/Patient?_id=${citizenId}`, [toPatientMatch(deps.publicUrl, citizenId, identifier)], {
    outcome: caller.role === 'professional' ? withholdingNotice : undefined,
  });
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

const log = (deps: OverviewDeps, caller: Reader, interaction: 'read' | 'search', citizenId: string, requestId: string): Promise<void> =>
  deps.appendAudit(
    auditEntry(
      { caller, interaction, resourceType: 'Patient', citizenId, rows: 1, withheld: false, requestId },
      { ...deps, now: deps.clock() },
    ),
  );
