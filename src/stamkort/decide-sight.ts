/** What a reader sees of a card. Pure. */
import type { Reader } from '../access/bind-citizen.ts';
import type { Content, Item } from '../pdc/item.ts';
import type { Card, CardItem } from './card.ts';
import { registerOf } from './kinds.ts';

export interface Sight {
  /** The citizen themself: sees a protected address, and an opt-out that is not in force yet. */
  readonly isSelf: boolean;
  /** Who registered as organ donor or made a will is shown to professionals only (Sundhedsdatastyrelsen). */
  readonly seesRegistrations: boolean;
}

export const decideSight = (caller: Reader, isSelf: boolean): Sight => ({
  isSelf,
  seesRegistrations: caller.role === 'professional',
});

/** The card with what the reader may not see, or nobody can know now, left out or marked. */
export function seenBy(card: Card, sight: Sight): Card {
  const hidesPlace = card.isProtected && !sight.isSelf;
  const { pending, ...resuscitation } = card.resuscitation;
  const items = card.items
    .filter((item) => sight.isSelf || !isPending(item, card))
    .map((item): CardItem => ({ ...item, content: contentSeen(item, card, sight, hidesPlace) }));
  return { ...card, items, resuscitation: { ...resuscitation, ...(sight.isSelf && pending !== undefined && { pending }) } };
}

/** A register's opt-out that does not hold: to all but the citizen it is not there. */
const isPending = ({ id, content }: CardItem, { resuscitation: { by } }: Card): boolean =>
  content.kind === 'resuscitation' && !(by?.source.of === 'register' && by.source.item.id === id);

function contentSeen({ content }: Item, card: Card, { seesRegistrations }: Sight, hidesPlace: boolean): Content {
  switch (content.kind) {
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will': {
      if (!seesRegistrations) return { ...content, registered: 'masked' };
      const register = registerOf[content.kind];
      const isDown = register !== undefined && card.standings.get(register)?.status === 'down';
      return isDown ? { ...content, registered: 'temp-unknown' } : content;
    }
    case 'name-and-address':
      return hidesPlace ? { ...withoutAddress(content), isProtected: true } : { ...content, isProtected: card.isProtected };
    case 'temporary-address':
      return hidesPlace ? withoutAddress(content) : content;
    case 'dentist':
      return hidesPlace ? withoutAddress(content) : content;
    case 'general-practitioner':
      return hidesPlace ? withoutAddress(content) : content;
    case 'relative': {
      // A comment is free text, which may tell where to find the citizen.
      const { comment: _comment, ...rest } = content;
      return hidesPlace ? rest : content;
    }
    case 'custody':
    case 'coverage-group':
    case 'resuscitation':
    case 'language':
    case 'contact':
      return content;
    default:
      return content satisfies never;
  }
}

function withoutAddress<T extends { readonly address?: unknown }>(content: T): Omit<T, 'address'> {
  const { address: _address, ...rest } = content;
  return rest;
}
