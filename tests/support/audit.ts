import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { createAppendAudit } from '../../src/store/audit-event.ts';
import type { Database } from '../../src/store/database.ts';

/** A line in the log of each citizen named, in this order. */
export async function appendAuditEntries(db: Kysely<Database>, citizens: readonly string[]): Promise<void> {
  const append = createAppendAudit(db);
  for (const [index, citizenId] of citizens.entries()) {
    await append({ citizenId, id: randomUUID(), recordedAt: new Date('2026-03-02T08:00:00Z'), line: `{"line":${index}}` });
  }
}
