/** What stands in `meta` of a card's resource: version, protection, and the mark of a register that is late or down. */
import type { Meta } from '../fhir/types.ts';
import type { Card, CardItem } from './card.ts';
import { CONFIDENTIALITY, REGISTER_STATUS_SYSTEM } from './own-words.ts';

export function toMeta(card: Card, version: string | undefined, updatedAt: Date | undefined, items: readonly CardItem[]): Meta | undefined {
  const statuses = new Set(items.flatMap(({ register }) => (register === undefined ? [] : (card.standings.get(register)?.status ?? []))));
  const marks = [...statuses].filter((status) => status !== 'ok');
  const meta: Meta = {
    ...(version !== undefined && { versionId: version }),
    ...(updatedAt !== undefined && { lastUpdated: updatedAt.toISOString() }),
    ...(card.isProtected && { security: [{ system: CONFIDENTIALITY, code: 'R', display: 'restricted' }] }),
    ...(marks.length > 0 && { tag: marks.map((code) => ({ system: REGISTER_STATUS_SYSTEM, code })) }),
  };
  return Object.keys(meta).length > 0 ? meta : undefined;
}

export const itemMeta = (card: Card, item: CardItem): { readonly meta?: Meta } => {
  const meta = toMeta(card, String(item.version), item.receivedAt, [item]);
  return meta === undefined ? {} : { meta };
};
