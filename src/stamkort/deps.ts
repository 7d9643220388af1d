/** What the card's recipes may touch. */
import type { Kysely } from 'kysely';
import type { SenderRegistry } from '../access/sender-registry.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import type { Database } from '../store/database.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { Clock } from '../time/clock.ts';

export interface StamkortDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
  readonly senders: SenderRegistry;
  readonly appendAudit: AppendAudit;
  readonly publicUrl: string;
}

/** Who calls, and the request it is part of. */
export interface CallOf<C> {
  readonly caller: C;
  readonly requestId: string;
}
