/** The example national state has the totals that were told in February 2024. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { exampleState } from '../../src/commands/demo/example-state.ts';
import { loadExampleState } from '../../src/commands/demo/load-example-state.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { listen, type Site } from '../web/browser.ts';
import { wordsOf } from '../web/reader.ts';

describe.each(engines)('the example on the $engine engine', (engine) => {
  let running: TestService;
  let site: Site;
  let token: string;
  beforeAll(async () => {
    running = await startTestService(engine);
    site = await listen(running.app);
    token = await running.token({ role: 'admin' });
    await loadExampleState(site.origin, token, '2026-03-02' as LocalDate);
  });
  afterAll(async () => {
    await site?.close();
    await running?.close();
  });

  const told = async (solution: string, date: string) =>
    (await request(running.app).get(`/kommuner.json?loesning=${solution}&dato=${date}`).expect(200)).body;

  test.each([
    [
      'aftaler',
      '2024-02-21',
      { madeUp: true, of: 98, inUse: 80, states: { 'in-use': 80, scheduled: 12, 'schedule-missing': 6, 'not-applicable': 0 } },
    ],
    ['aftaler', '2024-02-20', { of: 98, inUse: 79 }],
    ['aftaler', '2021-06-01', { madeUp: false, of: 98, inUse: 0, technicallyInstalled: 0, scheduleGiven: 0 }],
    [
      'stamkort',
      '2024-02-21',
      { of: 98, technicallyInstalled: 94, inUse: 79, states: { 'in-use': 79, scheduled: 17, 'schedule-missing': 2 } },
    ],
  ])('tells of %s on %s what was told then', async (solution, date, expected) => {
    expect(await told(solution, date)).toMatchObject(expected);
  });

  test('names those without a schedule, and those whose day is ahead', async () => {
    const { withoutSchedule, overdue, coming } = await told('aftaler', '2024-02-21');
    expect([withoutSchedule.length, overdue.length, coming.length]).toEqual([6, 0, 12]);
  });

  test('says on the page that it is made up', async () => {
    for (const path of ['/kommuner?dato=2024-02-21', '/kommuner/0461']) {
      expect(wordsOf((await request(running.app).get(path).expect(200)).text)).toContain('er fundet på');
    }
  });

  test('changes nothing when it is loaded again', async () => {
    const events = await running.deps.db.selectFrom('adoption_event').selectAll().orderBy('id').execute();
    await loadExampleState(site.origin, token, '2026-03-02' as LocalDate);
    expect(await running.deps.db.selectFrom('adoption_event').selectAll().orderBy('id').execute()).toEqual(events);
  });
});

test('goes from schedule over installing to use, in every municipality', () => {
  const codes = Array.from({ length: 98 }, (_, index) => String(101 + index));
  const events = exampleState(codes);
  for (const municipality of codes) {
    for (const solution of ['aftaler', 'stamkort']) {
      const dates = events.filter((event) => event.municipality === municipality && event.solution === solution).map(({ date }) => date);
      expect([municipality, dates]).toEqual([municipality, [...dates].sort()]);
    }
  }
  expect(exampleState([...codes].reverse())).toEqual(events);
});
