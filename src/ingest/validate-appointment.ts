/** `POST Appointment/$validate`: what would be said of a body, with nothing stored. */
import { BASE } from '../fhir/base.ts';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import { isObject } from '../fhir/json.ts';
import { findStructure } from '../fhir/validate/definitions.ts';
import { validate } from '../fhir/validate.ts';
import type { Call, IngestDeps, Operation } from './carry-out.ts';
import { type Message, readMessage } from './message.ts';
import { rehearse } from './rehearse.ts';

export interface ValidationRequest {
  readonly resource: unknown;
  readonly mode: 'create' | 'update' | undefined;
  /** Canonical url; the profile of what is posted, where none is named. */
  readonly profile: string | undefined;
}

const SHARED_APPOINTMENT = `${BASE}/StructureDefinition/SharedAppointment`;

/** For a sender, all that posting it would come to; for others, what the profile says. */
export async function validateAppointment(deps: IngestDeps, call: Call | undefined, request: ValidationRequest): Promise<readonly Issue[]> {
  const { resource, profile = SHARED_APPOINTMENT } = request;
  try {
    if (call !== undefined && profile === SHARED_APPOINTMENT) return await rehearsed(deps, call, request);
  } catch (cause) {
    if (cause instanceof Fault) return cause.issues;
    throw cause;
  }
  const structure = findStructure(profile);
  if (structure?.type !== 'Appointment') return [error('not-supported', 'No profile of Appointment by this url is known here', 'profile')];
  return validate(resource, { type: 'Appointment', profile });
}

async function rehearsed(deps: IngestDeps, call: Call, { resource, mode }: ValidationRequest): Promise<readonly Issue[]> {
  const message = readMessage(resource, call.sender, deps.citizenIdOf);
  const { outcomes } = await rehearse(deps, call, [operationOf(message, mode, resource)]);
  const [outcome] = outcomes;
  return (outcome instanceof Fault ? outcome.issues : outcome?.findings) ?? [];
}

function operationOf(message: Message, mode: ValidationRequest['mode'], resource: unknown): Operation {
  if (mode === 'create') return { do: 'put', message, manner: { by: 'creation', ifNoneExist: [] } };
  const id = mode === 'update' && isObject(resource) ? resource['id'] : undefined;
  return typeof id === 'string' ? { do: 'put', message, manner: { by: 'id', id } } : { do: 'put', message, manner: { by: 'identity' } };
}
