/** Elements that the registry would drop: they are refused, so that nobody believes them kept. Pure. */
import { error, type Issue } from '../fhir/fault.ts';

/** Of any resource: the server's own, passed over, or refused elsewhere. */
const always = ['resourceType', 'id', 'meta', 'implicitRules', 'language', 'text', 'modifierExtension'];

export const unkept = (resource: { readonly resourceType: string }, kept: readonly string[]): Issue[] =>
  Object.keys(resource)
    .filter((name) => !always.includes(name) && !kept.includes(name))
    .map((name) => error('business-rule', 'The registry does not keep this element: leave it out', `${resource.resourceType}.${name}`));
