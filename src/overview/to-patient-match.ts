/** A citizen as an appointment that refers to them includes them: an id and the number, no more. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Match } from '../fhir/bundle.ts';
import type { Patient } from '../fhir/types.ts';

export function toPatientMatch(publicUrl: string, id: string, { system, value }: CitizenIdentifier): Match {
  const patient: Patient = { resourceType: 'Patient', id, identifier: [{ system, value }] };
  return { fullUrl: `${publicUrl}/fhir/Patient/${id}`, resource: JSON.stringify(patient) };
}
