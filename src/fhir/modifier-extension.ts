/** A modifier extension changes what an element means; one that is not known must not be passed over (R4 §2.5.1). We know none. */
import { error, type Issue } from './fault.ts';

export function refuseModifierExtensions(resource: object, type: string): Issue[] {
  const issues: Issue[] = [];
  const walk = (node: unknown, path: string): void => {
    if (Array.isArray(node)) {
      for (const [index, child] of node.entries()) walk(child, `${path}[${index}]`);
    } else if (node !== null && typeof node === 'object') {
      for (const [name, child] of Object.entries(node)) {
        if (name === 'modifierExtension') issues.push(unknown(`${path}.${name}`));
        else walk(child, `${path}.${name}`);
      }
    }
  };
  walk(resource, type);
  return issues;
}

const unknown = (path: string): Issue =>
  error(
    'business-rule',
    'No modifierExtension is known here, and an unknown one may not be passed over: leave it out',
    path,
    'modifier-extension',
  );
