import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { migrations } from '../../migrations/index.ts';
import { CannotStart } from '../../src/cannot-start.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { asOwner } from '../../src/store/owner.ts';
import { ensurePartitions } from '../../src/store/partition.ts';
import { engines } from '../support/database.ts';
import { administer, withDatabase } from '../support/global-setup.ts';

test.each(engines)('a database of a newer version is refused in a sentence, on the $engine engine', async (engine) => {
  const { db, close } = await engine.open();
  try {
    expect(await migrateToLatest(db)).toEqual([]);
    await asOwner(db, (owner) => sql`insert into kysely_migration values ('2199-01-01-newer', '2199-01-01')`.execute(owner));
    await expect(migrateToLatest(db)).rejects.toThrow(CannotStart);
    await expect(migrateToLatest(db)).rejects.toThrow(/newer version of this service \(2199-01-01-newer\)/);
  } finally {
    await close();
  }
});

const url = process.env['TEST_SERVER_URL'];

(url === undefined ? test.skip : test)(
  'six processes that start at once on an empty server make the schema and its months once',
  async () => {
    const name = `aftaledeling_starting_${process.pid}`;
    await administer(url ?? '', `create database ${name}`);
    const databases = await Promise.all(
      Array.from({ length: 6 }, () => openDatabase({ url: withDatabase(url ?? '', name), dataDir: '', maxConnections: 2 })),
    );
    try {
      const made = await Promise.all(
        databases.map(async ({ db }) => {
          const applied = await migrateToLatest(db);
          return { applied, months: await ensurePartitions(db, new Date('2026-03-02T08:00:00Z'), 91) };
        }),
      );
      expect(made.flatMap(({ applied }) => applied).sort()).toEqual(Object.keys(migrations).sort());
      const months = made.flatMap((one) => one.months);
      expect(new Set(months).size).toBe(months.length);
      expect(months).toHaveLength(8);
    } finally {
      await Promise.all(databases.map(({ close }) => close()));
      await administer(url ?? '', `drop database ${name} with (force)`);
    }
  },
);
