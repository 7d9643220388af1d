/** `$register-state`: a register, or what fetches from it, says how it is. */
import type { RegisterCaller } from '../access/caller.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Parameters } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import { writeRegisterState } from '../store/register-state.ts';
import type { StamkortDeps } from './deps.ts';

/** Parameters: `state` (valueCode `ok` · `late` · `down`), `as-of` (valueInstant; now where absent). */
export async function reportState(deps: Pick<StamkortDeps, 'db' | 'clock'>, { register }: RegisterCaller, body: unknown): Promise<void> {
  const issues = validate(body, { type: 'Parameters' });
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
  const { parameter = [] } = body as Parameters;
  const state = parameter.find(({ name }) => name === 'state')?.valueCode;
  const asOf = parameter.find(({ name }) => name === 'as-of')?.valueInstant;
  if (state !== 'ok' && state !== 'late' && state !== 'down') {
    throw fault('value', 'Give state as valueCode ok, late or down', { expression: "Parameters.parameter.where(name = 'state')" });
  }
  const now = deps.clock();
  const as_of = asOf === undefined ? now : new Date(asOf);
  if (as_of > now) throw fault('value', 'as-of lies in the future', { expression: "Parameters.parameter.where(name = 'as-of')" });
  await writeRegisterState(deps.db, { register, state, as_of, reported_at: now });
}
