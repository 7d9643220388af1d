/** What is asked of `$stamkort`, as Parameters. */
import type { Asked } from '../access/bind-citizen.ts';
import { type Override, parseOverride } from '../access/override.ts';
import { parseParameters, parsePatientParameter } from '../access/parse-parameters.ts';
import { fault } from '../fhir/fault.ts';

export type CardForm = 'collection' | 'document' | 'cda';

export interface CardRequest {
  readonly asked: Asked;
  readonly form: CardForm;
  readonly override?: Override;
}

const known = ['patient', 'as', 'override', 'override-reason'] as const;

/** @throws Fault 400 naming each parameter that is wrong */
export function parseStamkort(body: unknown): CardRequest {
  const get = parseParameters(body, known);
  const override = parseOverride(get('override'), get('override-reason'));
  const asked = parsePatientParameter(get('patient'));
  const as = get('as');
  const form = as === undefined ? 'collection' : as.valueCode;
  if (form !== 'collection' && form !== 'document' && form !== 'cda') {
    throw fault('value', 'Give as as valueCode document or cda; without it the card is a collection', {
      expression: "Parameters.parameter.where(name = 'as')",
    });
  }
  return { asked, form, ...(override !== undefined && { override }) };
}
