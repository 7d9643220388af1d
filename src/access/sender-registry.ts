/** Senders as the registry has them, kept in memory for a few seconds; of this process alone. */
import type { Kysely } from 'kysely';
import { fault } from '../fhir/fault.ts';
import type { Database } from '../store/database.ts';
import { enterSender, findSenders, type SenderRow } from '../store/sender.ts';
import type { Clock } from '../time/clock.ts';
import type { SenderCaller } from './caller.ts';
import { developmentSenders } from './development-senders.ts';

export interface SenderRegistry {
  /** The sender that calls. One first seen from the development issuer is entered from its claims; any other unknown one is 403. */
  get(caller: SenderCaller): Promise<SenderRow>;
  all(): Promise<readonly SenderRow[]>;
  /** An administrator changed it. */
  forget(): void;
}

/** For how long a change by an administrator may go unseen. */
const FRESH_MS = 5_000;

export function createSenderRegistry(db: Kysely<Database>, clock: Clock): SenderRegistry {
  let known: Promise<ReadonlyMap<string, SenderRow>> | undefined;
  let readAt = 0;

  function read(): Promise<ReadonlyMap<string, SenderRow>> {
    if (known === undefined || Date.now() - readAt > FRESH_MS) {
      readAt = Date.now();
      known = findSenders(db).then((rows) => new Map(rows.map((row) => [row.id, row])));
      known.catch(() => {
        known = undefined;
      });
    }
    return known;
  }

  return {
    async get(caller) {
      const sender = (await read()).get(caller.senderId);
      if (sender !== undefined) return inForce(sender);
      if (!caller.development) throw fault('forbidden', 'This sender is not in the registry: an administrator has to enter it');
      await enterSender(db, fromClaims(caller, clock()));
      known = undefined;
      const entered = (await read()).get(caller.senderId);
      if (entered === undefined) throw new Error('a sender that was just entered is not there');
      return entered;
    },
    all: async () => [...(await read()).values()],
    forget: () => {
      known = undefined;
    },
  };
}

function inForce(sender: SenderRow): SenderRow {
  if (sender.active && sender.system_active) return sender;
  throw fault('forbidden', 'This sender, or its system, is inactive in the registry: an administrator has to make it active');
}

const vendorOf = (senderId: string): string | null =>
  Object.values(developmentSenders).find((sender) => sender.senderId === senderId)?.vendor ?? null;

const fromClaims = (caller: SenderCaller, now: Date): SenderRow => ({
  id: caller.senderId,
  sector: caller.sector,
  name: caller.name ?? caller.senderId,
  practice_kind: caller.practiceKind ?? null,
  sor: caller.sor ?? null,
  cvr: caller.cvr ?? null,
  vendor: vendorOf(caller.senderId),
  policy: {},
  entered_at: now,
  municipality_code: caller.municipality ?? null,
  region: null,
  contact: [],
  active: true,
  system_name: vendorOf(caller.senderId),
  system_version: null,
  system_active: true,
  version: 1,
  changed_at: now,
  changed_by: null,
});
