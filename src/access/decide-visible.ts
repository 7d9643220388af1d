/** Caller → what they may see of a citizen's appointments. */
import type { Visible } from '../store/visible.ts';
import type { CitizenCaller, ProfessionalCaller } from './caller.ts';

export interface Organisation {
  readonly id: string;
  readonly sor: string | null;
  readonly cvr: string | null;
}

/** The citizen always sees their own; a professional what their organisation sent, and of the rest what its labels allow. */
export function decideVisible(caller: CitizenCaller | ProfessionalCaller, senders: readonly Organisation[]): Visible {
  if (caller.role === 'citizen') return { ownSenders: 'all' };
  const own = senders.filter(({ sor, cvr }) => (sor !== null && sor === caller.sor) || (cvr !== null && cvr === caller.cvr));
  return { ownSenders: own.map((sender) => sender.id) };
}
