import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findTables, sendEverything } from '../doctor/everything.ts';
import { appointment } from '../support/appointment.ts';
import { type Engine, engines } from '../support/database.ts';
import { administer, withDatabase } from '../support/global-setup.ts';
import { people } from '../support/people.ts';
import { findServerBinaries, startServer, type TestServer } from '../support/server.ts';
import { NOW, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const DOCTOR = fileURLToPath(new URL('../../src/commands/doctor.ts', import.meta.url));

/** Every row of every table, as one hash a table. */
async function contentOf(db: Kysely<Database>): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const { name } of await findTables(db)) {
    const { rows } = await sql<{ content: string }>`
      select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, e'\n' order by t::text)), '-') as content from ${sql.table(name)} t`.execute(
      db,
    );
    content[name] = rows[0]?.content ?? '';
  }
  return content;
}

/** `npm run doctor`, as an operator runs it. */
function doctor(env: Readonly<Record<string, string>>): { readonly status: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', DOCTOR], {
    env: { PATH: process.env['PATH'], FIXED_NOW: NOW, ...env },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

const HOLD = { status: 0, said: expect.stringMatching(/^All \d+ invariants hold\.\n$/) };

const overview = async (service: TestService) =>
  (await postOverview(service, await service.professional(), { cpr: people.nancy.cpr }).expect(200)).body;

const put = async (service: TestService, value: string): Promise<void> => {
  await putAppointment(service, await service.sender('municipal'), appointment(value)).expect(201);
};

describe('the folder of the embedded database, copied while nobody has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftaledeling-backup-'));
  const engineIn = (name: string): Engine => ({ engine: 'embedded', open: () => openDatabase({ dataDir: join(folder, name) }) });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is the same database, whole, and goes on from there', async () => {
    const before = await startTestService(engineIn('data'));
    await sendEverything(before);
    const content = await contentOf(before.deps.db);
    const shown = await overview(before);
    await before.close();
    cpSync(join(folder, 'data'), join(folder, 'copy'), { recursive: true });
    expect(readdirSync(join(folder, 'copy'))).not.toContain('lock');
    expect(doctor({ DATA_DIR: join(folder, 'copy') })).toEqual(HOLD);

    const after = await startTestService(engineIn('copy'));
    try {
      // The log has the overview that was asked for since, and its lines wait for MinLog.
      const { audit_event: _e, audit_head: _h, minlog_outbox: _o, ...rest } = content;
      expect(await contentOf(after.deps.db)).toMatchObject(rest);
      expect(await overview(after)).toEqual(shown);
      await put(after, 'after the copy');
    } finally {
      await after.close();
    }
    expect(doctor({ DATA_DIR: join(folder, 'copy') })).toEqual(HOLD);
  });
});

const bin = findServerBinaries();
const source = engines.find(({ engine }) => engine === 'server');

(bin === undefined || source === undefined ? describe.skip : describe)('a dump of the server database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aftaledeling-backup-'));
  let service: TestService;
  let sourceUrl: string;
  let other: TestServer;
  let asKeeper: (database: string) => string;

  beforeAll(async () => {
    if (source === undefined) return;
    service = await startTestService(source);
    await sendEverything(service);
    const { rows } = await sql<{ name: string }>`select current_database()::text as name`.execute(service.deps.db);
    sourceUrl = withDatabase(process.env['TEST_SERVER_URL'] ?? '', rows[0]?.name ?? '');
    other = await startServer(bin ?? '');
    // No superuser: the owner of its database, and no more.
    await administer(other.url, 'create role keeper login createdb createrole');
    asKeeper = (database) => withDatabase(other.url, database).replace('postgres@', 'keeper@');
  });
  afterAll(async () => {
    await service?.close();
    other?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = (program: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(join(bin ?? '', program), args, { encoding: 'utf8' });
    expect([program, stderr, status]).toEqual([program, '', 0]);
  };
  const dump = (name: string): string => {
    run('pg_dump', '--format=custom', `--file=${join(folder, name)}`, sourceUrl);
    return join(folder, name);
  };
  const restore = (file: string, database: string): void =>
    run('pg_restore', '--no-owner', '--exit-on-error', `--dbname=${asKeeper(database)}`, file);
  const schemaOf = (url: string): string =>
    spawnSync(join(bin ?? '', 'pg_dump'), ['--schema-only', '--no-owner', url], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => !line.startsWith('\\'))
      .join('\n');
  const contentAt = async (url: string): Promise<Record<string, string>> => {
    const { db, close } = await openDatabase({ url, dataDir: '' });
    try {
      return await contentOf(db);
    } finally {
      await close();
    }
  };

  test('is restored to the same tables, keys and rights, on a server that knows neither the owner nor the role of the service', async () => {
    const file = dump('quiet');
    await administer(other.url, 'create role aftaledeling_service nologin');
    await administer(asKeeper('postgres'), 'create database restored');
    restore(file, 'restored');
    expect(schemaOf(asKeeper('restored'))).toBe(schemaOf(sourceUrl));
    expect(await contentAt(asKeeper('restored'))).toEqual(await contentOf(service.deps.db));
  });

  test('is told of by the doctor until its owner may take the role of the service', async () => {
    const alone = doctor({ DATABASE_URL: asKeeper('restored') });
    expect(alone.status).toBe(1);
    expect(alone.said).toContain('service-role: The service works as keeper: run grant aftaledeling_service to keeper.');
    await administer(asKeeper('restored'), 'grant aftaledeling_service to keeper');
    expect(doctor({ DATABASE_URL: asKeeper('restored') })).toEqual(HOLD);
  });

  test('answers as before, goes on, and has a log that the service may only append to', async () => {
    const shown = await overview(service);
    const restored = await startTestService({ engine: 'server', open: () => openDatabase({ url: asKeeper('restored'), dataDir: '' }) });
    try {
      expect(await overview(restored)).toEqual(shown);
      await put(restored, 'after the dump');
      await expect(sql`delete from audit_event`.execute(restored.deps.db)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await restored.close();
    }
    expect(doctor({ DATABASE_URL: asKeeper('restored') })).toEqual(HOLD);
  });

  test('taken while the service is written to is whole too', async () => {
    const file = join(folder, 'busy');
    let isDumping = true;
    let written = 0;
    const dumping = once(spawn(join(bin ?? '', 'pg_dump'), ['--format=custom', `--file=${file}`, sourceUrl]), 'exit').finally(() => {
      isDumping = false;
    });
    const writing = Array.from({ length: 4 }, async (_, writer) => {
      for (; isDumping; written++) await put(service, `during the dump ${writer} ${written}`);
    });
    expect((await dumping)[0]).toBe(0);
    await Promise.all(writing);
    expect(written).toBeGreaterThan(10);
    await administer(asKeeper('postgres'), 'create database busy');
    restore(file, 'busy');
    expect(doctor({ DATABASE_URL: asKeeper('busy') })).toEqual(HOLD);
  });
});
