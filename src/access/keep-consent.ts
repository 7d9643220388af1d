/** A citizen's consents, blocks and the opt-out of resuscitation: set, changed, lifted, read. By the citizen, or one who acts for them. */
import type { Consent } from '@medplum/fhirtypes';
import type { Kysely } from 'kysely';
import { CPR_SYSTEM, isCitizenSystem, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { Fault, fault } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import { validate } from '../fhir/validate.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import { type ConsentRow, findConsents, writeConsent } from '../store/consent.ts';
import type { Database } from '../store/database.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import { isCollision } from '../store/write-set.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf } from '../time/zone.ts';
import { type AuditContext, auditEntry, type Interaction } from './audit.ts';
import { type Asked, actsFor, bindCitizen } from './bind-citizen.ts';
import type { CitizenCaller } from './caller.ts';
import { isOptOut, keepOptOut, toOptOut } from './opt-out.ts';
import { type Block, parseBlock } from './parse-block.ts';
import { toBlockRow } from './to-block-row.ts';

export interface ConsentDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
  readonly appendAudit: AppendAudit;
  /** In whole years: who may opt out of resuscitation. */
  readonly optOutAge: number;
}

export interface ConsentCall {
  readonly caller: CitizenCaller;
  readonly requestId: string;
}

export interface KeptConsent {
  readonly consent: Consent;
  readonly version: number;
  readonly recordedAt: Date;
}

/** Sets a block, which binds from the next read on, or an opt-out, which is in force after seven days. */
export async function createConsent(deps: ConsentDeps, call: ConsentCall, body: unknown): Promise<KeptConsent> {
  const { consent, citizenId, block } = readConsent(deps, call, body, undefined);
  return write(deps, call, { citizenId, id: deps.newId(), version: 1, consent, block, interaction: 'create' });
}

/** A status other than `active` lifts a block and withdraws an opt-out. */
export async function updateConsent(
  deps: ConsentDeps,
  call: ConsentCall,
  id: string,
  body: unknown,
  ifMatch: string | undefined,
): Promise<KeptConsent> {
  if (typeof body === 'object' && body !== null && 'id' in body && body.id !== id) {
    throw fault('value', 'The id of the body is that of the address', { expression: 'Consent.id' });
  }
  const before = await getOwn(deps, call, id);
  const { consent, citizenId, block } = readConsent(deps, call, body, before);
  if (before.citizen_id !== citizenId) throw fault('business-rule', 'A consent stays with its citizen', { expression: 'Consent.patient' });
  requireIfMatch(before.version, ifMatch);
  return write(deps, call, { citizenId, id, version: before.version + 1, consent, block, interaction: 'update' });
}

/** Lifts and takes out of sight; the versions stay. */
export async function deleteConsent(deps: ConsentDeps, call: ConsentCall, id: string, ifMatch: string | undefined): Promise<void> {
  const before = await getOwn(deps, call, id);
  requireIfMatch(before.version, ifMatch);
  if (before.deleted) return;
  const consent = JSON.parse(before.resource) as Consent;
  if (isOptOut(consent)) requireSelf(deps, call, before.citizen_id);
  await write(deps, call, {
    citizenId: before.citizen_id,
    id,
    version: before.version + 1,
    consent,
    block: undefined,
    interaction: 'delete',
  });
}

/** @throws Fault 404 for another's, 410 for a deleted one */
export async function readOwnConsent(deps: ConsentDeps, call: ConsentCall, id: string): Promise<KeptConsent> {
  const row = await getOwn(deps, call, id);
  if (row.deleted) throw fault('deleted', 'This consent is deleted');
  await logRead(deps, call, 'read', row.citizen_id, 1);
  return toKept(row);
}

/** Those of one citizen that are not deleted, oldest first. */
export async function findOwnConsents(deps: ConsentDeps, call: ConsentCall, asked: Asked): Promise<KeptConsent[]> {
  const citizenId = bindCitizen(call.caller, asked, { ...deps, now: deps.clock() });
  const rows = (await findConsents(deps.db, citizenId)).filter((row) => !row.deleted && isInSight(deps, call, row));
  await logRead(deps, call, 'search', citizenId, rows.length);
  return rows.map(toKept).sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
}

const logRead = (
  deps: ConsentDeps,
  { caller, requestId }: ConsentCall,
  interaction: 'read' | 'search',
  citizenId: string,
  rows: number,
): Promise<void> =>
  deps.appendAudit(
    auditEntry(
      { caller, interaction, resourceType: 'Consent', citizenId, rows, withheld: false, requestId },
      { ...deps, now: deps.clock() },
    ),
  );

interface Read {
  readonly consent: Consent;
  readonly citizenId: string;
  readonly block: Block | undefined;
}

