/** References: their targets' types, and those to contained resources. */
import { isObject, type JsonObject } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { resourceTypes } from './definitions.ts';
import { report, type Scope } from './scope.ts';

const LITERAL = /(?:^|\/)([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;
const CONDITIONAL = /^([A-Z][A-Za-z]+)\?/;

/** ref-1, and whether what the reference says of its target's type fits the element. */
export function checkReference(value: JsonObject, targets: ReadonlySet<string> | undefined, path: string, scope: Scope): void {
  const { reference } = value;
  if (typeof reference === 'string' && reference.startsWith('#')) checkLocal(reference.slice(1), path, scope);
  if (targets !== undefined) checkTargets(value, targets, 'reference-target', path, scope);
}

/** Whether what a reference says of its target's type is one of these. */
export function checkTargets(value: JsonObject, targets: ReadonlySet<string>, rule: RuleId, path: string, scope: Scope): void {
  const { reference, type } = value;
  const stated = [typeof type === 'string' ? type : undefined, typeof reference === 'string' ? typeOf(reference, scope) : undefined];
  if (stated.some((name) => name !== undefined && resourceTypes.has(name) && !targets.has(name))) {
    report(scope, 'invariant', rule, `The reference may point to ${[...targets].join(', ')} and to no other type`, path);
  }
}

/** The type that a literal reference states; undefined where it states none. */
function typeOf(reference: string, { contained, container }: Scope): string | undefined {
  if (!reference.startsWith('#')) return (LITERAL.exec(reference) ?? CONDITIONAL.exec(reference))?.[1];
  const type = (reference === '#' ? container : contained.get(reference.slice(1)))?.['resourceType'];
  return typeof type === 'string' ? type : undefined;
}

function checkLocal(id: string, path: string, scope: Scope): void {
  if (id === '') {
    const own = scope.resource['id'];
    if (scope.resource !== scope.container && typeof own === 'string') scope.mentioned.add(own);
    return;
  }
  scope.mentioned.add(id);
  if (!scope.contained.has(id)) {
    report(
      scope,
      'invariant',
      'ref-1',
      'The reference points to a contained resource that is not there; add it to contained, or mend the id after #',
      path,
    );
  }
}

/** dom-2 to dom-5, once all of the resource has been walked. */
export function checkContained(resource: JsonObject, path: string, scope: Scope): void {
  const { contained } = resource;
  if (!Array.isArray(contained)) return;
  const seen = new Set<string>();
  contained.forEach((item, i) => {
    if (isObject(item)) checkOne(item, `${path}.contained[${i}]`, seen, scope);
  });
}

function checkOne(item: JsonObject, path: string, seen: Set<string>, scope: Scope): void {
  const { id, meta } = item;
  if (item['contained'] !== undefined)
    report(scope, 'invariant', 'dom-2', 'A contained resource contains none; move the inner one up', `${path}.contained`);
  if (typeof id !== 'string') report(scope, 'invariant', 'dom-3', 'A contained resource needs an id to be referred to by', path);
  else if (seen.has(id)) report(scope, 'invariant', 'dom-3', 'Two contained resources have the same id; give each its own', `${path}.id`);
  else {
    seen.add(id);
    if (!scope.mentioned.has(id)) {
      report(scope, 'invariant', 'dom-3', 'Nothing refers to this contained resource; refer to it as # and its id, or remove it', path);
    }
  }
  if (!isObject(meta)) return;
  if (meta['versionId'] !== undefined || meta['lastUpdated'] !== undefined) {
    report(scope, 'invariant', 'dom-4', 'A contained resource has no version and no lastUpdated; remove them', `${path}.meta`);
  }
  if (meta['security'] !== undefined) {
    report(
      scope,
      'invariant',
      'dom-5',
      'A contained resource has no security label; put it on the resource around it',
      `${path}.meta.security`,
    );
  }
}
