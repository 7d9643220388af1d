/** Contained resources and what points at them, where some are left out. */
import type { Resource } from '../fhir/types.ts';
import { isRecord } from './foreign.ts';

/** Removes the references that are not kept. What says who or what is meant in other ways (`identifier`, `display`) stays; what is empty goes. */
export function keepReferences(node: unknown, isKept: (reference: string) => boolean): void {
  if (Array.isArray(node)) {
    for (const one of node) keepReferences(one, isKept);
    for (let i = node.length - 1; i >= 0; i--) if (saysNothing(node[i])) node.splice(i, 1);
  } else if (isRecord(node)) {
    const { reference } = node;
    if (typeof reference === 'string' && !isKept(reference)) delete node['reference'];
    for (const [name, child] of Object.entries(node)) {
      keepReferences(child, isKept);
      if (saysNothing(child)) delete node[name];
    }
  }
}

/** Empty, or the `type` of a Reference alone. */
const saysNothing = (node: unknown): boolean => {
  if (Array.isArray(node)) return node.length === 0;
  return isRecord(node) && Object.entries(node).every(([name, value]) => name === 'type' && typeof value === 'string');
};

/** The contained resources that `from` points at, itself or through one another, in their own order. */
export function referenced(contained: readonly Resource[], from: unknown): Resource[] {
  const byId = new Map(contained.map((resource) => [resource.id, resource]));
  const reached = new Set<Resource>();
  const follow = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) follow(one);
    if (!isRecord(node)) return;
    const target = typeof node['reference'] === 'string' ? byId.get(node['reference'].slice(1)) : undefined;
    if (target !== undefined && !reached.has(target)) {
      reached.add(target);
      follow(target);
    }
    for (const child of Object.values(node)) follow(child);
  };
  follow(from);
  return contained.filter((resource) => reached.has(resource));
}
