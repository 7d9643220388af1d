/** A register feeds the items that are its own: by conditional PUT, idempotent; the same again stores nothing. */
import type { RegisterCaller } from '../access/caller.ts';
import { Fault, fault } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import { parseQuery } from '../fhir/query.ts';
import { parseToken } from '../fhir/token.ts';
import type { Resource } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import type { Author, Content, Kind } from '../pdc/item.ts';
import { findCitizenIdentifier } from '../store/citizen.ts';
import { findByIdentity, findItems, type ItemRow } from '../store/stamkort-item.ts';
import { isCollision } from '../store/write-set.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { singleId } from './ids.ts';
import { isSingle } from './kinds.ts';
import { type RegisterItem, readRegisterItem } from './read-register-item.ts';
import { isSameJson } from './same-json.ts';
import { storeChange } from './store-change.ts';

export interface Condition {
  readonly system: string;
  readonly value: string;
}

export type FedHow = 'created' | 'updated' | 'unchanged';

export interface Fed {
  readonly how: FedHow;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly receivedAt: Date;
}

/** @throws Fault 400 for anything but one `identifier={system}|{value}` */
export function parseItemCondition(query: URLSearchParams | string): Condition {
  const [first, ...more] = [...(typeof query === 'string' ? parseQuery(query) : query)].filter(
    ([name]) => name !== '_format' && name !== '_pretty',
  );
  const [name, text = ''] = first ?? [];
  const token = name === 'identifier' && more.length === 0 ? parseToken(text) : undefined;
  if (token !== undefined) return token;
  throw fault('value', "Name the item by exactly one identifier={system}|{value}, the register's own", {
    expression: 'identifier',
    rule: 'identity-condition',
  });
}

const author: Author = { kind: 'register' };

/** @throws Fault 400, 412, 422; and what `isCollision` knows where another writer was first */
export async function feedItem(
  deps: StamkortDeps,
  call: CallOf<RegisterCaller>,
  type: string,
  condition: Condition,
  body: unknown,
  ifMatch?: string,
): Promise<Fed> {
  const item = readRegisterItem(checked(body, type, condition), call.caller.register);
  const { register } = call.caller;
  const citizenId = deps.citizenIdOf(item.citizen);
  const known = await findByIdentity(deps.db, { register, ...condition });
  if (known !== undefined && known.citizen_id !== citizenId) {
    throw fault('business-rule', "An item stays with its citizen: delete it, and send the other citizen's under an identifier of its own", {
      expression: type,
      rule: 'card-citizen',
    });
  }
  const rows = await findItems(deps.db, citizenId);
  const { kind } = item.content;
  const before = rows.find(({ id }) => id === known?.item_id) ?? (isSingle(kind) ? rows.find((row) => row.kind === kind) : undefined);
  requireSameKind(before, kind, type);
  requireIfMatch(before?.deleted === false ? before.version : undefined, ifMatch);
  if (before !== undefined && known !== undefined && isSame(before, item)) return fedOf('unchanged', type, citizenId, before);
  const [written] = await storeChange(
    deps,
    call,
    { citizenId, identifier: item.citizen },
    {
      edits: [{ before, kind, register, content: item.content, author, recordedAt: item.recordedAt ?? null }],
      interaction: before === undefined || before.deleted ? 'create' : 'update',
      resourceType: type,
      identity: known === undefined ? { register, ...condition } : undefined,
      dueAt: dueAt(item.content, deps.clock()),
    },
  );
  if (written === undefined) throw new Error('a write came to nothing');
  return fedOf(before === undefined || before.deleted ? 'created' : 'updated', type, citizenId, written);
}

/** @returns whether there was one to take away */
export async function takeAwayItem(deps: StamkortDeps, call: CallOf<RegisterCaller>, type: string, condition: Condition): Promise<boolean> {
  const { register } = call.caller;
  const known = await findByIdentity(deps.db, { register, ...condition });
  const identifier = known && (await findCitizenIdentifier(deps.db, known.citizen_id));
  if (known === undefined || identifier === undefined) return false;
  const before = (await findItems(deps.db, known.citizen_id)).find(({ id }) => id === known.item_id);
  if (before === undefined || before.deleted) return false;
  await storeChange(
    deps,
    call,
    { citizenId: known.citizen_id, identifier },
    {
      edits: [{ before, kind: before.kind as Kind, register, author, recordedAt: null }],
      interaction: 'delete',
      resourceType: type,
    },
  );
  return true;
}

const ATTEMPTS = 20;

/** Again, where another writer of the same item was first. */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (cause) {
      if (!isCollision(cause)) throw cause;
      if (attempt === ATTEMPTS)
        throw fault('lock-error', 'Other writers of the same item were always first: send it again', {
          headers: { 'Retry-After': '1' },
          cause,
        });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(attempt, 6)));
    }
  }
}

function checked(body: unknown, type: string, { system, value }: Condition): Resource {
  const issues = [...validate(body, { type }), ...refuseModifierExtensions(body as Resource, type)];
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
  const resource = body as Resource & { readonly identifier?: unknown };
  const identifiers = Array.isArray(resource.identifier) ? resource.identifier : [];
  if (!identifiers.some((one) => one.system === system && one.value === value)) {
    throw fault('value', 'The identifier of the address stands in the body too', {
      expression: `${type}.identifier`,
      rule: 'identity-condition',
    });
  }
  return resource;
}

function requireSameKind(before: ItemRow | undefined, kind: Kind, type: string): void {
  if (before === undefined || before.kind === kind) return;
  throw fault('business-rule', 'This identifier is that of an item of another kind', { expression: type, rule: 'card-register-kind' });
}

const isSame = (before: ItemRow, { content, recordedAt }: RegisterItem): boolean =>
  !before.deleted &&
  (before.recorded_at?.getTime() ?? null) === (recordedAt?.getTime() ?? null) &&
  isSameJson(JSON.parse(before.content), content);

/** An opt-out is nobody's to know of before it is in force. */
const dueAt = (content: Content, now: Date): Date | undefined => {
  if (content.kind !== 'resuscitation' || content.from === undefined) return undefined;
  const from = new Date(content.from);
  return from > now ? from : undefined;
};

const fedOf = (how: FedHow, type: string, citizenId: string, { id, kind, version, received_at }: ItemRow): Fed => ({
  how,
  type,
  id: type === 'Patient' ? citizenId : type === 'RelatedPerson' ? id : singleId(citizenId, kind as Kind),
  version,
  receivedAt: received_at,
});
