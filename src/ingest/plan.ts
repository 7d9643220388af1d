/**
 * What messages make of what is kept, decided in memory: each in turn changes the world that the next one meets, and all are written
 * at once. Pure but for the ids it is given.
 */
import { interpret, kindOf } from '../derive/interpret.ts';
import { EXT, findExtensions } from '../fhir/extension.ts';
import { type Fault, fault, type Issue, information } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import type { Appointment } from '../fhir/types.ts';
import { type Change, type Comparable, changes } from '../normalise/changed.ts';
import { sharing } from '../normalise/status.ts';
import type { WriteSet } from '../store/write-set.ts';
import { type Act, toAct } from './act.ts';
import { type Kept, keptAs, keptAsDeleted } from './kept.ts';
import type { Message } from './message.ts';
import { type Identity, identityKey, type World } from './world.ts';

export interface PlanContext {
  readonly now: Date;
  readonly newId: () => string;
}

/** How a message is to be taken. */
export type Manner =
  /** Create or update by the sender's own identity. */
  | { readonly by: 'identity'; readonly ifMatch?: string | undefined }
  /** Create; an identity that is there already is met with the same content or refused. */
  | { readonly by: 'creation'; readonly ifNoneExist: readonly Identity[] }
  /** Update one that the sender names by our id. */
  | { readonly by: 'id'; readonly id: string; readonly ifMatch?: string | undefined };

export interface Stored {
  readonly how: 'created' | 'revived' | 'updated' | 'unchanged' | 'deleted';
  readonly kept: Kept;
  readonly findings: readonly Issue[];
}

export interface Plan {
  readonly world: World;
  readonly context: PlanContext;
  /** Ids whose derivation is out of date, with what was kept of each before. */
  readonly touched: Map<string, Kept | undefined>;
  readonly versions: WriteSet['versions'];
  /** In the order of the versions. */
  readonly acts: Act[];
  readonly identifiers: WriteSet['identifiers'];
  readonly movedIdentifiers: WriteSet['movedIdentifiers'];
  readonly owners: WriteSet['owners'];
  readonly citizens: WriteSet['citizens'];
}

export const startPlan = (world: World, context: PlanContext): Plan => ({
  world,
  context,
  touched: new Map(),
  versions: [],
  acts: [],
  identifiers: [],
  movedIdentifiers: [],
  owners: [],
  citizens: [],
});

/** Throws a Fault where the message cannot be taken in this manner; the plan is then as it was. */
export function put(plan: Plan, message: Message, manner: Manner): Stored {
  const existing = manner.by === 'creation' ? findExisting(plan, manner.ifNoneExist) : undefined;
  if (existing !== undefined) return { how: 'unchanged', kept: existing, findings: [] };
  const before = findBefore(plan, message, manner);
  if (manner.by !== 'creation') requireIfMatch(aliveVersion(before), manner.ifMatch);
  if (before === undefined) return create(plan, message, undefined);
  if (isLate(message, before)) {
    const late = information('source-updated-late', 'A newer message about this appointment was received before: this one changes nothing');
    return { how: 'unchanged', kept: before, findings: [late] };
  }
  const sameCitizen = before.citizenId === message.citizenId;
  if (sameCitizen && !before.deleted && before.contentHash === message.contentHash) {
    return { how: 'unchanged', kept: before, findings: message.findings };
  }
  if (manner.by === 'creation' && !before.deleted) throw knownIdentity();
  if (sameCitizen) return update(plan, message, before);
  if (manner.by === 'id') throw anotherCitizen();
  if (!before.deleted) remove(plan, before);
  return create(plan, message, before);
}

export function remove(plan: Plan, before: Kept): Stored {
  if (before.deleted) return { how: 'deleted', kept: before, findings: [] };
  const kept = keptAsDeleted(before, { now: plan.context.now, changeNumber: nextNumber(plan, before.citizenId) });
  keep(plan, kept, before, null);
  return { how: 'deleted', kept, findings: [] };
}

/** What a conditional creation finds there already, whatever its content. */
function findExisting({ world }: Plan, condition: readonly Identity[]): Kept | undefined {
  const ids = new Set(condition.map((identity) => world.identities.get(identityKey(identity))));
  const [first, ...others] = [...ids].flatMap((id) => {
    const kept = id === undefined ? undefined : world.appointments.get(id);
    return kept === undefined || kept.deleted ? [] : [kept];
  });
  if (others.length === 0) return first;
  throw fault('multiple-matches', 'If-None-Exist names several appointments that are here: nothing was created', {
    expression: 'If-None-Exist',
  });
}

/** The one appointment that the message's identities name, and the id where it is sent to one. */
function findBefore({ world }: Plan, { senderId, said }: Message, manner: Manner): Kept | undefined {
  const ids = new Set(said.identities.flatMap((identity) => world.identities.get(identityKey({ senderId, ...identity })) ?? []));
  if (manner.by === 'id') ids.add(ownedId(world, senderId, manner.id));
  if (ids.size > 1) {
    throw fault('duplicate', 'The identifiers name several appointments: send each appointment with its own identifiers', {
      expression: 'Appointment.identifier',
      rule: 'identity-several',
    });
  }
  const [id] = ids;
  return id === undefined ? undefined : world.appointments.get(id);
}

function ownedId(world: World, senderId: string, id: string): string {
  if (world.appointments.get(id)?.senderId === senderId) return id;
  throw fault('not-supported', 'This id is not one of your appointments; create by PUT Appointment?identifier={system}|{value}', {
    status: 405,
  });
}

