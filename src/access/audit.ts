/** One line in a citizen's log for each look at, or change of, their data: who, on whose behalf, when, what, how many. Never content. */

import { maskCpr } from '../cpr/cpr.ts';
import type { AuditEntry } from '../store/audit-event.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { AuditAgent, AuditLine, Wrote } from './audit-line.ts';
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
  /** The caller asked and got nothing: it was not theirs to ask. */
  readonly denied?: boolean;
  /** Værdispring: with what right, and the reason that the citizen reads. */
  readonly override?: Override;
  readonly acrossSectors?: boolean | undefined;
  readonly wrote?: Wrote | undefined;
}

export interface AuditContext {
  readonly now: Date;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
}

export function auditEntry(access: Access, { now, newId, citizenIdOf }: AuditContext): AuditEntry {
  const id = newId();
  const line: AuditLine = {
    id,
    citizen: access.citizenId,
    at: now.toISOString(),
    interaction: access.interaction,
    ...(access.operation !== undefined && { operation: access.operation }),
    type: access.resourceType,
    who: agentOf(access.caller, access.citizenId, citizenIdOf),
    rows: access.rows,
    withheld: access.withheld,
    request: access.requestId,
    token: access.caller.tokenId,
    ...(access.denied === true && { denied: true }),
    ...(access.override !== undefined && { override: access.override }),
    ...(access.acrossSectors !== undefined && { acrossSectors: access.acrossSectors }),
    ...(access.wrote !== undefined && { wrote: access.wrote }),
  };
  return { citizenId: access.citizenId, id, recordedAt: now, line: JSON.stringify(line) };
}

/** Who acts, by ids that are no CPR number: a citizen by `citizen_id`. */
function agentOf(caller: Caller, citizenId: string, citizenIdOf: CitizenIdOf): AuditAgent {
  const { role, clientId: client, name } = caller;
  const named = name === undefined ? {} : { name: maskCpr(name) };
  switch (role) {
    case 'sender':
      return { role, client, id: caller.senderId, ...named, ...organisationOf(caller) };
    case 'citizen': {
      const id = citizenIdOf(caller.identifier);
      const relation = id === citizenId ? undefined : caller.actFor?.relation;
      return { role, client, id, ...(relation !== undefined && { ...named, relation }) };
    }
    case 'professional':
      return {
        role,
        client,
        id: caller.personId,
        ...named,
        ...organisationOf(caller),
        ...(caller.authorisationCode !== undefined && { authorisation: caller.authorisationCode }),
        ...(caller.purpose !== undefined && { purpose: caller.purpose }),
      };
    case 'coordinator':
    case 'admin':
    case 'register':
      return { role, client, id: caller.subject, ...named };
    default:
      return caller satisfies never;
  }
}

const organisationOf = ({ sor, cvr }: { readonly sor?: string | undefined; readonly cvr?: string | undefined }) => ({
  ...(sor !== undefined && { sor }),
  ...(cvr !== undefined && { cvr }),
});
