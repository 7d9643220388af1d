/** `/stamkort/genoplivning`: the citizen opts out of resuscitation, or takes it back; nobody does for them. */
import type { Consent } from '@medplum/fhirtypes';
import { Router } from 'express';
import { requireScope } from '../../access/authorise.ts';
import {
  type ConsentCall,
  type ConsentDeps,
  createConsent,
  findOwnConsents,
  type KeptConsent,
  updateConsent,
} from '../../access/keep-consent.ts';
import { isOptOut } from '../../access/opt-out.ts';
import { birthDateOf } from '../../cpr/cpr.ts';
import { fault } from '../../fhir/fault.ts';
import { etag } from '../../fhir/headers.ts';
import type { StamkortDeps } from '../../stamkort/deps.ts';
import { lookUpCard } from '../../stamkort/find-card.ts';
import { addYears, dateOf } from '../../time/zone.ts';
import { askedOf, lookingOf } from '../looking.ts';
import { type Answer, citizenOf, type PageDeps, servePage, type Visitor } from '../page.ts';
import { OPT_OUT_PATH } from './edit-paths.ts';
import { type OptOutView, optOutPage } from './opt-out-page.ts';
import { toOptOutConsent } from './to-opt-out-consent.ts';

type Deps = StamkortDeps & ConsentDeps & PageDeps;

/** `active`: the citizen's own that say so. */
type State = Pick<OptOutView, 'reader' | 'card' | 'may'> & { readonly active: readonly KeptConsent[] };

export function optOutRoutes(deps: Deps): Router {
  const { clock, optOutAge } = deps;

  /** As it stands, with what may be done about it. */
  async function read(
    visitor: Visitor,
  ): Promise<Pick<OptOutView, 'reader' | 'card' | 'may'> & { readonly active: readonly KeptConsent[] }> {
    const caller = citizenOf(visitor);
    const { requestId } = visitor;
    const today = dateOf(clock());
    requireScope(caller, 'Patient', 'r');
    const looking = lookingOf(caller, visitor, today);
    const card = await lookUpCard(deps, { caller, requestId }, { asked: askedOf(caller, visitor, today) });
    if (looking.otherName !== undefined) return { reader: { as: 'relative', looking }, card, may: undefined, active: [] };
    const consents = await findOwnConsents(deps, consentCall(visitor, 's'), { identifier: caller.identifier });
    const active = consents.filter(({ consent }) => isOptOut(consent) && consent.status === 'active');
    const isOut = active.length > 0 || card.resuscitation.optedOut === true || card.resuscitation.pending !== undefined;
    const isOfAge = today >= addYears(birthDateOf(caller.identifier, today), optOutAge);
    return { reader: { as: 'self', looking }, card, may: isOut ? 'withdraw' : isOfAge ? 'opt-out' : undefined, active };
  }

  function consentCall(visitor: Visitor, scope: string): ConsentCall {
    const caller = citizenOf(visitor);
    requireScope(caller, 'Consent', scope);
    return { caller, requestId: visitor.requestId };
  }

  const show = (visitor: Visitor, { reader, card, may }: State, status: 200 | 403 | 422 = 200): Answer => {
    const notice = noticeOf(visitor.query.get('nu'));
    const view = { frame: visitor.frame, reader, card, may, minimumAge: optOutAge, notice, isUnread: status === 422 };
    return { page: optOutPage(view), status };
  };

  async function optOut(visitor: Visitor): Promise<Answer> {
    const state = await read(visitor);
    if (state.may === undefined) return show(visitor, state, 403);
    if (visitor.form.get('laest') !== 'ja') return show(visitor, state, 422);
    // A form that is sent twice opts out once.
    if (state.may === 'opt-out') await createConsent(deps, consentCall(visitor, 'c'), toOptOutConsent(state.card.citizenId, 'active'));
    return { seeOther: `${OPT_OUT_PATH}?nu=${words.done}` };
  }

  /** What a register holds is taken back by a statement of the citizen's own, which is later than it. */
  async function withdraw(visitor: Visitor): Promise<Answer> {
    const state = await read(visitor);
    const { may, card, active } = state;
    if (may === undefined) return show(visitor, state, 403);
    const inactive = ({ consent }: KeptConsent): Consent => ({ ...consent, status: 'inactive' });
    for (const kept of active) {
      await updateConsent(deps, consentCall(visitor, 'u'), kept.consent.id ?? '', inactive(kept), etag(kept.version));
    }
    if (may === 'withdraw' && active.length === 0) {
      await createConsent(deps, consentCall(visitor, 'c'), toOptOutConsent(card.citizenId, 'inactive'));
    }
    return { seeOther: `${OPT_OUT_PATH}?nu=${words.withdrawn}` };
  }

  return Router()
    .get(
      OPT_OUT_PATH,
      servePage(deps, async (visitor) => show(visitor, await read(visitor))),
    )
    .post(
      OPT_OUT_PATH,
      servePage(deps, (visitor) => {
        switch (visitor.form.get('valg')) {
          case 'fravaelg':
            return optOut(visitor);
          case 'traek-tilbage':
            return withdraw(visitor);
          default:
            throw fault('value', 'The form holds what it does not offer');
        }
      }),
    );
}

const words = { done: 'fravalgt', withdrawn: 'trukket-tilbage' } as const;

const noticeOf = (word: string | null): OptOutView['notice'] => (['done', 'withdrawn'] as const).find((notice) => words[notice] === word);
