/** One appointment, in each way that a sender may write it. */
import { fault } from '../fhir/fault.ts';
import type { Call } from './carry-out.ts';
import { carryOutOne, storedOf } from './carry-out-one.ts';
import { type Message, readMessage } from './message.ts';
import type { Stored } from './plan.ts';
import type { CountedDeps } from './quality-counts.ts';

export interface Conditions {
  readonly ifMatch?: string | undefined;
}

type Identifier = { readonly system: string; readonly value: string };

/** `PUT Appointment?identifier=…`, the main way in: the same identity again is a new version, identical content none. */
export async function putByIdentity(
  deps: CountedDeps,
  call: Call,
  condition: Identifier,
  body: unknown,
  { ifMatch }: Conditions,
): Promise<Stored> {
  const message = readMessage(body, call.sender, deps.citizenIdOf);
  requireCarried(message, condition);
  return storedOf(await carryOutOne(deps, call, { do: 'put', message, manner: { by: 'identity', ifMatch } }));
}

/** `PUT Appointment/{id}`. */
export async function putById(deps: CountedDeps, call: Call, id: string, body: unknown, { ifMatch }: Conditions): Promise<Stored> {
  const message = readMessage(body, call.sender, deps.citizenIdOf);
  requireId(body, id);
  return storedOf(await carryOutOne(deps, call, { do: 'put', message, manner: { by: 'id', id, ifMatch } }));
}

/** `POST Appointment`; with `If-None-Exist`, one that is there already stands as it is. */
export async function post(deps: CountedDeps, call: Call, body: unknown, ifNoneExist: readonly Identifier[]): Promise<Stored> {
  const message = readMessage(body, call.sender, deps.citizenIdOf);
  const condition = ifNoneExist.map((identifier) => ({ senderId: call.sender.id, ...identifier }));
  return storedOf(await carryOutOne(deps, call, { do: 'put', message, manner: { by: 'creation', ifNoneExist: condition } }));
}

/** `DELETE Appointment?identifier=…`; undefined where there is none. */
export async function deleteByIdentity(
  deps: CountedDeps,
  call: Call,
  condition: Identifier,
  { ifMatch }: Conditions,
): Promise<Stored | undefined> {
  return carryOutOne(deps, call, { do: 'delete-by-identity', identity: { senderId: call.sender.id, ...condition }, ifMatch });
}

/** `DELETE Appointment/{id}`. */
export async function deleteById(deps: CountedDeps, call: Call, id: string, { ifMatch }: Conditions): Promise<Stored> {
  return storedOf(await carryOutOne(deps, call, { do: 'delete-by-id', id, ifMatch }));
}

/** @throws Fault 400 where the identifier of the condition is not the body's */
export function requireCarried({ said }: Message, { system, value }: Identifier): void {
  if (said.identities.some((identity) => identity.system === system && identity.value === value)) return;
  throw fault('value', 'The body does not carry the identifier that the address names (with a use other than old or secondary)', {
    expression: 'Appointment.identifier',
    rule: 'identity-condition',
  });
}

/** @throws Fault 400 where the body names another id than the address */
export function requireId(body: unknown, id: string): void {
  const own = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  if (own === id) return;
  throw fault('value', 'The id of the body is that of the address', { expression: 'Appointment.id' });
}
