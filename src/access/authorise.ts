/** What a caller's role and scopes must hold before anything is looked at. */
import { type Fault, fault } from '../fhir/fault.ts';
import type { Caller, ProfessionalCaller, Role } from './caller.ts';
import { type Interaction, mayEver, permits, scopeName } from './scopes.ts';

type CallerOf<R extends Role> = Extract<Caller, { role: R }>;

/**
 * The caller, known to be of one of the roles.
 * @throws Fault `forbidden` (403) naming the roles that may
 */
export function requireRole<R extends Role>(caller: Caller, ...roles: readonly R[]): CallerOf<R> {
  if (!isOfRole(caller, roles)) throw fault('forbidden', `The role ${caller.role} may not do this; it is for ${roles.join(', ')}`);
  return caller;
}

const isOfRole = <R extends Role>(caller: Caller, roles: readonly R[]): caller is CallerOf<R> => roles.some((role) => role === caller.role);

/**
 * @param interactions all that the call does, in the order cruds: `cu` for a conditional update
 * @throws Fault `forbidden` (403) naming the scope that is missing, or that the role can never have it
 */
export function requireScope(caller: Caller, resourceType: string, interactions: string): void {
  const letters = [...interactions] as Interaction[];
  if (letters.every((letter) => permits(caller, resourceType, letter))) return;
  throw letters.every((letter) => mayEver(caller.role, resourceType, letter))
    ? insufficientScope(scopeName(caller.role, resourceType, interactions))
    : fault('forbidden', `The role ${caller.role} may not do this with ${resourceType}`);
}

const insufficientScope = (scope: string): Fault =>
  fault('forbidden', `The token lacks the scope ${scope}`, {
    headers: { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
  });

/** @throws Fault `forbidden` (403) for a professional whose token gives no purpose of treatment */
export function requireTreatment(caller: ProfessionalCaller): void {
  if (!treats(caller)) throw noTreatment();
}

export const treats = ({ purpose }: ProfessionalCaller): boolean => purpose === 'TREAT';

export const noTreatment = (): Fault =>
  fault('forbidden', 'The token\'s claim "purpose" must be TREAT: a citizen\'s data is shown for treatment');