function readConsent(deps: ConsentDeps, call: ConsentCall, body: unknown, before: ConsentRow | undefined): Read {
  const { clock, citizenIdOf } = deps;
  const issues = [...validate(body, { type: 'Consent' }), ...refuseModifierExtensions(body as Consent, 'Consent')];
  if (issues.some((issue) => issue.severity === 'error')) throw new Fault(issues);
  const { id: _id, meta: _meta, ...sent } = body as Consent;
  const consent: Consent = { ...sent, dateTime: sent.dateTime ?? clock().toISOString() };
  const citizenId = bindCitizen(call.caller, citizenOf(consent), { citizenIdOf, now: clock() });
  const patient = {
    reference: `Patient/${citizenId}`,
    ...(consent.patient?.identifier !== undefined && { identifier: consent.patient.identifier }),
  };
  const earlier = before === undefined ? undefined : (JSON.parse(before.resource) as Consent);
  if (earlier !== undefined && isOptOut(earlier) !== isOptOut(consent)) {
    throw fault('business-rule', 'A block stays a block, and an opt-out an opt-out', {
      expression: 'Consent.scope',
      rule: 'opt-out-status',
    });
  }
  if (!isOptOut(consent)) return { consent: { ...consent, patient }, citizenId, block: parseBlock(consent) };
  requireSelf(deps, call, citizenId);
  const kept = keepOptOut({ ...consent, patient }, call.caller.identifier, {
    now: clock(),
    minimumAge: deps.optOutAge,
    before: before?.deleted === false ? earlier : undefined,
  });
  return { consent: kept, citizenId, block: undefined };
}

const isSelf = ({ citizenIdOf }: ConsentDeps, { caller }: ConsentCall, citizenId: string): boolean =>
  citizenIdOf(caller.identifier) === citizenId;

function requireSelf(deps: ConsentDeps, call: ConsentCall, citizenId: string): void {
  if (isSelf(deps, call, citizenId)) return;
  throw fault('forbidden', 'Resuscitation is opted out of by the citizen alone, and by nobody for them', {
    expression: 'Consent.patient',
    rule: 'opt-out-citizen',
  });
}

/** An opt-out that is not in force yet is in nobody's sight but the citizen's. */
function isInSight(deps: ConsentDeps, call: ConsentCall, row: ConsentRow): boolean {
  if (isSelf(deps, call, row.citizen_id)) return true;
  const consent = JSON.parse(row.resource) as Consent;
  if (!isOptOut(consent)) return true;
  const { optsOut, from } = toOptOut(consent, row.recorded_at, row.deleted);
  return optsOut && from <= deps.clock();
}

function citizenOf({ patient }: Consent): Asked {
  const citizenId = /^Patient\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(patient?.reference ?? '')?.[1];
  if (citizenId !== undefined) return { citizenId };
  const { system = CPR_SYSTEM, value } = patient?.identifier ?? {};
  const identifier = isCitizenSystem(system) ? parseCitizenIdentifier(system, value) : undefined;
  if (identifier === undefined) {
    throw fault('required', 'Name the citizen in patient, by identifier (CPR or eCPR) or as Patient/{id}', {
      expression: 'Consent.patient',
    });
  }
  return { identifier };
}

async function getOwn(deps: ConsentDeps, call: ConsentCall, id: string): Promise<ConsentRow> {
  const { db, clock, citizenIdOf } = deps;
  const citizens = actsFor(call.caller, dateOf(clock())).map(citizenIdOf);
  for (const citizenId of citizens) {
    const [row] = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? await findConsents(db, citizenId, id) : [];
    if (row !== undefined && isInSight(deps, call, row)) return row;
  }
  throw fault('not-found', 'There is nothing here by this id');
}

interface Write {
  readonly citizenId: string;
  readonly id: string;
  readonly version: number;
  readonly consent: Consent;
  readonly block: Block | undefined;
  readonly interaction: Interaction;
}

async function write(
  deps: ConsentDeps,
  { caller, requestId }: ConsentCall,
  { citizenId, id, version, consent, block, interaction }: Write,
): Promise<KeptConsent> {
  const now = deps.clock();
  const row: ConsentRow = {
    citizen_id: citizenId,
    consent_id: id,
    version,
    recorded_at: now,
    deleted: interaction === 'delete',
    resource: JSON.stringify(consent),
  };
  const context: AuditContext = { ...deps, now };
  const audit = auditEntry({ caller, interaction, resourceType: 'Consent', citizenId, rows: 1, withheld: false, requestId }, context);
  try {
    const changes = isOptOut(consent) ? [{ citizen_id: citizenId, id: deps.newId(), due_at: dueAt(consent, row) }] : [];
    await writeConsent(deps.db, row, block === undefined ? undefined : toBlockRow(citizenId, id, block), audit, changes);
  } catch (cause) {
    if (isCollision(cause)) throw fault('conflict', 'Somebody changed this consent in the meantime: read it again', { cause });
    throw cause;
  }
  return toKept(row);
}

/** When those who hold a copy of the card may know. */
const dueAt = (consent: Consent, { recorded_at, deleted }: ConsentRow): Date => toOptOut(consent, recorded_at, deleted).from;

const toKept = ({ consent_id, version, recorded_at, resource }: ConsentRow): KeptConsent => {
  const { resourceType, ...rest } = JSON.parse(resource) as Consent;
  const consent = { resourceType, id: consent_id, meta: { versionId: String(version), lastUpdated: recorded_at.toISOString() }, ...rest };
  return { consent, version, recordedAt: recorded_at };
};
