/** What is to be validated: the resource itself with the rest in the address, or Parameters with everything. */
import { fault } from '../fhir/fault.ts';
import { isObject } from '../fhir/json.ts';
import type { ValidationRequest } from './validate-appointment.ts';

/** @throws Fault 400 for a mode that is none */
export function parseValidation(body: unknown, query: URLSearchParams): ValidationRequest {
  const parameters =
    isObject(body) && body['resourceType'] === 'Parameters' && Array.isArray(body['parameter']) ? body['parameter'] : undefined;
  const part = (name: string): Record<string, unknown> | undefined => parameters?.find((one) => isObject(one) && one['name'] === name);
  const mode = textOf(part('mode'), ['valueCode', 'valueString']) ?? query.get('mode') ?? undefined;
  if (mode !== undefined && mode !== 'create' && mode !== 'update') {
    throw fault('value', 'mode is create or update', { expression: 'mode' });
  }
  const profile = textOf(part('profile'), ['valueUri', 'valueCanonical', 'valueUrl']) ?? query.get('profile') ?? undefined;
  return { resource: parameters === undefined ? body : part('resource')?.['resource'], mode, profile };
}

function textOf(part: Record<string, unknown> | undefined, names: readonly string[]): string | undefined {
  const value = names.map((name) => part?.[name]).find((one) => one !== undefined);
  return typeof value === 'string' ? value : undefined;
}
