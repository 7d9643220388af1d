/** The schema as the catalog has it: DESIGN §6, read back from what the migrations made. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Kysely, Migrator, NO_MIGRATIONS, sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import type { Database, OpenDatabase } from '../src/store/database.ts';
import { migrateToLatest } from '../src/store/migrate.ts';
import { asOwner } from '../src/store/owner.ts';
import { engines } from './support/database.ts';
import { withDatabase } from './support/global-setup.ts';
import { findServerBinaries } from './support/server.ts';

const root = join(import.meta.dirname, '..');
const SCHEMA = join(import.meta.dirname, 'schema.sql');

interface Table {
  readonly name: string;
  readonly kind: string | null;
  readonly columns: string[];
  /** Primary key and unique indexes, each with its columns in order. */
  readonly keys: { readonly primary: boolean; readonly columns: string[] }[];
  readonly partition: string | null;
}

/** Every table of ours but partitions and Kysely's own. */
const readTables = async (db: Kysely<Database>): Promise<Table[]> =>
  (
    await sql<Table>`
      select c.relname as name, obj_description(c.oid) as kind, pg_get_partkeydef(c.oid) as partition,
        (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
        (select coalesce(json_agg(json_build_object('primary', i.indisprimary, 'columns',
            (select json_agg(a.attname order by k.n) from unnest(i.indkey::int2[]) with ordinality as k (attnum, n)
              join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum)) order by i.indisprimary desc), '[]')
          from pg_index i where i.indrelid = c.oid and i.indisunique) as keys
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'kysely%'
      order by c.relname`.execute(db)
  ).rows;

const names = async (db: Kysely<Database>, query: ReturnType<typeof sql<{ name: string }>>): Promise<string[]> =>
  (await query.execute(db)).rows.map(({ name }) => name);

