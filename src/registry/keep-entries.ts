/** An administrator enters, changes and retires senders and their systems; each change is a version, with who made it. */
import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { AdminCaller } from '../access/caller.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { type Fault, fault } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import type { Database } from '../store/database.ts';
import { findMunicipalities, findRegions } from '../store/municipality.ts';
import { enterSender, findSender, replaceSender, type SenderRow } from '../store/sender.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf } from '../time/zone.ts';
import { readDevice } from './read-device.ts';
import { type OrganizationContent, type Places, readOrganization } from './read-organization.ts';

export interface RegistryDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly senders: SenderRegistry;
}

export interface RegistryCall {
  readonly caller: AdminCaller;
  readonly ifMatch: string | undefined;
}

export interface KeptEntry {
  readonly row: SenderRow;
  readonly isNew: boolean;
}

export const createOrganization = async (deps: RegistryDeps, { caller }: RegistryCall, body: unknown): Promise<KeptEntry> =>
  enter(deps, caller, deps.newId(), readOrganization(body, await placesOf(deps)).content);

/** One that is not there is entered under that id: what the tokens of its issuer name it by. */
export async function updateOrganization(deps: RegistryDeps, call: RegistryCall, id: string, body: unknown): Promise<KeptEntry> {
  const { id: stated, content } = readOrganization(body, await placesOf(deps));
  requireSameId('Organization', stated, id);
  const before = await findSender(deps.db, id);
  if (before !== undefined) {
    if (before.sector !== content.sector)
      throw fault('business-rule', 'A sender stays in its sector: enter another sender', { expression: 'Organization.type' });
    return change(deps, call, before, content);
  }
  requireIfMatch(undefined, call.ifMatch);
  if (!/^[A-Za-z\d\-.]{1,64}$/.test(id))
    throw fault('value', 'An id is letters, digits, - and ., at most 64', { expression: 'Organization.id' });
  return enter(deps, call.caller, id, content);
}

export const retireOrganization = async (deps: RegistryDeps, call: RegistryCall, id: string): Promise<KeptEntry> =>
  change(deps, call, await getSender(deps, id), { active: false });

export async function createDevice(deps: RegistryDeps, call: RegistryCall, body: unknown): Promise<KeptEntry> {
  const { ownerId, content } = readDevice(body);
  const owner = await findSender(deps.db, ownerId);
  if (owner === undefined) throw noOwner();
  if (owner.system_name !== null)
    throw fault('duplicate', `This sender has a system: change it by PUT Device/${ownerId}`, { expression: 'Device.owner' });
  return { ...(await change(deps, call, owner, content)), isNew: true };
}

/** A sender runs on one system, which has its id. */
export async function updateDevice(deps: RegistryDeps, call: RegistryCall, id: string, body: unknown): Promise<KeptEntry> {
  const { id: stated, ownerId, content } = readDevice(body);
  requireSameId('Device', stated, id);
  const owner = await findSender(deps.db, id);
  if (owner === undefined || ownerId !== id) throw noOwner();
  return { ...(await change(deps, call, owner, content)), isNew: owner.system_name === null };
}

export async function retireDevice(deps: RegistryDeps, call: RegistryCall, id: string): Promise<KeptEntry> {
  const before = await getSender(deps, id);
  if (before.system_name === null) throw notFound();
  return change(deps, call, before, { system_active: false });
}

/** @throws Fault 404 */
export async function getSender({ db }: Pick<RegistryDeps, 'db'>, id: string): Promise<SenderRow> {
  const row = await findSender(db, id);
  if (row === undefined) throw notFound();
  return row;
}

export const notFound = (): Fault => fault('not-found', 'There is nothing here by this id');

const noOwner = (): Fault =>
  fault('business-rule', 'A system belongs to a sender of the registry, and is named as that is: enter the Organization first', {
    expression: 'Device.owner',
  });

async function placesOf({ db, clock }: RegistryDeps): Promise<Places> {
  const [municipalities, regions] = await Promise.all([findMunicipalities(db, dateOf(clock())), findRegions(db)]);
  return { municipalityCodes: new Set(municipalities.map(({ code }) => code)), regions: new Set(regions) };
}

function requireSameId(type: 'Organization' | 'Device', stated: string | undefined, id: string): void {
  if (stated !== undefined && stated !== id)
    throw fault('value', 'The id of the body is that of the address', { expression: `${type}.id` });
}

async function enter(
  { db, clock, senders }: RegistryDeps,
  caller: AdminCaller,
  id: string,
  content: OrganizationContent,
): Promise<KeptEntry> {
  const now = clock();
  const row: SenderRow = {
    ...content,
    ...{ id, vendor: null, system_name: null, system_version: null, system_active: true },
    ...{ version: 1, entered_at: now, changed_at: now, changed_by: caller.subject },
  };
  if (!(await enterSender(db, row))) throw overtaken();
  senders.forget();
  return { row, isNew: true };
}

/** The same again changes nothing. */
async function change(
  { db, clock, senders }: RegistryDeps,
  { caller, ifMatch }: RegistryCall,
  before: SenderRow,
  content: Partial<SenderRow>,
): Promise<KeptEntry> {
  requireIfMatch(before.version, ifMatch);
  if (isDeepStrictEqual({ ...before, ...content }, before)) return { row: before, isNew: false };
  const row = { ...before, ...content, version: before.version + 1, changed_at: clock(), changed_by: caller.subject };
  if (!(await replaceSender(db, row))) throw overtaken();
  senders.forget();
  return { row, isNew: false };
}

const overtaken = (): Fault =>
  fault('conflict', 'Another administrator changed this at the same moment: read it again, and send your change on top of it');
