/** `/stamkort`: a citizen's card, for the citizen, who acts for them, and the professional who has chosen them. */
import { Router } from 'express';
import { requireScope } from '../../access/authorise.ts';
import type { ConsentDeps } from '../../access/keep-consent.ts';
import type { StamkortDeps } from '../../stamkort/deps.ts';
import { lookUpCard } from '../../stamkort/find-card.ts';
import { dateOf } from '../../time/zone.ts';
import { type PageDeps, servePage } from '../page.ts';
import { cardCallOf } from './card-call.ts';
import { noticeOf } from './card-notice.ts';
import { cardPage } from './card-page.ts';
import { editRoutes } from './edit-routes.ts';
import { optOutRoutes } from './opt-out-routes.ts';

export function cardRoutes(deps: StamkortDeps & ConsentDeps & PageDeps): Router {
  const { clock } = deps;
  return Router()
    .get(
      '/stamkort',
      servePage(deps, async (visitor) => {
        const found = cardCallOf(visitor, dateOf(clock()));
        if (found === undefined) return { seeOther: '/koordinering' };
        const { call, asked, reader } = found;
        requireScope(call.caller, 'Patient', 'r');
        const card = await lookUpCard(deps, call, { asked });
        return { page: cardPage({ frame: visitor.frame, reader, card, now: clock(), notice: noticeOf(visitor.query.get('nu')) }) };
      }),
    )
    .use(editRoutes(deps))
    .use(optOutRoutes(deps));
}
