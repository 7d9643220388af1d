/** `/stamkort`: a citizen's card, for the citizen, who acts for them, and the professional who has chosen them. */
import { Router } from 'express';
import { requireScope } from '../access/authorise.ts';
import type { Asked, Reader } from '../access/bind-citizen.ts';
import type { CallOf, StamkortDeps } from '../stamkort/deps.ts';
import { lookUpCard } from '../stamkort/find-card.ts';
import { dateOf } from '../time/zone.ts';
import { type CardReader, cardPage } from './card-page.ts';
import { askedOf, lookingOf } from './looking.ts';
import { type PageDeps, readerOf, servePage, type Visitor } from './page.ts';

/** Whose card, as the recipes are asked. */
interface CardCall {
  readonly call: CallOf<Reader>;
  readonly asked: NonNullable<Asked>;
  readonly reader: CardReader;
}

export function cardRoutes(deps: StamkortDeps & PageDeps): Router {
  const { clock } = deps;

  /** @returns undefined where a professional has chosen nobody */
  function cardCall(visitor: Visitor): CardCall | undefined {
    const { session, requestId } = visitor;
    const caller = readerOf(visitor);
    const call = { caller, requestId };
    if (caller.role === 'professional') {
      const { chosen } = session;
      return chosen && { call, asked: { identifier: chosen }, reader: { as: 'professional', number: chosen.value, csrf: session.csrf } };
    }
    const today = dateOf(clock());
    const looking = lookingOf(caller, visitor, today);
    const as = looking.otherName === undefined ? 'self' : 'relative';
    return { call, asked: askedOf(caller, visitor, today), reader: { as, looking } };
  }

  return Router().get(
    '/stamkort',
    servePage(deps, async (visitor) => {
      const found = cardCall(visitor);
      if (found === undefined) return { seeOther: '/koordinering' };
      const { call, asked, reader } = found;
      requireScope(call.caller, 'Patient', 'r');
      const card = await lookUpCard(deps, call, { asked });
      return { page: cardPage({ frame: visitor.frame, reader, card, now: clock() }) };
    }),
  );
}
