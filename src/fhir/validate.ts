/** A resource against the base specification, and a profile of `fhir-profiles/`. */
import { error, type Issue, statusOf } from './fault.ts';
import { isObject } from './json.ts';
import { checkResource } from './validate/compile.ts';
import { findStructure, resourceTypes } from './validate/definitions.ts';
import { toProfileCheck } from './validate/profile.ts';
import { scopeOf } from './validate/scope.ts';

export interface ValidateOptions {
  /** Canonical url of a profile that the resource has to meet too. */
  readonly profile?: string;
  /** The type that the resource has to be of. */
  readonly type?: string;
  /** A Bundle without what its entries hold, which are then looked at one by one. */
  readonly shell?: boolean;
}

/** All that is wrong with a resource, what the base specification says (400) before rules between elements (422); empty when valid. */
export function validate(resource: unknown, { profile, type, shell = false }: ValidateOptions = {}): Issue[] {
  const root = type ?? 'Resource';
  if (!isObject(resource)) return [error('structure', 'The body is no resource; send a JSON object', root, 'base-structure')];
  const stated = resource['resourceType'];
  if (typeof stated !== 'string' || !resourceTypes.has(stated) || (type !== undefined && stated !== type)) {
    const text =
      type === undefined
        ? 'The resourceType is missing, or is no type of R4'
        : `The resourceType is missing or another one; this address takes ${type}`;
    return [error('structure', text, root, 'base-structure')];
  }
  const issues: Issue[] = [];
  const scope = scopeOf(resource, issues, shell);
  checkResource(resource, stated, scope);
  if (profile !== undefined) profileCheckOf(profile)(resource, stated, { ...scope, isSound: issues.length === 0 });
  return issues.sort((one, other) => rank(one) - rank(other));
}

const rank = ({ code }: Issue): number => (code in statusOf ? statusOf[code as keyof typeof statusOf] : 0);

const profileChecks = new Map<string, ReturnType<typeof toProfileCheck>>();

function profileCheckOf(url: string): ReturnType<typeof toProfileCheck> {
  const made = profileChecks.get(url);
  if (made !== undefined) return made;
  const structure = findStructure(url);
  if (structure === undefined) throw new Error(`No profile ${url}`);
  const check = toProfileCheck(structure);
  profileChecks.set(url, check);
  return check;
}
