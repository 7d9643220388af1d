import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type AuditEntry, createAppendAudit } from '../../src/store/audit-event.ts';
import type { Database } from '../../src/store/database.ts';

/** A line as the service writes it, as far as the chain reads it. */
export function auditEntryOf(citizenId: string, recordedAt: Date = new Date('2026-03-02T08:00:00Z'), more: object = {}): AuditEntry {
  const id = randomUUID();
  return { citizenId, id, recordedAt, line: JSON.stringify({ id, citizen: citizenId, at: recordedAt.toISOString(), ...more }) };
}

/** A line in the log of each citizen named, in this order. */
export async function appendAuditEntries(db: Kysely<Database>, citizens: readonly string[], recordedAt?: Date): Promise<void> {
  const append = createAppendAudit(db);
  for (const citizenId of citizens) await append(auditEntryOf(citizenId, recordedAt));
}