/** What If-Match is held against; a deleted one has no version to change. */
export const aliveVersion = (kept: Kept | undefined): number | undefined => (kept === undefined || kept.deleted ? undefined : kept.version);

const isLate = ({ said }: Message, { sourceUpdated }: Kept): boolean =>
  said.sourceUpdated !== undefined && sourceUpdated !== undefined && said.sourceUpdated < sourceUpdated;

const knownIdentity = (): Fault =>
  fault(
    'duplicate',
    'An appointment with this identifier is there, with other content: update it by PUT Appointment?identifier={system}|{value}',
    {
      expression: 'Appointment.identifier',
      rule: 'identity-known',
    },
  );

const anotherCitizen = (): Fault =>
  fault(
    'business-rule',
    'An update by id may not change the citizen: use PUT Appointment?identifier={system}|{value}, which gives a new id',
    {
      expression: 'Appointment.participant',
      rule: 'citizen-changed',
    },
  );

/** A new id. `replaced`: what its identities named until now, of another citizen. */
function create(plan: Plan, message: Message, replaced: Kept | undefined): Stored {
  const { newId, now } = plan.context;
  const id = newId();
  const kept = keptAs(message, { id, before: undefined, changed: [], now, changeNumber: nextNumber(plan, message.citizenId) });
  plan.owners.push({ appointment_id: id, citizen_id: kept.citizenId });
  keep(plan, kept, undefined, message.said.appointment);
  nameIdentities(plan, message, id, replaced !== undefined);
  return { how: 'created', kept, findings: message.findings };
}

function update(plan: Plan, sent: Message, before: Kept): Stored {
  const message = before.said === undefined ? sent : fillCancelled(sent, before.said.appointment);
  const { now } = plan.context;
  const changed = changesOf(message, before, now);
  const kept = keptAs(message, { id: before.id, before, changed, now, changeNumber: nextNumber(plan, message.citizenId) });
  keep(plan, kept, before, message.said.appointment);
  nameIdentities(plan, message, before.id, false);
  return { how: before.deleted ? 'revived' : 'updated', kept, findings: message.findings };
}

const nextNumber = ({ world }: Plan, citizenId: string): number => (world.newest.get(citizenId) ?? 0) + 1;

/** Kept with the times: what makes it a series, one of a group, or an exception. */
const timed = [
  ...[EXT.recurrenceTemplate, EXT.rrule, EXT.timezone, EXT.guidedInterval, EXT.seriesGroup],
  ...[EXT.originatingAppointment, EXT.recurrenceId, EXT.originalStart],
];

/** A cancellation that names no time keeps the last stored one, and with it the recurrence (DESIGN §4.1). */
function fillCancelled(message: Message, last: Appointment): Message {
  const { appointment } = message.said;
  if (appointment.status !== 'cancelled' || appointment.start !== undefined) return message;
  const { start, end, _end, minutesDuration } = last;
  const recurring = timed.flatMap((url) => (findExtensions(appointment, url).length > 0 ? [] : findExtensions(last, url)));
  const filled: Appointment = {
    ...appointment,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    ...(_end !== undefined && { _end }),
    ...(minutesDuration !== undefined && { minutesDuration }),
    ...(recurring.length > 0 && { extension: [...(appointment.extension ?? []), ...recurring] }),
  };
  return { ...message, said: interpret(filled, message.sector) };
}

/** What is told as changed of an appointment that stands alone: the newest change of each kind. */
function changesOf({ said }: Message, before: Kept, now: Date): Change[] {
  if (before.said === undefined || kindOf(said) === 'exception' || kindOf(said) === 'series') return [];
  const shared = ['shared', 'shared-as-cancelled'].includes(sharing(before.said.appointment.status));
  const fresh = shared ? changes(comparable(before.said), comparable(said), now) : [];
  const stillTrue = before.changed.filter(
    ({ what }) => !fresh.some((change) => change.what === what) && (what !== 'cancelled' || said.appointment.status === 'cancelled'),
  );
  return [...stillTrue, ...fresh];
}

const comparable = ({ appointment, timing, place, performer }: Message['said']): Comparable => ({
  status: appointment.status,
  start: timing?.start,
  end: timing?.end,
  guided: timing?.guided,
  minutesDuration: timing?.minutesDuration,
  place,
  performer,
});

function keep(plan: Plan, kept: Kept, before: Kept | undefined, resource: Appointment | null): void {
  const { world, touched, versions, acts } = plan;
  world.newest.set(kept.citizenId, kept.changeNumber);
  world.appointments.set(kept.id, kept);
  if (!touched.has(kept.id)) touched.set(kept.id, before);
  acts.push(...toAct(before, kept));
  versions.push({
    citizen_id: kept.citizenId,
    appointment_id: kept.id,
    version: kept.version,
    change_number: String(kept.changeNumber),
    sender_id: kept.senderId,
    received_at: kept.updatedAt,
    deleted: kept.deleted,
    resource: resource === null ? null : JSON.stringify(resource),
  });
}

/** `moved`: identities that are there already now name another citizen's appointment. */
function nameIdentities(plan: Plan, { senderId, said, citizenId }: Message, id: string, moved: boolean): void {
  const { system, value } = said.citizen;
  plan.citizens.push({ citizen_id: citizenId, system, value });
  for (const identity of said.identities) {
    const key = identityKey({ senderId, ...identity });
    const known = plan.world.identities.get(key);
    if (known === id) continue;
    const row = { sender_id: senderId, ...identity, citizen_id: citizenId, appointment_id: id };
    if (known === undefined) plan.identifiers.push(row);
    else if (moved) plan.movedIdentifiers.push(row);
    plan.world.identities.set(key, id);
  }
}
