/** A card as its reader sees it → the items of a PDC-DK document, each obligatory one among them. */

import { obligatory } from '../pdc/codes.ts';
import type { Item } from '../pdc/item.ts';
import { formatInstant } from '../time/zone.ts';
import type { Card } from './card.ts';

export function toPdcItems(card: Card, newId: () => string): Item[] {
  const { optedOut, by } = card.resuscitation;
  const known = card.items.filter(({ content }) => content.kind !== 'resuscitation');
  const resuscitation: Item = {
    id: by?.source.of === 'register' ? by.source.item.id : newId(),
    content: { kind: 'resuscitation', optedOut },
    author: { kind: 'register' },
    ...(by?.isDated === true && optedOut === true && { recordedAt: formatInstant(by.saidAt) }),
  };
  const missing = obligatory.filter((kind) => kind !== 'resuscitation' && !known.some(({ content }) => content.kind === kind));
  return [...known, resuscitation, ...missing.map((kind) => toUnknown(kind, newId()))];
}

function toUnknown(kind: (typeof obligatory)[number], id: string): Item {
  const author = { kind: 'register' } as const;
  switch (kind) {
    case 'name-and-address':
      return { id, author, content: { kind, name: { given: [] }, isProtected: false } };
    case 'coverage-group':
      return { id, author, content: { kind } };
    case 'resuscitation':
      return { id, author, content: { kind, optedOut: 'temp-unknown' } };
    default:
      return { id, author, content: { kind, registered: 'temp-unknown' } };
  }
}
