/** Whose data a call is about, and whether this caller may ask about them. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import { dateOf, type LocalDate } from '../time/zone.ts';
import { noTreatment, treats } from './authorise.ts';
import type { CitizenCaller, ProfessionalCaller } from './caller.ts';
import { Denied } from './denied.ts';
import { mayActFor } from './may-act-for.ts';

export type Reader = CitizenCaller | ProfessionalCaller;

/** A citizen by their number, or by our id of them. */
export type Asked = { readonly identifier: CitizenIdentifier } | { readonly citizenId: string } | undefined;

export interface BindContext {
  readonly citizenIdOf: CitizenIdOf;
  readonly now: Date;
}

/** Whose data a citizen may ask about: their own, and that of whom they act for while their relation lets them. */
export const actsFor = ({ identifier, actFor }: CitizenCaller, today: LocalDate): CitizenIdentifier[] =>
  actFor !== undefined && mayActFor(actFor.relation, actFor.identifier, today) ? [identifier, actFor.identifier] : [identifier];

/**
 * A citizen may ask about themself (the default) and about whom they act for; a professional about any one citizen, for treatment.
 * @throws Denied 403 for another's number, 404 for another's id, whether or not anybody has it; Fault 400 where a professional names nobody
 */
export function bindCitizen(caller: Reader, asked: Asked, { citizenIdOf, now }: BindContext): string {
  const citizenId = asked === undefined ? undefined : 'citizenId' in asked ? asked.citizenId : citizenIdOf(asked.identifier);
  if (caller.role === 'professional') {
    if (!treats(caller)) throw citizenId === undefined ? noTreatment() : new Denied(citizenId, noTreatment());
    if (citizenId === undefined)
      throw fault('required', 'Name the citizen: a professional asks about one at a time', { expression: 'patient' });
    return citizenId;
  }
  const own = citizenIdOf(caller.identifier);
  const allowed = actsFor(caller, dateOf(now)).map(citizenIdOf);
  if (citizenId === undefined || allowed.includes(citizenId)) return citizenId ?? own;
  throw new Denied(
    citizenId,
    asked !== undefined && 'citizenId' in asked
      ? fault('not-found', 'There is nothing here by this id')
      : fault('forbidden', 'A citizen asks about themself, or about somebody they act for'),
  );
}
