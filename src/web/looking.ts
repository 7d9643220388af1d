/** Whom a citizen's page is about: themself, or the one they act for. */
import { actsFor } from '../access/bind-citizen.ts';
import type { CitizenCaller } from '../access/caller.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { LocalDate } from '../time/zone.ts';
import type { Visitor } from './page.ts';

export interface Looking {
  /** Whose data these are, where they are another's. */
  readonly otherName: string | undefined;
  /** Whom else one may see: the other, or oneself again. */
  readonly switchTo: { readonly name: string; readonly relation: string | undefined; readonly toSelf: boolean } | undefined;
  readonly csrf: string;
}

/** The other, where the citizen chose so and may still act for them. */
export function askedOf(
  caller: CitizenCaller,
  { session }: Pick<Visitor, 'session'>,
  today: LocalDate,
): { readonly identifier: CitizenIdentifier } {
  const other = session.forOther === true ? actsFor(caller, today)[1] : undefined;
  return { identifier: other ?? caller.identifier };
}

export function lookingOf(caller: CitizenCaller, { session, texts }: Pick<Visitor, 'session' | 'texts'>, today: LocalDate): Looking {
  const may = actsFor(caller, today).length > 1;
  const { relation } = caller.actFor ?? {};
  if (!may || relation === undefined) return { otherName: undefined, switchTo: undefined, csrf: session.csrf };
  const name = session.otherName ?? texts.appointments.unnamedOther[relation];
  const forOther = session.forOther === true;
  return {
    otherName: forOther ? name : undefined,
    switchTo: { name, relation: forOther ? texts.appointments.relation[relation] : undefined, toSelf: forOther },
    csrf: session.csrf,
  };
}
