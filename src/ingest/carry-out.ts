/** Messages → what is kept and shared: load, plan, derive, write, and anew where another writer was first. */
import type { Kysely } from 'kysely';
import { type AuditContext, auditEntry } from '../access/audit.ts';
import type { SenderCaller } from '../access/caller.ts';
import { deriveContextAt } from '../derive/derived.ts';
import { kindOf } from '../derive/interpret.ts';
import { Fault, fault, type Issue } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import { isUnavailable } from '../fhir/is-unavailable.ts';
import { type FoundAppointment, findAppointments, findIdentities, findSeriesAndExceptions } from '../store/appointment.ts';
import type { AuditEntry } from '../store/audit-event.ts';
import type { Database } from '../store/database.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import { isCollision, write } from '../store/write-set.ts';
import type { Clock } from '../time/clock.ts';
import { toWrote } from './act.ts';
import { type Kept, keptFrom } from './kept.ts';
import type { Message, SenderProfile } from './message.ts';
import { aliveVersion, type Manner, type Plan, put, remove, type Stored, startPlan } from './plan.ts';
import type { TellReadable } from './readable.ts';
import type { Serialise } from './serialise.ts';
import { derive, toWriteSet } from './to-write-set.ts';
import { type Identity, identityKey, type World } from './world.ts';

export interface IngestDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
  readonly windowDays: number;
  readonly retentionDays: number;
  /** Entries of one sender that the quarantine holds. */
  readonly quarantineMax: number;
  readonly serialise: Serialise;
  readonly tellReadable: TellReadable;
}

export type Operation =
  | { readonly do: 'put'; readonly message: Message; readonly manner: Manner }
  | { readonly do: 'delete-by-identity'; readonly identity: Identity; readonly ifMatch?: string | undefined }
  | { readonly do: 'delete-by-id'; readonly id: string; readonly ifMatch?: string | undefined };

/** What became of one operation; undefined where there was nothing to delete. */
export type Result = Stored | undefined;

export interface Call {
  readonly caller: SenderCaller;
  readonly sender: SenderProfile;
  readonly requestId: string;
  /** When it was taken, by `performance.now()`. */
  readonly acceptedAt: number;
}

const ATTEMPTS = 20;

/**
 * All of them, in one transaction; the first that cannot be done is thrown and nothing is stored.
 * @param tell what is thrown where the operation at this index cannot be done
 */
export async function carryOut(
  deps: IngestDeps,
  call: Call,
  operations: readonly Operation[],
  tell: Refuse = (_index, cause) => cause,
): Promise<Result[]> {
  const outcomes = await attempt(deps, call, operations, (index, cause) => {
    throw tell(index, cause);
  });
  return outcomes.map((outcome) => {
    if (outcome instanceof Fault) throw outcome;
    return outcome;
  });
}

/** Each of them as far as it goes, the good ones in one transaction; if the database refuses that and still answers, each by itself. */
export async function carryOutEach(deps: IngestDeps, call: Call, operations: readonly Operation[]): Promise<(Result | Fault)[]> {
  try {
    return await attempt(deps, call, operations, (_index, cause) => cause);
  } catch (cause) {
    if (operations.length <= 1 || cause instanceof Fault || isUnavailable(cause)) throw cause;
    const results: (Result | Fault)[] = [];
    for (const operation of operations) {
      results.push(
        ...(await attempt(deps, call, [operation], (_index, refused) => refused).catch((alone: unknown) => [refusedByStore(alone)])),
      );
    }
    return results;
  }
}

const refusedByStore = (cause: unknown): Fault =>
  cause instanceof Fault ? cause : fault('exception', 'The entry could not be stored; the others were', { cause });

type Refuse = (index: number, cause: Fault) => Fault;

async function attempt(deps: IngestDeps, call: Call, operations: readonly Operation[], refuse: Refuse): Promise<(Result | Fault)[]> {
  const citizens = operations.flatMap((operation) => (operation.do === 'put' ? operation.message.citizenId : []));
  return deps.serialise(citizens, async () => {
    for (let round = 1; ; round++) {
      const world = await loadWorld(deps.db, call.sender, operations);
      try {
        return await carryOutIn(world, deps, call, operations, refuse);
      } catch (cause) {
        if (!isCollision(cause)) throw cause;
        if (round === ATTEMPTS) {
          throw fault('lock-error', 'Other writers of the same citizen were always first: send it again', {
            headers: { 'Retry-After': '1' },
            cause,
          });
        }
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(round, 6)));
      }
    }
  });
}

