/**
 * SMART v2 scopes: what a token asks for, and the most each role may have of it.
 * @see {@link https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#scopes-for-requesting-fhir-resources}
 */
import type { Caller, Role } from './caller.ts';

/** Create, read, update, delete, search; patch is `u`, a version or the history of one resource `r`. */
export type Interaction = 'c' | 'r' | 'u' | 'd' | 's';

export type ScopeContext = 'patient' | 'user' | 'system';

export interface Scope {
  readonly context: ScopeContext;
  /** A resource type, or `*`. */
  readonly resourceType: string;
  readonly interactions: ReadonlySet<Interaction>;
}

/** Letters in this order only, each at most once, at least one. */
const SCOPE = /^(patient|user|system)\/([A-Z][A-Za-z]+|\*)\.(?=.)(c?r?u?d?s?)$/;

const isOfResources = (scope: string): boolean => /^(?:patient|user|system)\//.test(scope);

/**
 * The resource scopes of a `scope` claim; others (`openid`, `launch/patient`) say nothing here and are passed over.
 *
 * Undefined where one is not of SMART v2: letters out of order, a v1 scope, or a finer one (`?category=…`), which taken
 * without its end would grant more than was asked for; or where the scopes are of more than one context.
 */
export function parseScopes(claim: string): readonly Scope[] | undefined {
  const scopes: Scope[] = [];
  for (const text of claim.split(' ').filter(isOfResources)) {
    const [, context, resourceType, letters] = SCOPE.exec(text) ?? [];
    if (context === undefined || resourceType === undefined || letters === undefined) return undefined;
    scopes.push({ context: context as ScopeContext, resourceType, interactions: new Set(letters as Iterable<Interaction>) });
  }
  return scopes.every(({ context }) => context === scopes[0]?.context) ? scopes : undefined;
}

const cardItems = ['Patient', 'RelatedPerson', 'CareTeam'];
const registerItems = ['Patient', 'RelatedPerson', 'Coverage', 'Organization', 'Flag', 'Consent', 'Observation'];
const forTypes = (context: ScopeContext, types: readonly string[], letters: string): string =>
  types.map((type) => `${context}/${type}.${letters}`).join(' ');

/** The most that each role may have, and what the development issuer gives it. */
export const roleScopes: Readonly<Record<Role, string>> = {
  sender: 'system/Appointment.cruds',
  citizen: `patient/*.rs patient/Consent.cud ${forTypes('patient', cardItems, 'cud')}`,
  professional: `user/*.rs ${forTypes('user', cardItems, 'cud')}`,
  register: forTypes('system', registerItems, 'cruds'),
  coordinator: 'user/MeasureReport.rs',
  admin: 'user/Organization.cruds user/Device.cruds',
};

const contextOf: Readonly<Record<Role, ScopeContext>> = {
  sender: 'system',
  citizen: 'patient',
  professional: 'user',
  register: 'system',
  coordinator: 'user',
  admin: 'user',
};

const most = Object.fromEntries(Object.entries(roleScopes).map(([role, claim]) => [role, parseScopes(claim) ?? []]));

const grants = (scopes: readonly Scope[], context: ScopeContext, resourceType: string, interaction: Interaction): boolean =>
  scopes.some(
    (scope) =>
      scope.context === context &&
      (scope.resourceType === '*' || scope.resourceType === resourceType) &&
      scope.interactions.has(interaction),
  );

/** Whether the role may ever do this, whatever its token says. */
export const mayEver = (role: Role, resourceType: string, interaction: Interaction): boolean =>
  grants(most[role] ?? [], contextOf[role], resourceType, interaction);

/** Scope ∩ role: whether this token lets its caller do this at all. Whose data is decided elsewhere. */
export const permits = (caller: Caller, resourceType: string, interaction: Interaction): boolean =>
  mayEver(caller.role, resourceType, interaction) && grants(caller.scopes, contextOf[caller.role], resourceType, interaction);

/** The scope a caller of this role would need, for a text or a challenge. */
export const scopeName = (role: Role, resourceType: string, interactions: string): string =>
  `${contextOf[role]}/${resourceType}.${interactions}`;
