/**
 * While a release is rolled out, its processes run beside those of the release before, on the newer one's schema. What the older one reads
 * and writes has to stay as it is: a migration adds, and what nobody uses any more goes a release later.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Migrator, sql } from 'kysely';
import { migrations } from '../migrations/index.ts';
import { type OpenDatabase, openDatabase } from '../src/store/database.ts';
import { readSchema, type Schema, schemaBreaks } from './support/schema-breaks.ts';

let database: OpenDatabase;
/** After each migration in turn. */
const schemas: { readonly name: string; readonly before: Schema; readonly after: Schema }[] = [];

beforeAll(async () => {
  database = await openDatabase({ dataDir: 'memory://' });
  const { db } = database;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  let before: Schema = { tables: {}, functions: [] };
  for (const name of Object.keys(migrations).sort()) {
    const { error } = await migrator.migrateTo(name);
    if (error !== undefined) throw error;
    const after = await readSchema(db);
    schemas.push({ name, before, after });
    before = after;
  }
}, 120_000);
afterAll(() => database?.close());

/** It changes tables that had been in no release yet. */
const BEFORE_THE_FIRST_RELEASE = '2026-11-23-registry';

test.each(
  Object.keys(migrations)
    .filter((name) => name !== BEFORE_THE_FIRST_RELEASE)
    .sort(),
)('%s leaves the release before it what that uses', (migration) => {
  const step = schemas.find(({ name }) => name === migration);
  expect(step && schemaBreaks(step.before, step.after)).toEqual([]);
});

describe('a migration may not', () => {
  test.each([
    ['drop a table', 'drop table block', /^block is gone$/],
    ['rename a table', 'alter table block rename to barrier', /^block is gone$/],
    ['drop a column', 'alter table block drop column sectors', /^block\.sectors is gone$/],
    ['rename a column', 'alter table block rename column sectors to areas', /^block\.sectors is gone$/],
    ['change a type', 'alter table appointment alter column version type bigint', /^appointment\.version is bigint, it was integer$/],
    ['forbid null', 'alter table block alter column sectors set not null', /^block\.sectors may no longer be null$/],
    ['demand a column', 'alter table block add column later text not null', /^block\.later is demanded$/],
    ['check more', "alter table block add check (effect <> 'later')", /^block now refuses by: CHECK/],
    [
      'add what triggers',
      'create trigger later before update on block for each row execute function suppress_redundant_updates_trigger()',
      /^block now refuses by: CREATE TRIGGER/,
    ],
    ['make a key of what was none', 'create unique index on block (citizen_id, effect)', /^block now refuses by: CREATE UNIQUE INDEX/],
    ['take a key away', 'alter table block drop constraint block_pkey', /^block has lost: CREATE UNIQUE INDEX/],
    ['take a right away', 'revoke insert on block from aftaledeling_service', /^block: the service may no longer insert$/],
    ['take a function away', 'drop function collide() cascade', /^collide\(\) is gone$/],
  ])('%s', async (_what, statement, told) => {
    const before = schemas.at(-1)?.after ?? { tables: {}, functions: [] };
    const trx = await database.db.startTransaction().execute();
    try {
      await sql`reset role`.execute(trx);
      await sql.raw(statement).execute(trx);
      expect(schemaBreaks(before, await readSchema(trx))).toContainEqual(expect.stringMatching(told));
    } finally {
      await trx.rollback().execute();
    }
  });
});
