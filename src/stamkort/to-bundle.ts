/** The card as a collection: its resources, what it lacks, and to a professional that something may be withheld. */

import { withholdingNotice } from '../access/withholding-notice.ts';
import { toOutcome } from '../fhir/outcome.ts';
import type { Bundle, Resource } from '../fhir/types.ts';
import type { Card } from './card.ts';
import { toIncomplete } from './to-incomplete.ts';
import { toMeta } from './to-meta.ts';
import { toResources } from './to-resources.ts';

export interface BundleContext {
  readonly publicUrl: string;
  readonly now: Date;
  readonly newId: () => string;
  readonly isProfessional: boolean;
}

export function toBundle(card: Card, context: BundleContext): Bundle {
  const meta = toMeta(card, undefined, undefined, []);
  return {
    resourceType: 'Bundle',
    ...(meta !== undefined && { meta }),
    type: 'collection',
    timestamp: context.now.toISOString(),
    entry: [...toResources(card).map((resource) => toEntry(resource, context)), ...outcomesOf(card, context)],
  };
}

export const toEntry = (resource: Resource, { publicUrl }: Pick<BundleContext, 'publicUrl'>) => ({
  fullUrl: `${publicUrl}/fhir/${resource.resourceType}/${resource.id}`,
  resource,
});

export function outcomesOf(card: Card, { newId, isProfessional }: BundleContext): { fullUrl: string; resource: Resource }[] {
  const incomplete = toIncomplete(card);
  const outcomes = [...(incomplete.length > 0 ? [toOutcome(incomplete)] : []), ...(isProfessional ? [withholdingNotice] : [])];
  return outcomes.map((resource) => ({ fullUrl: `urn:uuid:${newId()}`, resource }));
}
