/** `/kommuner`: how far the municipalities are, told of any day. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { AdoptionEventKind, Solution } from '../../../src/store/adoption-event.ts';
import type { LocalDate } from '../../../src/time/zone.ts';
import { engines } from '../../support/database.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { openPages, wordsOf } from '../reader.ts';

interface Happened {
  readonly code: string;
  readonly solution?: Solution;
  readonly kind: AdoptionEventKind;
  readonly date: string;
  readonly planned?: string;
}

const record = async ({ deps }: TestService, { code, solution = 'aftaler', kind, date, planned }: Happened): Promise<void> => {
  await deps.db
    .insertInto('adoption_event')
    .values({
      id: randomUUID(),
      municipality_code: code,
      solution,
      kind,
      event_date: date as LocalDate,
      planned_date: (planned ?? null) as LocalDate | null,
      made_up: false,
      recorded_at: new Date('2026-01-01T00:00:00Z'),
      recorded_by: 'test',
      withdrawn_at: null,
      withdrawn_by: null,
    })
    .execute();
};

const count = (text: string, part: string): number => text.split(part).length - 1;

describe.each(engines)('/kommuner on the $engine engine', (engine) => {
  let running: TestService;
  beforeAll(async () => {
    running = await startTestService(engine);
  });
  afterAll(() => running?.close());

  const page = async (path: string): Promise<string> => (await request(running.app).get(path).expect(200)).text;

  test('draws 98 shapes while nothing is known', async () => {
    const text = await page('/kommuner');
    expect(count(text, '<path')).toBe(98);
    expect(new Set([...text.matchAll(/<path id="k(\d{4})" d="M[^"]{20,}"/g)].map(([, code]) => code)).size).toBe(98);
    expect(wordsOf(text)).toContain('0 af 98 kommuner deler aftaler');
  });

  describe('with something recorded', () => {
    beforeAll(async () => {
      const happened: readonly Happened[] = [
        { code: '0751', kind: 'schedule-given', date: '2023-01-10', planned: '2023-09-01' },
        { code: '0751', kind: 'technically-installed', date: '2023-06-01' },
        { code: '0751', kind: 'in-use', date: '2024-02-21' },
        { code: '0461', kind: 'schedule-given', date: '2023-03-01', planned: '2026-06-01' },
        { code: '0851', kind: 'schedule-given', date: '2023-03-01', planned: '2024-01-01' },
        { code: '0825', kind: 'not-applicable', date: '2023-01-01' },
        { code: '0461', solution: 'stamkort', kind: 'in-use', date: '2023-05-01' },
      ];
      for (const one of happened) await record(running, one);
    });

    test.each([
      ['2024-02-20', '0 af 97 kommuner'],
      ['2024-02-21', '1 af 97 kommuner'],
      ['2022-12-31', '0 af 98 kommuner'],
    ])('tells the state of %s', async (date, words) => {
      expect(wordsOf(await page(`/kommuner?dato=${date}`))).toContain(words);
    });

    test('shows each state by a pattern of its own, with a word', async () => {
      const text = await page('/kommuner');
      const groupOf = (code: string): string | undefined =>
        text
          .split('<g fill="')
          .find((group) => group.includes(`id="k${code}"`))
          ?.split('"')[0];
      expect(['0751', '0461', '0101', '0825'].map(groupOf)).toEqual([
        'url(#dk-in-use)',
        'url(#dk-scheduled)',
        'url(#dk-schedule-missing)',
        'url(#dk-not-applicable)',
      ]);
      for (const words of ['Aarhus: I drift', 'Odense: Tidsplan givet', 'København: Tidsplan mangler', 'Læsø: Ikke relevant'])
        expect(text).toContain(`<title>${words}</title>`);
    });

    test('tells the other solution apart', async () => {
      expect(wordsOf(await page('/kommuner?loesning=stamkort'))).toContain('1 af 98 kommuner bruger Fælles Stamkort');
    });

    test('names who is without a schedule, late and on the way', async () => {
      const { body } = await request(running.app).get('/kommuner.json').expect(200);
      expect(body.withoutSchedule.length).toBe(94);
      expect([body.overdue, body.coming]).toEqual([['0851'], ['0461']]);
      expect(wordsOf(await page('/kommuner'))).toContain('Skulle have været i drift (1) Aalborg , 1. januar 2024');
    });

    test.each([
      ['tilstand=in-use', ['Aarhus']],
      ['region=Region+Nordjylland&tilstand=scheduled', ['Aalborg']],
      ['soeg=%C3%B8rr', ['Hjørring']],
      ['soeg=aa&sorter=kommune', ['Faaborg-Midtfyn', 'Høje-Taastrup', 'Lyngby-Taarbæk', 'Aabenraa', 'Aalborg', 'Aarhus']],
      ['soeg=aa&faldende=ja', ['Aarhus', 'Aalborg', 'Aabenraa', 'Lyngby-Taarbæk', 'Høje-Taastrup', 'Faaborg-Midtfyn']],
      ['tilstand=scheduled&sorter=plan', ['Aalborg', 'Odense']],
      ['tilstand=scheduled&sorter=plan&faldende=ja', ['Odense', 'Aalborg']],
    ])('lists what is asked for (%s), on the page as in CSV', async (query, names) => {
      const text = await page(`/kommuner?${query}`);
      expect([...text.matchAll(/<th scope="row"><a href="\/kommuner\/\d{4}">([^<]+)</g)].map(([, name]) => name)).toEqual(names);
      const csv = await request(running.app)
        .get(`/kommuner.csv?${query}`)
        .expect(200)
        .expect('Content-Type', /^text\/csv/);
      const lines = csv.text.trimEnd().split('\r\n').slice(1);
      expect(lines.map((line) => line.split(',')[1])).toEqual(names);
    });

    test('gives the month that a slider points at as the day that closes it', async () => {
      const at = 2024 * 12 + 1;
      const { headers } = await request(running.app).get(`/kommuner?maaned=${at}&loesning=stamkort`).expect(303);
      expect(headers['location']).toBe('/kommuner?loesning=stamkort&dato=2024-02-29');
      const now = await request(running.app)
        .get(`/kommuner?maaned=${2026 * 12 + 2}`)
        .expect(303);
      expect(now.headers['location']).toBe('/kommuner');
    });

    test('refuses a day that does not exist, and tells days to come as today', async () => {
      await request(running.app).get('/kommuner?dato=2024-02-30').expect(400);
      const { body } = await request(running.app).get('/kommuner.json?dato=2030-01-01').expect(200);
      expect(body.date).toBe('2026-03-02');
    });

    test('tells a municipality’s milestones until the day', async () => {
      const words = wordsOf(await page('/kommuner/0751?dato=2023-08-01'));
      expect(words).toContain('Aarhus Kommune');
      expect(words).toContain('Planlagt i drift 1. september 2023.');
      expect(words).toContain('1. juni 2023 Teknisk installeret');
      expect(words).not.toContain('Taget i brug');
      const { body } = await request(running.app).get('/kommuner/0751.json').expect(200);
      expect(body).toMatchObject({
        code: '0751',
        region: 'Region Midtjylland',
        solutions: { aftaler: { state: 'in-use', inUse: '2024-02-21' } },
      });
      expect(body.events.length).toBe(3);
      await request(running.app)
        .get('/kommuner/0751.csv')
        .expect(200)
        .expect(/0751,Aarhus,Region Midtjylland,aftaler,in-use,2024-02-21,,false/);
    });

    test.each(['/kommuner/0411', '/kommuner/9999', '/kommuner/aarhus', '/kommuner/0751.xml'])('knows no %s', async (path) => {
      await request(running.app).get(path).set('Accept', 'text/html').expect(404);
    });

    test('counts month by month', async () => {
      const { text } = await request(running.app).get('/kommuner/forloeb.csv?dato=2024-02-21').expect(200);
      const lines = text.trimEnd().split('\r\n');
      expect(lines[1]).toBe('aftaler,2023-01-31,97,1,0,0');
      expect(lines.at(-1)).toBe('aftaler,2024-02-21,97,3,1,1');
      expect(lines.length).toBe(15);
    });

    test('speaks English to who asks for it', async () => {
      const { text } = await request(running.app).get('/kommuner').set('Cookie', 'sprog=en').expect(200);
      expect(wordsOf(text)).toContain('1 of 97 municipalities share appointments as of 2 March 2026.');
    });
  });

  test('leads a coordinator to the own municipality', async () => {
    const coordinator = await openPages(running);
    await coordinator.get('/log-ind');
    const answer = await coordinator.post('/log-ind', { hvem: 'coordinator', til: '/' });
    expect(answer.headers['location']).toBe('/kommuner/0461');
    await coordinator.get('/kommuner/0461').expect(200);
    await coordinator.get('/aftaler').expect(403);
  });
});
