/** Whose data a call is about, and whether this caller may ask about them. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import { requireTreatment } from './authorise.ts';
import type { CitizenCaller, ProfessionalCaller } from './caller.ts';

export type Reader = CitizenCaller | ProfessionalCaller;

/** A citizen by their number, or by our id of them. */
export type Asked = { readonly identifier: CitizenIdentifier } | { readonly citizenId: string } | undefined;

/**
 * A citizen may ask about themself (the default) and about whom they act for; a professional about any one citizen, for treatment.
 * @throws Fault 403 for another's number, 404 for another's id, 400 where a professional names nobody
 */
export function bindCitizen(caller: Reader, asked: Asked, citizenIdOf: CitizenIdOf): string {
  const citizenId = asked === undefined ? undefined : 'citizenId' in asked ? asked.citizenId : citizenIdOf(asked.identifier);
  if (caller.role === 'professional') {
    requireTreatment(caller);
    if (citizenId === undefined)
      throw fault('required', 'Name the citizen: a professional asks about one at a time', { expression: 'patient' });
    return citizenId;
  }
  const own = citizenIdOf(caller.identifier);
  const allowed = caller.actFor === undefined ? [own] : [own, citizenIdOf(caller.actFor.identifier)];
  if (citizenId === undefined || allowed.includes(citizenId)) return citizenId ?? own;
  if (asked !== undefined && 'citizenId' in asked) throw fault('not-found', 'There is nothing here by this id');
  throw fault('forbidden', 'A citizen asks about themself, or about somebody they act for');
}
