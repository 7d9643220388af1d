/** Whose card a page is about, and as who it is read. */
import type { Reader } from '../../access/bind-citizen.ts';
import type { CitizenIdentifier } from '../../cpr/cpr.ts';
import type { CallOf } from '../../stamkort/deps.ts';
import type { LocalDate } from '../../time/zone.ts';
import { askedOf, lookingOf } from '../looking.ts';
import { readerOf, type Visitor } from '../page.ts';
import type { CardReader } from './card-page.ts';

/** As the recipes are asked, and as the pages tell it. */
export interface CardCall {
  readonly call: CallOf<Reader>;
  readonly asked: { readonly identifier: CitizenIdentifier };
  readonly reader: CardReader;
}

/**
 * @returns undefined where a professional has chosen nobody
 * @throws SignInNeeded; Fault 403
 */
export function cardCallOf(visitor: Visitor, today: LocalDate): CardCall | undefined {
  const { session, requestId } = visitor;
  const caller = readerOf(visitor);
  const call = { caller, requestId };
  if (caller.role === 'professional') {
    const { chosen, csrf } = session;
    return chosen && { call, asked: { identifier: chosen }, reader: { as: 'professional', number: chosen.value, csrf } };
  }
  const looking = lookingOf(caller, visitor, today);
  return { call, asked: askedOf(caller, visitor, today), reader: { as: looking.otherName === undefined ? 'self' : 'relative', looking } };
}
