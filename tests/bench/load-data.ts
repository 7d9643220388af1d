/** Fills a database through the service's own recipe, many appointments to a transaction. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { parseCaller } from '../../src/access/parse-caller.ts';
import type { Config } from '../../src/config.ts';
import { type Call, carryOut } from '../../src/ingest/carry-out.ts';
import { readMessage } from '../../src/ingest/message.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import { openDatabase } from '../../src/store/database.ts';
import { appointmentsOf, citizenIdentifier } from './appointments.ts';

/** Citizens to a transaction. */
const CHUNK = 50;

/** Gives the id of each citizen. */
export async function loadData(config: Config, citizens: number, now: Date): Promise<string[]> {
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  const { deps } = await createService(config, database, createLog('warn'), { clock: () => now });
  const caller = parseCaller({ ...developmentClaims({ role: 'sender', sector: 'municipal' }), jti: randomUUID() }, true);
  if ('wrong' in caller || caller.role !== 'sender') throw new Error('the development sender does not hold');
  const { id, sector, sor, cvr } = await deps.senders.get(caller);
  const sender = { id, sector, practiceKind: undefined, sor: sor ?? undefined, cvr: cvr ?? undefined };
  const call: Call = { caller, sender, requestId: 'bench', acceptedAt: performance.now() };
  const ids = Array.from({ length: citizens }, (_, n) => deps.citizenIdOf(citizenIdentifier(n)));
  const chunks = Array.from({ length: Math.ceil(citizens / CHUNK) }, (_, index) => index * CHUNK);
  const load = async (from: number): Promise<void> => {
    const numbers = Array.from({ length: Math.min(CHUNK, citizens - from) }, (_, index) => from + index);
    const messages = numbers.flatMap((n) => appointmentsOf(n, now).map((body) => readMessage(body, call.sender, deps.citizenIdOf)));
    await carryOut(
      deps,
      call,
      messages.map((message) => ({ do: 'put', message, manner: { by: 'identity' } })),
    );
  };
  for (let index = 0; index < chunks.length; index += 2) await Promise.all(chunks.slice(index, index + 2).map(load));
  await sql`vacuum analyze`.execute(database.db);
  await database.close();
  return ids;
}
