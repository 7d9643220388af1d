/** Builds each engine's migrated template once; every test file works on copies of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { findServerBinaries, startServer, type TestServer } from './server.ts';

const TEMPLATE = `aftaledeling_template_${process.pid}`;

let server: TestServer | undefined;
let folder: string | undefined;

export default async function setup(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'aftaledeling-tests-'));
  await Promise.all([buildEmbeddedTemplate(join(folder, 'embedded.tar.gz')), buildServerTemplate()]);
}

async function buildEmbeddedTemplate(file: string): Promise<void> {
  const dataDir = join(folder ?? '', 'embedded');
  const { db, close } = await openDatabase({ dataDir });
  await migrateToLatest(db);
  await close();
  const engine = await PGlite.create({ dataDir: join(dataDir, 'postgres') });
  writeFileSync(file, Buffer.from(await (await engine.dumpDataDir('gzip')).arrayBuffer()));
  await engine.close();
  process.env['TEST_EMBEDDED_TEMPLATE'] = file;
}

async function buildServerTemplate(): Promise<void> {
  const url = process.env['TEST_DATABASE_URL'] ?? (await ownServer());
  if (url === undefined) {
    console.warn('\nNo PostgreSQL server: TEST_DATABASE_URL is unset and no binaries are found. Tests run on the embedded engine alone.');
    return;
  }
  await administer(url, `create database ${TEMPLATE}`);
  const { db, close } = await openDatabase({ url: withDatabase(url, TEMPLATE), dataDir: '' });
  await migrateToLatest(db);
  await close();
  process.env['TEST_SERVER_URL'] = url;
  process.env['TEST_SERVER_TEMPLATE'] = TEMPLATE;
}

async function ownServer(): Promise<string | undefined> {
  const bin = findServerBinaries();
  if (bin === undefined) return undefined;
  server = await startServer(bin);
  return server.url;
}

export function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}

export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function teardown(): Promise<void> {
  const url = process.env['TEST_SERVER_URL'];
  if (server !== undefined) server.stop();
  else if (url !== undefined) await administer(url, `drop database ${TEMPLATE}`);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
