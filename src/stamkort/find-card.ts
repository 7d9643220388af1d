/** One citizen's card as the caller may see it; it is given once its line in the log is on disk. */
import { auditEntry, type Interaction } from '../access/audit.ts';
import { requireRole } from '../access/authorise.ts';
import type { Asked, Reader } from '../access/bind-citizen.ts';
import { cardPolicy } from '../access/card-policy.ts';
import { decideVisible } from '../access/decide-visible.ts';
import type { Override } from '../access/override.ts';
import { isAllBlocked } from '../store/stamkort-block.ts';
import type { Card } from './card.ts';
import { decideSight, seenBy } from './decide-sight.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { loadCard, type Whose } from './load-card.ts';
import { isSelf, whoseCard } from './whose-card.ts';

export interface CardQuestion {
  readonly asked: Asked;
  readonly override?: Override | undefined;
  readonly policy?: typeof cardPolicy;
}

/** @throws Denied */
export async function findCard(deps: StamkortDeps, caller: Reader, { asked, override, policy = cardPolicy }: CardQuestion): Promise<Card> {
  if (override !== undefined) requireRole(caller, 'professional');
  const whose = await whoseCard(deps, caller, asked);
  const now = deps.clock();
  if (policy.isBlockable && (await isBlocked(deps, caller, whose, override))) return loadNothing(whose);
  return seenBy(await loadCard(deps.db, whose, now), decideSight(caller, isSelf(deps, caller, whose.citizenId)));
}

async function isBlocked(deps: StamkortDeps, caller: Reader, { citizenId }: Whose, override: Override | undefined): Promise<boolean> {
  const visible = decideVisible(caller, await deps.senders.all(), { override: override !== undefined });
  return isAllBlocked(deps.db, visible, citizenId, deps.clock());
}

/** As of one of whom nothing is known: that there is something, a block does not tell. */
const loadNothing = ({ citizenId, identifier }: Whose): Card => ({
  citizenId,
  identifier,
  items: [],
  patientVersion: 0,
  patientUpdatedAt: undefined,
  isProtected: false,
  standings: new Map(),
  resuscitation: { optedOut: 'temp-unknown' },
});

/** The whole card, as `$stamkort` gives it. */
export async function lookUpCard(deps: StamkortDeps, call: CallOf<Reader>, question: CardQuestion): Promise<Card> {
  const card = await findCard(deps, call.caller, question);
  const { override } = question;
  await logLook(deps, call, card, {
    interaction: 'operation',
    operation: '$stamkort',
    resourceType: 'Patient',
    rows: card.items.length,
    override,
  });
  return card;
}

export interface Look {
  readonly interaction: Interaction;
  readonly operation?: string;
  readonly resourceType: string;
  readonly rows: number;
  readonly override?: Override | undefined;
}

/** Resolves once the line is on disk. */
export const logLook = (
  deps: StamkortDeps,
  { caller, requestId }: CallOf<Reader>,
  card: Card,
  { interaction, operation, resourceType, rows, override }: Look,
): Promise<void> =>
  deps.appendAudit(
    auditEntry(
      {
        caller,
        interaction,
        ...(operation !== undefined && { operation }),
        resourceType,
        citizenId: card.citizenId,
        rows,
        withheld: card.isProtected && !isSelf(deps, caller, card.citizenId),
        requestId,
        ...(override !== undefined && { override }),
      },
      { ...deps, now: deps.clock() },
    ),
  );
