/** Værdispring: a professional looks past a citizen's blocks, with a reason, and it is logged as `BTG`. */
import { maskCpr } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import type { ParametersParameter } from '../fhir/types.ts';

export interface Override {
  readonly code: 'consent' | 'emergency';
  readonly reason: string;
}

const MAX_REASON = 500;

/**
 * Of an operation's parameters `override` (valueCode) and `override-reason` (valueString); both or neither.
 * @throws Fault 400
 */
export function parseOverride(code: ParametersParameter | undefined, reason: ParametersParameter | undefined): Override | undefined {
  if (code === undefined && reason === undefined) return undefined;
  const { valueCode } = code ?? {};
  if (valueCode !== 'consent' && valueCode !== 'emergency') {
    throw fault('value', 'Give override as valueCode consent or emergency', {
      expression: "Parameters.parameter.where(name = 'override')",
    });
  }
  const text = reason?.valueString?.trim() ?? '';
  if (text === '' || text.length > MAX_REASON) {
    throw fault('required', `Give override-reason as valueString, at most ${MAX_REASON} characters: the citizen reads it`, {
      expression: "Parameters.parameter.where(name = 'override-reason')",
    });
  }
  return { code: valueCode, reason: maskCpr(text) };
}
