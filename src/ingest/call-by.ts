/** A write on its way: who sends it, as the registry knows them. */
import { requireRole, requireScope } from '../access/authorise.ts';
import type { Caller, SenderCaller } from '../access/caller.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import type { Call } from './carry-out.ts';
import type { SenderProfile } from './message.ts';

/** @throws Fault `forbidden` (403) where the caller is no sender, or may not do so */
export async function callBy(senders: SenderRegistry, someone: Caller, scopes: string, requestId: string): Promise<Call> {
  const caller = requireRole(someone, 'sender');
  requireScope(caller, 'Appointment', scopes);
  const acceptedAt = performance.now();
  return { caller, sender: await profileOf(senders, caller), requestId, acceptedAt };
}

export async function profileOf(senders: SenderRegistry, caller: SenderCaller): Promise<SenderProfile> {
  const { id, sector, practice_kind, sor, cvr } = await senders.get(caller);
  return { id, sector, practiceKind: practice_kind ?? undefined, sor: sor ?? undefined, cvr: cvr ?? undefined };
}
