/** A citizen, one who acts for them, or a professional changes an item: the last writer of an item wins, and `If-Match` keeps one from losing. */
import type { Reader } from '../access/bind-citizen.ts';
import { fault } from '../fhir/fault.ts';
import type { Author, Content, Kind } from '../pdc/item.ts';
import type { ItemRow } from '../store/stamkort-item.ts';
import { isCollision } from '../store/write-set.ts';
import { authorOf } from './author-of.ts';
import type { Card } from './card.ts';
import { decideSight, seenBy } from './decide-sight.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { loadCard, loadCardAndRows, type Whose } from './load-card.ts';
import { isSameJson } from './same-json.ts';
import { type Change, type Edit, storeChange } from './store-change.ts';
import { isSelf } from './whose-card.ts';

/** What there is now: as it is kept, and as the caller sees it. */
export interface Present {
  readonly rows: readonly ItemRow[];
  readonly card: Card;
  readonly seen: Card;
}

/** What a caller wants an item to be; without content it is deleted. */
export interface Wanted {
  readonly before: ItemRow | undefined;
  readonly kind: Kind;
  readonly content: Content | undefined;
}

export interface Plan extends Pick<Change, 'interaction' | 'resourceType'> {
  readonly wanted: readonly Wanted[];
}

const ATTEMPTS = 20;

/**
 * Plans on what there is, and writes; where another writer came between, plans anew, so that a plan that named a version is refused then.
 * @returns the card as the caller sees it after, and whether anything was written
 */
export async function editCard(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  whose: Whose,
  plan: (present: Present) => Plan,
): Promise<{ readonly card: Card; readonly written: readonly ItemRow[] }> {
  const sight = decideSight(call.caller, isSelf(deps, call.caller, whose.citizenId));
  const author = await authorOf(deps, call.caller, whose.citizenId);
  for (let attempt = 1; ; attempt += 1) {
    const { rows, card } = await loadCardAndRows(deps.db, whose, deps.clock());
    const { wanted, interaction, resourceType } = plan({ rows, card, seen: seenBy(card, sight) });
    const edits = wanted.filter(isNews).map((one) => toEdit(one, author, deps.clock()));
    try {
      const written = edits.length === 0 ? [] : await storeChange(deps, call, whose, { edits, interaction, resourceType });
      return { card: seenBy(await loadCard(deps.db, whose, deps.clock()), sight), written };
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

/** Saying again what is there changes nothing, and makes nobody its author. */
function isNews({ before, content }: Wanted): boolean {
  const isThere = before !== undefined && !before.deleted;
  if (content === undefined) return isThere;
  return !isThere || !isSameJson(JSON.parse(before.content), content);
}

const toEdit = ({ before, kind, content }: Wanted, author: Author, now: Date): Edit => ({
  before,
  kind,
  content,
  author,
  recordedAt: now,
});
