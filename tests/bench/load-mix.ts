/** Model citizens through the service's own recipe, a sender of each sector sending what is its. */
import { randomUUID } from 'node:crypto';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { parseCaller } from '../../src/access/parse-caller.ts';
import type { Config } from '../../src/config.ts';
import type { Sector } from '../../src/fhir/sector.ts';
import { profileOf } from '../../src/ingest/call-by.ts';
import { type Call, carryOut, type IngestDeps } from '../../src/ingest/carry-out.ts';
import { readMessage } from '../../src/ingest/message.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { CitizenIdOf } from '../../src/store/setting.ts';
import { mixOf } from './mix.ts';

const SECTORS: readonly Sector[] = ['municipal', 'regional', 'practice'];
/** Citizens to a transaction. */
const CHUNK = 50;

export async function loadMix(config: Config, models: number, now: Date): Promise<CitizenIdOf> {
  const database = await openDatabase({ url: config.databaseUrl, dataDir: config.dataDir });
  try {
    const { deps } = await createService(config, database, createLog('warn'), { clock: () => now });
    for (const sector of SECTORS) {
      const caller = parseCaller({ ...developmentClaims({ role: 'sender', sector }), jti: randomUUID() }, true);
      if ('wrong' in caller || caller.role !== 'sender') throw new Error('the development sender does not hold');
      const call: Call = { caller, sender: await profileOf(deps.senders, caller), requestId: 'bench', acceptedAt: performance.now() };
      for (let from = 0; from < models; from += CHUNK) await send(deps, call, from, Math.min(CHUNK, models - from), now);
    }
    return deps.citizenIdOf;
  } finally {
    await database.close();
  }
}

async function send(deps: IngestDeps, call: Call, from: number, count: number, now: Date): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const bodies = numbers.flatMap((n) => mixOf(n, now)[call.sender.sector]);
  const messages = bodies.map((body) => readMessage(body, call.sender, deps.citizenIdOf));
  await carryOut(
    deps,
    call,
    messages.map((message) => ({ do: 'put', message, manner: { by: 'identity' } })),
  );
}
