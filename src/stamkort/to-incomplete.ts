/** What a card lacks: each register that is late or down, and each item that a card always has and this one has not. */

import { registers } from '../access/caller.ts';
import type { Issue } from '../fhir/fault.ts';
import { formatInstant } from '../time/zone.ts';
import type { Card } from './card.ts';
import { expectedKinds, registerNames, registerOf } from './kinds.ts';
import { labelOf } from './to-provenance.ts';

export const UNKNOWN_RESUSCITATION = 'Det vides ikke, om borgeren har fravalgt genoplivningsforsøg: det må ikke læses som et nej';

export function toIncomplete(card: Card): Issue[] {
  const warn = (text: string): Issue => ({ severity: 'warning', code: 'incomplete', text });
  const ofRegisters = registers.flatMap((register) => {
    const { status, asOf } = card.standings.get(register) ?? { status: 'ok' as const };
    const since = asOf === undefined ? '' : ` Oplysningerne er fra ${dayAndTime(asOf)}.`;
    if (status === 'down') return [warn(`${registerNames[register]} kan ikke nås i øjeblikket.${since}`)];
    return status === 'late' ? [warn(`${registerNames[register]} er forsinket.${since}`)] : [];
  });
  const missing = expectedKinds.filter((kind) => !card.items.some(({ content }) => content.kind === kind));
  const ofItems = missing.map((kind) => {
    const register = registerOf[kind];
    return warn(`${labelOf(kind)}: der er ingen oplysning${register === undefined ? '' : ` fra ${registerNames[register]}`}`);
  });
  return [...ofRegisters, ...ofItems, ...(card.resuscitation.optedOut === 'temp-unknown' ? [warn(UNKNOWN_RESUSCITATION)] : [])];
}

/** `04.03.2026 kl. 10.15`. */
function dayAndTime(instant: Date): string {
  const text = formatInstant(instant);
  return `${text.slice(8, 10)}.${text.slice(5, 7)}.${text.slice(0, 4)} kl. ${text.slice(11, 13)}.${text.slice(14, 16)}`;
}