async function carryOutIn(
  world: World,
  deps: IngestDeps,
  call: Call,
  operations: readonly Operation[],
  refuse: Refuse,
): Promise<(Result | Fault)[]> {
  const now = deps.clock();
  const plan = startPlan(world, { now, newId: deps.newId });
  const outcomes = operations.map((operation, index) => {
    try {
      return perform(plan, operation, call.sender);
    } catch (cause) {
      if (cause instanceof Fault) return refuse(index, cause);
      throw cause;
    }
  });
  if (plan.touched.size === 0) return outcomes;
  const derivation = derive(plan, call.sender, deriveContextAt(now, deps));
  await write(deps.db, toWriteSet(plan, derivation, auditLines(plan, call, { ...deps, now })));
  deps.tellReadable({ senderId: call.sender.id, acceptedAt: call.acceptedAt, sourceLagsS: plan.acts.flatMap(({ lagS }) => lagS ?? []) });
  return outcomes.map((outcome) =>
    outcome === undefined || outcome instanceof Fault ? outcome : withFindings(outcome, derivation.findings),
  );
}

export function perform(plan: Plan, operation: Operation, sender: SenderProfile): Result {
  if (operation.do === 'put') return put(plan, operation.message, operation.manner);
  const id = operation.do === 'delete-by-id' ? operation.id : plan.world.identities.get(identityKey(operation.identity));
  const kept = id === undefined ? undefined : plan.world.appointments.get(id);
  if (kept === undefined || kept.senderId !== sender.id) {
    if (operation.do === 'delete-by-identity') return undefined;
    throw fault('not-found', 'There is no appointment of yours with this id');
  }
  requireIfMatch(aliveVersion(kept), operation.ifMatch);
  return remove(plan, kept);
}

export function withFindings(stored: Stored, derived: ReadonlyMap<string, readonly Issue[]>): Stored {
  const more = derived.get(stored.kept.id);
  return more === undefined || more.length === 0 ? stored : { ...stored, findings: [...stored.findings, ...more] };
}

/** One line for each citizen written to. */
function auditLines(plan: Plan, { caller, requestId }: Call, context: AuditContext): AuditEntry[] {
  const rows = new Map<string, number>();
  for (const version of plan.versions) rows.set(version.citizen_id, (rows.get(version.citizen_id) ?? 0) + 1);
  const created = new Set(plan.owners.map((owner) => owner.citizen_id));
  const deleted = new Set(plan.versions.filter((version) => version.deleted).map((version) => version.citizen_id));
  return [...rows].map(([citizenId, count]) =>
    auditEntry(
      {
        caller,
        interaction: created.has(citizenId) ? 'create' : deleted.has(citizenId) ? 'delete' : 'update',
        resourceType: 'Appointment',
        citizenId,
        rows: count,
        withheld: false,
        requestId,
        wrote: toWrote(plan.acts.filter((act) => act.citizenId === citizenId)),
      },
      context,
    ),
  );
}

export async function loadWorld(db: Kysely<Database>, sender: SenderProfile, operations: readonly Operation[]): Promise<World> {
  const world: World = { identities: new Map(), appointments: new Map(), newest: new Map() };
  const questions = operations.flatMap((operation) => questionsOf(operation));
  const ids = operations.flatMap((operation) =>
    operation.do === 'delete-by-id' ? operation.id : operation.do === 'put' && operation.manner.by === 'id' ? operation.manner.id : [],
  );
  const add = ({ appointment, citizenNewest }: FoundAppointment): Kept => {
    const kept = world.appointments.get(appointment.id) ?? keptFrom(appointment, sender.sector);
    world.appointments.set(kept.id, kept);
    world.newest.set(kept.citizenId, citizenNewest);
    return kept;
  };
  if (questions.length > 0) {
    for (const { key, citizenNewest, found } of await findIdentities(db, questions)) {
      world.newest.set(key.citizenId, citizenNewest);
      if (found !== undefined) world.identities.set(identityKey(key), add(found).id);
    }
  }
  if (ids.length > 0) for (const found of await findAppointments(db, ids)) add(found);
  await loadFamilies(db, world, sender, operations);
  return world;
}

const questionsOf = (operation: Operation) => {
  switch (operation.do) {
    case 'put': {
      const { message, manner } = operation;
      const { senderId, citizenId, said } = message;
      const condition = manner.by === 'creation' ? manner.ifNoneExist : [];
      return [...said.identities, ...condition].map((identity) => ({ senderId, citizenId, ...identity }));
    }
    case 'delete-by-identity':
      return [{ ...operation.identity, citizenId: NOBODY }];
    case 'delete-by-id':
      return [];
    default:
      return operation satisfies never;
  }
};

/** A deletion names no citizen. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** A series is derived with all its exceptions, and an exception with its series: the rest of the family is needed. */
async function loadFamilies(db: Kysely<Database>, world: World, sender: SenderProfile, operations: readonly Operation[]): Promise<void> {
  const isFamily = (kind: string): boolean => kind === 'series' || kind === 'exception';
  const citizens = new Set([...world.appointments.values()].filter((kept) => isFamily(kept.kind)).map((kept) => kept.citizenId));
  for (const operation of operations) {
    if (operation.do === 'put' && isFamily(kindOf(operation.message.said))) citizens.add(operation.message.citizenId);
  }
  if (citizens.size === 0) return;
  for (const row of await findSeriesAndExceptions(db, sender.id, [...citizens])) {
    if (!world.appointments.has(row.id)) world.appointments.set(row.id, keptFrom(row, sender.sector));
  }
}
