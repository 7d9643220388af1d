/** For whom a relation lets one act: custody ends where the law lets the young decide for themselves, a power of attorney begins there. */
import { birthDateOf, type CitizenIdentifier } from '../cpr/cpr.ts';
import { addYears, type LocalDate } from '../time/zone.ts';
import type { Relation } from './caller.ts';

/** In whole years: from (included) until (not included). Sundhedsloven § 17: from 15 one consents for oneself. */
const ages: Readonly<Record<Relation, { readonly from: number; readonly until: number }>> = {
  custody: { from: 0, until: 15 },
  'power-of-attorney': { from: 15, until: Number.POSITIVE_INFINITY },
};

export function mayActFor(relation: Relation, person: CitizenIdentifier, today: LocalDate): boolean {
  const born = birthDateOf(person, today);
  const { from, until } = ages[relation];
  return today >= addYears(born, from) && (until === Number.POSITIVE_INFINITY || today < addYears(born, until));
}
