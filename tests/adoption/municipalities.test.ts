/** The reference tables that the migration fills. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nationalStatus } from '../../src/adoption/national-status.ts';
import { readAdoption } from '../../src/adoption/read-adoption.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import { engines } from '../support/database.ts';

describe.each(engines)('the municipalities on the $engine engine', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await engine.open();
  });
  afterAll(() => database?.close());

  const on = async (date: string) => nationalStatus(await readAdoption(database.db, date as LocalDate), 'aftaler', date as LocalDate);
  const countRegions = async (date: string) => {
    const regions = (await on(date)).map(({ region }) => region);
    return Object.fromEntries([...new Set(regions)].sort().map((name) => [name, regions.filter((region) => region === name).length]));
  };

  test('are 98, each with a schedule missing while nothing is recorded', async () => {
    const all = await on('2026-03-02');
    expect(all.length).toBe(98);
    expect(new Set(all.map(({ status }) => status.state))).toEqual(new Set(['schedule-missing']));
  });

  test('are spelt as dk-core spells them', async () => {
    const names = new Map((await on('2026-03-02')).map(({ code, name }) => [code, name]));
    expect([names.get('0751'), names.get('0820'), names.get('0480')]).toEqual(['Aarhus', 'Vesthimmerland', 'Nordfyns']);
    expect(names.has('0411')).toBe(false);
  });

  test.each([
    [
      '2026-12-31',
      { 'Region Hovedstaden': 29, 'Region Midtjylland': 19, 'Region Nordjylland': 11, 'Region Sjælland': 17, 'Region Syddanmark': 22 },
    ],
    ['2027-01-01', { 'Region Midtjylland': 19, 'Region Nordjylland': 11, 'Region Syddanmark': 22, 'Region Østdanmark': 46 }],
  ])('are in the regions of %s', async (date, expected) => {
    expect(await countRegions(date)).toEqual(expected);
  });
});
