/** Rounds of writing that end with `kill -9` of the service, of PostgreSQL, or of both, at any moment. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findServerBinaries, startServer, type TestServer } from '../support/server.ts';
import { type Checked, checkStore } from './check-store.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { createWriter, type Random, type Writer } from './writer.ts';

export type Engine = 'embedded' | 'server';
const victims = ['service', 'database', 'both'] as const;
type Victim = (typeof victims)[number];

export interface Round extends Checked {
  readonly victim: Victim;
  readonly acknowledged: number;
  /** From the kill until every writer was answered again, the restart included. */
  readonly recoveredMs: number;
}

const WRITERS = 8;

/** @param random from 0 up to 1; the same numbers make the same bodies, though not the same moments */
export async function* killWhileWriting(engine: Engine, rounds: number, random: Random): AsyncGenerator<Round> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-faults-'));
  const server = engine === 'server' ? await startServer(findServerBinaries() ?? '', []) : undefined;
  const settings = { dataDir, databaseUrl: server?.url };
  const issuer = await openDevelopmentIssuer(dataDir);
  const token = await issuer.sign(developmentClaims({ role: 'sender', sector: 'municipal' }));
  const writers = Array.from({ length: WRITERS }, (_, n) => createWriter(`w${n}`, { Authorization: `Bearer ${token}` }, random));
  const stories = () => writers.flatMap((writer) => writer.stories);
  let service = startServiceProcess(settings);
  try {
    for (let round = 0; round < rounds; round++) {
      const victim = server === undefined ? 'service' : victims[round % victims.length];
      if (victim === undefined) return;
      await writeUntil(writers, service, random, () => kill(victim, service, server));
      const killedAt = performance.now();
      if (victim !== 'service') server?.start();
      if (victim !== 'database') {
        await service.ended;
        // The embedded database can be read only while no service has it.
        if (engine === 'embedded') await requireWhole(settings, stories());
        service = startServiceProcess(settings);
      }
      await settle(writers, service);
      const recoveredMs = performance.now() - killedAt;
      const checked = engine === 'embedded' ? NOT_READ : await requireWhole(settings, stories());
      const acknowledged = stories().reduce((sum, story) => sum + story.acknowledged.length, 0);
      yield { ...checked, victim, acknowledged, recoveredMs };
    }
    service.signal('SIGTERM');
    await service.ended;
    const acknowledged = stories().reduce((sum, story) => sum + story.acknowledged.length, 0);
    yield { ...(await requireWhole(settings, stories())), victim: 'service', acknowledged, recoveredMs: 0 };
    rmSync(dataDir, { recursive: true, force: true });
  } finally {
    service.signal('SIGKILL');
    await service.ended;
    server?.stop();
  }
}

const NOT_READ: Checked = { versions: 0, occurrences: 0, logLines: 0, wrong: [] };

/** Kills at a moment of its choice, while all write. */
async function writeUntil(writers: readonly Writer[], service: ServiceProcess, random: Random, fell: () => void): Promise<void> {
  const stopping = new AbortController();
  const origin = await service.origin;
  const writing = Promise.all(writers.map((writer) => writer.run(origin, stopping.signal)));
  await sleep(100 + random() * 900);
  fell();
  stopping.abort();
  await writing;
}

function kill(victim: Victim, service: ServiceProcess, server: TestServer | undefined): void {
  if (victim !== 'database') service.signal('SIGKILL');
  if (victim !== 'service') server?.kill();
}

/** Each writer sends again what was not answered, until it is. */
async function settle(writers: readonly Writer[], service: ServiceProcess): Promise<void> {
  const origin = await service.origin;
  const begun = performance.now();
  await Promise.all(
    writers.map(async (writer) => {
      while (!(await writer.settle(origin))) {
        if (performance.now() - begun > 30_000) throw new Error('the service did not come back to normal in 30 s');
        await sleep(20);
      }
    }),
  );
}

async function requireWhole(settings: { dataDir: string; databaseUrl: string | undefined }, stories: Parameters<typeof checkStore>[1]) {
  const database = await openDatabase({ url: settings.databaseUrl, dataDir: settings.dataDir });
  try {
    return await checkStore(database.db, stories);
  } finally {
    await database.close();
  }
}
