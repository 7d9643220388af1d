/** Ids of the card's resources: an item's own, or the citizen's with a word where there is one a citizen. */
import { isUuid } from '../fhir/appointment-id.ts';
import type { Kind } from '../pdc/item.ts';

export const singleId = (citizenId: string, kind: Kind): string => `${citizenId}.${kind}`;

/** The citizen of an id of the second form; undefined for any other. */
export function citizenOfId(id: string): string | undefined {
  const [citizenId = '', word, ...rest] = id.split('.');
  return isUuid(citizenId) && word !== undefined && rest.length === 0 ? citizenId : undefined;
}
