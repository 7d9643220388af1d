/** Reads that tolerate an older state, with a real replica. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { examine } from '../../src/doctor/examine.ts';
import { createLog } from '../../src/log.ts';
import { type Database, type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { isUpToDate, migrateToLatest } from '../../src/store/migrate.ts';
import { type ReplicaReads, readReplica } from '../../src/store/tolerant-reads.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { appendAuditEntries } from '../support/audit.ts';
import { findServerBinaries, startServer, type TestServer } from '../support/server.ts';

const bin = findServerBinaries();
const MAX_LAG_MS = 400;

(bin === undefined ? describe.skip : describe)('with a replica', () => {
  let server: TestServer;
  let follower: TestServer;
  let database: OpenDatabase;
  let reads: ReplicaReads;
  const lines: string[] = [];

  beforeAll(async () => {
    server = await startServer(bin ?? '');
    database = await openDatabase({ url: server.url, dataDir: '' });
    await migrateToLatest(database.db);
    follower = await server.replicate();
    const log = createLog('info', { write: (line) => void lines.push(line) });
    reads = readReplica(database.db, { url: follower.url, log, everyMs: 50, maxLagMs: MAX_LAG_MS });
  });
  afterAll(async () => {
    await reads?.close();
    await database?.close();
    follower?.stop();
    server?.stop();
  });

  const isReplica = (db: Kysely<Database>): Promise<boolean> =>
    sql<{ so: boolean }>`select pg_is_in_recovery() as so`.execute(db).then(({ rows }) => rows[0]?.so === true);
  const fromReplica = (): Promise<boolean> => reads.read(isReplica);

  async function until(what: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      if (await what()) return;
      await sleep(50);
    }
    throw new Error('it does not come to hold');
  }

  test('they go there, and see what was written not long before', async () => {
    await until(fromReplica);
    await sql`insert into setting (name, value) values ('seen', 'yes')`.execute(database.db);
    const seen = (db: Kysely<Database>) => db.selectFrom('setting').select('value').where('name', '=', 'seen').execute();
    await until(() => reads.read(async (db) => (await isReplica(db)) && (await seen(db)).length === 1));
    expect(reads.lagS() ?? 0).toBeLessThan(MAX_LAG_MS / 1000);
  });

  test('they go to the database itself while it is too far behind, and back once it is not', async () => {
    await until(fromReplica);
    lines.splice(0);
    const replica = await openDatabase({ url: follower.url, dataDir: '' });
    await sql`reset role`.execute(replica.db);
    await sql`select pg_wal_replay_pause()`.execute(replica.db);
    await sql`update setting set value = 'later' where name = 'seen'`.execute(database.db);
    await until(async () => !(await fromReplica()));
    expect(reads.lagS()).toBeUndefined();
    // Nothing more is written: it stays behind all the same.
    await sleep(2 * MAX_LAG_MS);
    expect(await fromReplica()).toBe(false);
    await sql`select pg_wal_replay_resume()`.execute(replica.db);
    await replica.close();
    await until(fromReplica);
    expect(lines.filter((line) => line.includes('too far behind'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('read from again'))).toHaveLength(1);
  });

  test('they go to the database itself at once when it is killed, and back once it is there', async () => {
    await until(fromReplica);
    follower.kill();
    for (let call = 0; call < 20; call++) expect(await fromReplica()).toBe(false);
    follower.start();
    await until(fromReplica);
  });

  test('what examines everything works there too', async () => {
    await appendAuditEntries(database.db, ['00000000-0000-0000-0000-000000000001']);
    const replica = await openDatabase({ url: follower.url, dataDir: '' });
    await until(async () => (await verifyAudit(replica.db)).lines === 1);
    expect(await isUpToDate(replica.db)).toBe(true);
    const now = new Date('2026-03-02T08:00:00Z');
    const breaks = async ({ db }: OpenDatabase) => {
      const broken = await examine({ db, now, windowDays: 30, retentionDays: 730, tell: () => {} });
      return [...broken].map(([{ name }, times]) => ({ name, times }));
    };
    expect(await breaks(replica)).toEqual(await breaks(database));
    await replica.close();
  });

  test('they are not of a server that follows no other', async () => {
    const log = createLog('silent');
    const lone = readReplica(database.db, { url: server.url, log, everyMs: 50, maxLagMs: MAX_LAG_MS });
    await sleep(300);
    expect(lone.lagS()).toBeUndefined();
    await lone.close();
  });
});
