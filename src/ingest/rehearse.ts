/** What carrying operations out now would come to, each as far as it goes. Nothing is written, in the log neither. */
import { setImmediate } from 'node:timers/promises';
import { deriveContextAt } from '../derive/derived.ts';
import { Fault } from '../fhir/fault.ts';
import { type Call, type IngestDeps, loadWorld, type Operation, perform, type Result, withFindings } from './carry-out.ts';
import type { Kept } from './kept.ts';
import { type Plan, startPlan } from './plan.ts';
import { type Derivation, derive } from './to-write-set.ts';
import type { World } from './world.ts';

export interface Showing {
  readonly start: Date;
  readonly touchesUntil: Date;
}

export interface Rehearsal {
  /** In the order asked. */
  readonly outcomes: readonly (Result | Fault)[];
  /** What would be made of each, to twice the window, by the id of the appointment or series. */
  readonly showings: ReadonlyMap<string, readonly Showing[]>;
}

/** Operations that one statement asks the store about. */
const ASKED_AT_ONCE = 2_000;

/** Operations, or changed appointments, that are worked on before other callers have their turn. */
export const AT_A_TIME = 100;

export async function rehearse(deps: IngestDeps, { sender }: Call, operations: readonly Operation[]): Promise<Rehearsal> {
  const now = deps.clock();
  const world: World = { identities: new Map(), appointments: new Map(), newest: new Map() };
  for (const slice of slices(operations, ASKED_AT_ONCE)) add(world, await loadWorld(deps.db, sender, slice));
  const plan = startPlan(world, { now, newId: deps.newId });
  const planned: (Result | Fault)[] = [];
  for (const slice of slices(operations, AT_A_TIME)) {
    planned.push(...slice.map((operation) => attempt(() => perform(plan, operation, sender))));
    if (planned.length < operations.length) await setImmediate();
  }
  const findings: Derivation['findings'] = new Map();
  const showings = new Map<string, Showing[]>();
  for (const part of byCitizens(plan)) {
    const derivation = derive(part, sender, deriveContextAt(now, deps));
    for (const [id, found] of derivation.findings) findings.set(id, found);
    for (const { appointment_id, starts_at, touches_until } of derivation.occurrences) {
      addTo(showings, appointment_id, { start: new Date(starts_at), touchesUntil: new Date(touches_until) });
    }
    await setImmediate();
  }
  const outcomes = planned.map((outcome) =>
    outcome === undefined || outcome instanceof Fault ? outcome : withFindings(outcome, findings),
  );
  return { outcomes, showings };
}

function attempt(work: () => Result): Result | Fault {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}

export function* slices<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

function add(world: World, more: World): void {
  for (const [key, id] of more.identities) world.identities.set(key, id);
  for (const [id, kept] of more.appointments) world.appointments.set(id, kept);
  for (const [citizenId, newest] of more.newest) world.newest.set(citizenId, newest);
}

function addTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

/** The plan in parts that are derived by themselves: what is derived of an appointment depends on the same citizen's others alone. */
function* byCitizens(plan: Plan): Generator<Plan> {
  const { appointments } = plan.world;
  const ofCitizen = new Map<string, Kept[]>();
  for (const kept of appointments.values()) addTo(ofCitizen, kept.citizenId, kept);
  const touched = [...ofCitizen.values()].filter((all) => all.some(({ id }) => plan.touched.has(id)));
  let part: Kept[] = [];
  for (const [index, all] of touched.entries()) {
    part.push(...all);
    if (part.length < AT_A_TIME && index < touched.length - 1) continue;
    yield partOf(plan, part);
    part = [];
  }
}

const partOf = (plan: Plan, all: readonly Kept[]): Plan => ({
  ...plan,
  world: { ...plan.world, appointments: new Map(all.map((kept) => [kept.id, kept])) },
  touched: new Map(all.flatMap(({ id }) => (plan.touched.has(id) ? [[id, plan.touched.get(id)] as const] : []))),
});