describe.each(engines)('the migrations on the $engine engine', (engine) => {
  let database: OpenDatabase;
  let tables: Table[];
  beforeAll(async () => {
    database = await engine.open();
    tables = await readTables(database.db);
  });
  afterAll(() => database?.close());

  const ofKind = (kind: string): Table[] => tables.filter((table) => table.kind === kind);

  test('make something, and a second time nothing', async () => {
    expect(tables.length).toBeGreaterThan(8);
    expect(await migrateToLatest(database.db)).toEqual([]);
  });

  test('name each table’s kind', () => {
    for (const { name, kind } of tables)
      expect([name, ['by citizen', 'directory', 'reference'].includes(kind ?? '')]).toEqual([name, true]);
  });

  test('put citizen_id first in every key of what is by citizen', () => {
    for (const { name, keys } of ofKind('by citizen')) {
      expect([name, keys.filter(({ primary }) => primary)]).toEqual([name, [expect.anything()]]);
      for (const { columns } of keys) expect([name, columns[0]]).toEqual([name, 'citizen_id']);
    }
  });

  test('have directories of appointments and card items, keyed by what a caller knows, that answer with the citizen', () => {
    expect(ofKind('directory').map(({ name, keys, columns }) => [name, keys, columns.includes('citizen_id')])).toEqual([
      ['appointment_identifier', [{ primary: true, columns: ['sender_id', 'system', 'value'] }], true],
      ['appointment_owner', [{ primary: true, columns: ['appointment_id'] }], true],
      ['stamkort_identifier', [{ primary: true, columns: ['register', 'system', 'value'] }], true],
      ['stamkort_owner', [{ primary: true, columns: ['item_id'] }], true],
    ]);
  });

  test('keep a citizen out of every other table', () => {
    for (const { name, columns } of ofKind('reference')) expect([name, columns.includes('citizen_id')]).toEqual([name, false]);
  });

  test('part the log and the occurrences by month, by a column of their key', () => {
    expect(tables.flatMap(({ name, keys, partition }) => (partition === null ? [] : [[name, partition, keys]]))).toEqual([
      ['audit_event', 'RANGE (recorded_at)', [{ primary: true, columns: ['citizen_id', 'recorded_at', 'id'] }]],
      ['occurrence', 'RANGE (original_start)', [{ primary: true, columns: ['citizen_id', 'original_start', 'appointment_id'] }]],
    ]);
  });

  test('make no sequence, no trigger and no foreign key', async () => {
    const { db } = database;
    const ours = sql`'public'::regnamespace`;
    expect(
      await names(
        db,
        sql`select relname as name from pg_class where relkind = 'S' and relnamespace = ${ours} and relname not like 'kysely%'`,
      ),
    ).toEqual([]);
    expect(await names(db, sql`select tgname as name from pg_trigger where not tgisinternal`)).toEqual([]);
    expect(await names(db, sql`select conname as name from pg_constraint where contype = 'f' and connamespace = ${ours}`)).toEqual([]);
  });

  test('leave the clock to the service', async () => {
    const clock = sql.lit('\\m(now|clock_timestamp|statement_timestamp|timeofday|current_(date|time|timestamp)|localtime(stamp)?)\\M');
    const found = await names(
      database.db,
      sql`select pg_get_expr(adbin, adrelid) as name from pg_attrdef where pg_get_expr(adbin, adrelid) ~* ${clock}
        union all select pg_get_constraintdef(oid) from pg_constraint
          where connamespace = 'public'::regnamespace and pg_get_constraintdef(oid) ~* ${clock}
        union all select proname from pg_proc where pronamespace = 'public'::regnamespace and prosrc ~* ${clock}`,
    );
    expect(found).toEqual([]);
  });

  test('go down to nothing, and up again to the same', async () => {
    const { db } = database;
    await asOwner(db, async (owner) => {
      const { error } = await new Migrator({ db: owner, provider: { getMigrations: async () => migrations } }).migrateTo(NO_MIGRATIONS);
      expect(error).toBeUndefined();
    });
    expect(await readTables(db)).toEqual([]);
    expect(await names(db, sql`select proname as name from pg_proc where pronamespace = 'public'::regnamespace`)).toEqual([]);
    expect(await migrateToLatest(db)).toEqual(Object.keys(migrations));
    expect(await readTables(db)).toEqual(tables);
  });

  const dump = engine.engine === 'server' ? findServerBinaries() : undefined;
  (dump === undefined ? test.skip : test)('make the schema in tests/schema.sql', async () => {
    // Where this fails after a new migration: WRITE_SCHEMA=1 npm test -- tests/migrations
    const [name] = await names(database.db, sql`select current_database()::text as name`);
    const url = withDatabase(process.env['TEST_SERVER_URL'] ?? '', name ?? '');
    const { stdout, stderr } = spawnSync(join(dump ?? '', 'pg_dump'), ['--schema-only', '--no-owner', '--exclude-table=kysely*', url], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const schema = withoutChatter(stdout);
    if (process.env['WRITE_SCHEMA'] !== undefined) writeFileSync(SCHEMA, schema);
    expect(schema).toBe(readFileSync(SCHEMA, 'utf8'));
  });
});

/** Without pg_dump's comments, its settings and all that differs by its version. */
const withoutChatter = (sqlText: string): string =>
  `${sqlText
    .split('\n')
    .filter((line) => !/^(?:--|\\|SET |SELECT pg_catalog\.)/.test(line))
    .join('\n')
    .replaceAll(/\n{2,}/g, '\n\n')
    .trim()}\n`;

test('no statement asks the database for the time', () => {
  const files = ['src/store', 'migrations'].flatMap((folder) => readdirSync(join(root, folder)).map((file) => join(root, folder, file)));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const asks = /(?<!Date\.|performance\.)\bnow\(\)|current_(?:date|time(?:stamp)?)\b|clock_timestamp/i.test(readFileSync(file, 'utf8'));
    expect([file, asks]).toEqual([file, false]);
  }
});
