/** Caller → what they may see of a citizen's appointments. Pure. */
import { cvrKey, sorKey } from '../fhir/organisation-key.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Visible } from '../store/visible.ts';
import type { CitizenCaller, ProfessionalCaller } from './caller.ts';
import { authorisationKey, personKey, unitsKey } from './reader-key.ts';

export interface Organisation {
  readonly id: string;
  readonly sector: Sector;
  readonly sor: string | null;
  readonly cvr: string | null;
}

/** The citizen, or a sender that reads what it sent itself. */
export const seesAll: Visible = { seesAll: true, ownSenders: [], ownSectors: [], readerKeys: [], overridesBlocks: false };

/**
 * The citizen always sees their own; a professional what their organisation sent, and of the rest what blocks and labels allow.
 *
 * @param senders the registry: those with the caller's SOR or CVR number are its organisation's, and tell the numbers and the sector
 * that its token leaves out
 */
export function decideVisible(
  caller: CitizenCaller | ProfessionalCaller,
  senders: readonly Organisation[],
  { override = false }: { readonly override?: boolean } = {},
): Visible {
  if (caller.role === 'citizen') return seesAll;
  const { sor, cvr, sector } = caller;
  const own = senders.filter((sender) => (sender.sor !== null && sender.sor === sor) || (sender.cvr !== null && sender.cvr === cvr));
  const sors = own.flatMap((sender) => sender.sor ?? []);
  return {
    seesAll: false,
    ownSenders: own.map((sender) => sender.id),
    ownSectors: own.length > 0 ? own.map((sender) => sender.sector) : sector === undefined ? [] : [sector],
    readerKeys: [
      ...new Set([
        personKey(caller.personId),
        ...(caller.authorisationCode === undefined ? [] : [authorisationKey(caller.authorisationCode)]),
        // Of a token without a unit, each of the organisation's may be the reader's: a block keeps out more rather than less.
        ...(sor === undefined ? sors : [sor]).map(sorKey),
        ...[...(cvr === undefined ? [] : [cvr]), ...own.flatMap((sender) => sender.cvr ?? [])].map(cvrKey),
        ...[...(sor === undefined ? [] : [sor]), ...sors].map(unitsKey),
      ]),
    ],
    overridesBlocks: override,
  };
}
