/** Caller → what they may see of a citizen's appointments. Pure. */
import { cvrKey, sorKey } from '../fhir/organisation-key.ts';
import type { Visible } from '../store/visible.ts';
import type { CitizenCaller, ProfessionalCaller } from './caller.ts';
import { authorisationKey, personKey, unitsKey } from './reader-key.ts';

export interface Organisation {
  readonly id: string;
  readonly sor: string | null;
  readonly cvr: string | null;
}

/** The citizen, or a sender that reads what it sent itself. */
export const seesAll: Visible = { seesAll: true, ownSenders: [], readerKeys: [], overridesBlocks: false };

/**
 * The citizen always sees their own; a professional what their organisation sent, and of the rest what blocks and labels allow.
 *
 * @param senders the registry: senders with the caller's CVR number tell which units its organisation has above it
 */
export function decideVisible(
  caller: CitizenCaller | ProfessionalCaller,
  senders: readonly Organisation[],
  { override = false }: { readonly override?: boolean } = {},
): Visible {
  if (caller.role === 'citizen') return seesAll;
  const { sor, cvr } = caller;
  const own = senders.filter((sender) => (sender.sor !== null && sender.sor === sor) || (sender.cvr !== null && sender.cvr === cvr));
  const above = [...new Set([...(sor === undefined ? [] : [sor]), ...own.flatMap((sender) => sender.sor ?? [])])];
  return {
    seesAll: false,
    ownSenders: own.map((sender) => sender.id),
    readerKeys: [
      personKey(caller.personId),
      ...(caller.authorisationCode === undefined ? [] : [authorisationKey(caller.authorisationCode)]),
      ...(sor === undefined ? [] : [sorKey(sor)]),
      ...(cvr === undefined ? [] : [cvrKey(cvr)]),
      ...above.map(unitsKey),
    ],
    overridesBlocks: override,
  };
}
