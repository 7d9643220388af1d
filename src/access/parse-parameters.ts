/** What the operations about one citizen read from their Parameters in the same way. */
import { parseCitizenIdentifier } from '../cpr/cpr.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Parameters, ParametersParameter } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import type { Asked } from './bind-citizen.ts';

/**
 * Parameters by name, each known and there once at the most.
 * @throws Fault 400 naming the one that is wrong
 */
export function parseParameters<N extends string>(body: unknown, known: readonly N[]): (name: N) => ParametersParameter | undefined {
  const issues = validate(body, { type: 'Parameters' });
  if (issues.some((issue) => issue.severity === 'error')) throw new Fault(issues);
  const { parameter = [] } = body as Parameters;
  for (const [index, { name }] of parameter.entries()) {
    const where = { expression: `Parameters.parameter[${index}]` };
    if (!known.some((one) => one === name)) throw fault('value', `The parameters are ${known.join(', ')}`, where);
    if (parameter.findIndex((other) => other.name === name) !== index) throw fault('value', 'Name each parameter once', where);
  }
  return (name) => parameter.find((one) => one.name === name);
}

/** @throws Fault 400 where `patient` is there and names no citizen */
export function parsePatientParameter(parameter: ParametersParameter | undefined): Asked {
  if (parameter === undefined) return undefined;
  const { system, value } = parameter.valueIdentifier ?? {};
  const identifier = parseCitizenIdentifier(system, value);
  if (identifier === undefined) {
    throw fault('value', 'Give the citizen as valueIdentifier: a CPR or eCPR number with its system', {
      expression: "Parameters.parameter.where(name = 'patient')",
    });
  }
  return { identifier };
}
