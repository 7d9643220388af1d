/** What is asked of `$stamkort`, as Parameters. */
import type { Asked } from '../access/bind-citizen.ts';
import { type Override, parseOverride } from '../access/override.ts';
import { parseCitizenIdentifier } from '../cpr/cpr.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Parameters } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';

export type CardForm = 'collection' | 'document' | 'cda';

export interface CardRequest {
  readonly asked: Asked;
  readonly form: CardForm;
  readonly override?: Override;
}

const known = ['patient', 'as', 'override', 'override-reason'] as const;

/** @throws Fault 400 naming each parameter that is wrong */
export function parseStamkort(body: unknown): CardRequest {
  const issues = validate(body, { type: 'Parameters' });
  if (issues.some((issue) => issue.severity === 'error')) throw new Fault(issues);
  const { parameter = [] } = body as Parameters;
  for (const [index, { name }] of parameter.entries()) {
    const where = { expression: `Parameters.parameter[${index}]` };
    if (!known.some((one) => one === name)) throw fault('value', `The parameters are ${known.join(', ')}`, where);
    if (parameter.findIndex((other) => other.name === name) !== index) throw fault('value', 'Name each parameter once', where);
  }
  const get = (name: (typeof known)[number]) => parameter.find((one) => one.name === name);
  const override = parseOverride(get('override'), get('override-reason'));
  const patient = get('patient');
  const identifier = parseCitizenIdentifier(patient?.valueIdentifier?.system, patient?.valueIdentifier?.value);
  if (patient !== undefined && identifier === undefined) {
    throw fault('value', 'Give the citizen as valueIdentifier: a CPR or eCPR number with its system', {
      expression: "Parameters.parameter.where(name = 'patient')",
    });
  }
  const as = get('as');
  const form = as === undefined ? 'collection' : as.valueCode;
  if (form !== 'collection' && form !== 'document' && form !== 'cda') {
    throw fault('value', 'Give as as valueCode document or cda; without it the card is a collection', {
      expression: "Parameters.parameter.where(name = 'as')",
    });
  }
  return { asked: identifier && { identifier }, form, ...(override !== undefined && { override }) };
}
