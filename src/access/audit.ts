/** One line in a citizen's log for each look at, or change of, their data: who, on whose behalf, when, what, how many. Never content. */

import type { AuditEntry } from '../store/audit-event.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { Caller } from './caller.ts';
import type { Override } from './override.ts';

/** FHIR's restful interactions, and `operation` with a name. */
export type Interaction = 'create' | 'read' | 'vread' | 'history' | 'search' | 'update' | 'delete' | 'operation';

export interface Access {
  readonly caller: Caller;
  readonly interaction: Interaction;
  /** Of an operation, `$aftaleoversigt` for one. */
  readonly operation?: string;
  readonly resourceType: string;
  readonly citizenId: string;
  readonly rows: number;
  /** Whether anything was kept from the caller. */
  readonly withheld: boolean;
  readonly requestId: string;
  /** Værdispring: with what right, and the reason that the citizen reads. */
  readonly override?: Override;
}

export interface AuditContext {
  readonly now: Date;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
}

export const auditEntry = (access: Access, { now, newId, citizenIdOf }: AuditContext): AuditEntry => ({
  citizenId: access.citizenId,
  id: newId(),
  recordedAt: now,
  line: JSON.stringify({
    at: now.toISOString(),
    interaction: access.interaction,
    ...(access.operation !== undefined && { operation: access.operation }),
    type: access.resourceType,
    who: agentOf(access.caller, citizenIdOf),
    rows: access.rows,
    withheld: access.withheld,
    request: access.requestId,
    ...(access.override !== undefined && { override: access.override }),
  }),
});

/** Who acts, by ids that are no CPR number: a citizen by `citizen_id`. */
function agentOf(caller: Caller, citizenIdOf: CitizenIdOf): Record<string, string | undefined> {
  const common = { role: caller.role, client: caller.clientId };
  switch (caller.role) {
    case 'sender':
      return { ...common, id: caller.senderId, name: caller.name, sor: caller.sor, cvr: caller.cvr };
    case 'citizen':
      return { ...common, id: citizenIdOf(caller.identifier), relation: caller.actFor?.relation };
    case 'professional':
      return {
        ...common,
        id: caller.personId,
        name: caller.name,
        authorisation: caller.authorisationCode,
        sor: caller.sor,
        cvr: caller.cvr,
        purpose: caller.purpose,
      };
    case 'coordinator':
    case 'admin':
    case 'register':
      return { ...common, id: caller.subject, name: caller.name };
    default:
      return caller satisfies never;
  }
}
