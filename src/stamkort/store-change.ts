/** One change to a card → one statement: the next version of each item, its log line, and a word to whoever holds a copy. */
import { auditEntry, type Interaction } from '../access/audit.ts';
import type { Caller, Register } from '../access/caller.ts';
import { homeKeys } from '../normalise/address-keys.ts';
import type { Author, Content, Kind } from '../pdc/item.ts';
import { type ItemRow, type ItemWrite, writeItems } from '../store/stamkort-item.ts';
import type { Overwritten } from './card.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import type { Whose } from './load-card.ts';

/** What one item becomes. */
export interface Edit {
  /** The version that it follows; absent of one that was never there. */
  readonly before?: ItemRow | undefined;
  /** The id of a new one, where it has one already. */
  readonly id?: string | undefined;
  readonly kind: Kind;
  readonly register?: Register;
  /** Absent: it is deleted. */
  readonly content?: Content | undefined;
  readonly author: Author;
  readonly recordedAt: Date | null;
}

export interface Change {
  readonly edits: readonly Edit[];
  readonly interaction: Interaction;
  readonly operation?: string;
  readonly resourceType: string;
  readonly identity?: { readonly register: Register; readonly system: string; readonly value: string } | undefined;
  /** A document that the items came in. */
  readonly document?: string;
  /** When those who hold a copy may know; at once where absent. */
  readonly dueAt?: Date | undefined;
}

/** @returns the versions that were written; throws what `isCollision` knows where another writer was first */
export async function storeChange(deps: StamkortDeps, call: CallOf<Caller>, whose: Whose, change: Change): Promise<ItemRow[]> {
  const now = deps.clock();
  const { citizenId, identifier } = whose;
  const items = change.edits.map((edit) => toRow(edit, citizenId, now, deps.newId));
  const [first] = items;
  const write: ItemWrite = {
    citizen: { citizen_id: citizenId, system: identifier.system, value: identifier.value },
    items,
    ...(change.identity !== undefined && first !== undefined && { identity: { ...change.identity, item_id: first.id } }),
    ...(change.document !== undefined && { document: { id: deps.newId(), received_at: now, document: change.document } }),
    change: { citizen_id: citizenId, id: deps.newId(), due_at: change.dueAt ?? now },
    audit: auditEntry(
      {
        caller: call.caller,
        interaction: change.interaction,
        ...(change.operation !== undefined && { operation: change.operation }),
        resourceType: change.resourceType,
        citizenId,
        rows: items.length,
        withheld: false,
        requestId: call.requestId,
      },
      { ...deps, now },
    ),
  };
  await writeItems(deps.db, write);
  return items;
}

function toRow(
  { before, id, kind, register, content, author, recordedAt }: Edit,
  citizenId: string,
  now: Date,
  newId: () => string,
): ItemRow {
  const overwritten = toOverwritten(before, author);
  return {
    citizen_id: citizenId,
    id: before?.id ?? id ?? newId(),
    kind,
    register: register ?? null,
    version: (before?.version ?? 0) + 1,
    deleted: content === undefined,
    recorded_at: recordedAt,
    received_at: now,
    content: content === undefined ? (before?.content ?? '{}') : JSON.stringify(content),
    author: JSON.stringify(author),
    overwritten: overwritten === undefined ? null : JSON.stringify(overwritten),
    ...toProtection(content),
  };
}

/** What appointments have to know of the home, so that a protected one leaves in none of them (DESIGN §4.2). */
function toProtection(content: Content | undefined): Pick<ItemRow, 'restricted' | 'home_keys'> {
  if (content?.kind !== 'name-and-address') return { restricted: false, home_keys: null };
  const keys = content.address === undefined ? [] : homeKeys(content.address);
  return { restricted: content.isProtected, home_keys: keys.length === 0 ? null : keys };
}

/** A professional's entry over one of the citizen's, or of who acts for them, is marked until they enter it anew themselves. */
function toOverwritten(before: ItemRow | undefined, author: Author): Overwritten | undefined {
  if (before === undefined || before.deleted || author.kind !== 'professional') return undefined;
  const earlier = JSON.parse(before.author) as Author;
  if (earlier.kind !== 'citizen' && earlier.kind !== 'relative')
    return before.overwritten === null ? undefined : (JSON.parse(before.overwritten) as Overwritten);
  const { version, recorded_at } = before;
  return { version, author: earlier, ...(recorded_at !== null && { recordedAt: recorded_at.toISOString() }) };
}
