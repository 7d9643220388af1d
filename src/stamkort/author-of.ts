/** A caller as the author of what they enter: a person by name, a professional by the organisation alone. */
import type { Reader } from '../access/bind-citizen.ts';
import { type Author, toPersonName } from '../pdc/item.ts';
import type { StamkortDeps } from './deps.ts';
import { isSelf } from './whose-card.ts';

const SOR_SYSTEM = 'urn:oid:1.2.208.176.1.1';
const CVR_SYSTEM = 'http://cvr.dk';

export async function authorOf(deps: StamkortDeps, caller: Reader, citizenId: string): Promise<Author> {
  if (caller.role === 'citizen') {
    const kind = isSelf(deps, caller, citizenId) ? 'citizen' : 'relative';
    return { kind, ...(caller.name !== undefined && { name: toPersonName(caller.name) }) };
  }
  const { sor, cvr } = caller;
  const senders = await deps.senders.all();
  const own =
    senders.find((sender) => (sor === undefined ? sender.cvr === cvr : sender.sor === sor)) ?? senders.find((sender) => sender.cvr === cvr);
  const identifier = sor === undefined ? { system: CVR_SYSTEM, value: cvr ?? '' } : { system: SOR_SYSTEM, value: sor };
  return { kind: 'professional', organisation: { identifier, ...(own !== undefined && { name: own.name }) } };
}
