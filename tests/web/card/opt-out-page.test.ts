import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { postStamkort, send, stateOf } from '../../stamkort/cards.ts';
import { feed, optOut, reportState } from '../../stamkort/registers.ts';
import { engines } from '../../support/database.ts';
import { people } from '../../support/people.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { wordsOf } from '../reader.ts';
import { openCard } from './open-card.ts';

const PATH = '/stamkort/genoplivning';
const { cpr } = people.nancy;

describe.each(engines)('opting out of resuscitation on the pages on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  const wordsAt = async (who: string, path = PATH): Promise<string> =>
    wordsOf((await (await openCard(service, who)).get(path).expect(200)).text);
  const toStaff = async () => stateOf((await postStamkort(service, await service.professional(), { cpr })).body);

  async function choose(who: string, fields: Record<string, string>) {
    const pages = await openCard(service, who);
    await pages.get(PATH).expect(200);
    return pages.post(PATH, fields);
  }

  test('is for the citizen alone: not for who acts for them, nor for staff, nor under the age', async () => {
    expect(await wordsAt('kirsten-nancy')).toContain('Kun borgeren selv kan fravælge genoplivning');
    const kirsten = await openCard(service, 'kirsten-nancy');
    const { text } = await kirsten.get(PATH).expect(200);
    expect(text).not.toContain('name="valg"');
    expect((await kirsten.post(PATH, { valg: 'fravaelg', laest: 'ja' })).status).toBe(403);
    await (await openCard(service, 'hospital')).get(PATH).expect(403);
    expect(await wordsAt('kaja')).toContain('når man er fyldt 60 år');
    expect((await choose('kaja', { valg: 'fravaelg', laest: 'ja' })).status).toBe(403);
    expect((await choose('nancy', { valg: 'noget-andet' })).status).toBe(400);
  });

  test('says what it means first, and asks that it is read', async () => {
    expect(await wordsAt('nancy')).toContain('Fravalget gælder først, når der er gået syv dage');
    const unread = await choose('nancy', { valg: 'fravaelg' });
    expect([unread.status, wordsOf(unread.text)]).toEqual([422, expect.stringContaining('Læs, hvad det betyder, og sæt et kryds.')]);
    expect(await wordsAt('nancy', '/stamkort')).not.toContain('Du har registreret');
  });

  test('waits seven days in the citizen’s sight alone, then holds; sent twice it is one', async () => {
    for (let time = 0; time < 2; time++) {
      expect((await choose('nancy', { valg: 'fravaelg', laest: 'ja' })).headers['location']).toBe(`${PATH}?nu=fravalgt`);
    }
    expect((await send(service, 'get', '/fhir/Consent', await service.citizen(cpr))).body.total).toBe(1);
    const own = await wordsAt('nancy', '/stamkort');
    expect(own).toContain('Du har registreret et fravalg den 2. marts 2026 kl. 9.00. Det gælder fra den 9. marts 2026 kl. 9.00.');
    for (const who of ['kirsten-nancy', 'hospital']) {
      const words = await wordsAt(who, '/stamkort');
      expect(words).toContain('Genoplivning ved hjertestop Vides ikke');
      expect(words).not.toMatch(/Du har registreret|9\. marts/);
    }
    service.setNow('2026-03-09T08:00:00Z');
    expect(await wordsAt('hospital', '/stamkort')).toMatch(
      /hjertestop Fravalgt .*Registreret af borgeren selv den 2\. marts 2026 kl\. 9\.00\./,
    );
    expect(await toStaff()).toBe(true);
  });

  test('is taken back at once, also while the register is down', async () => {
    await reportState(service, 'fravalg', 'down');
    const { text } = await (await openCard(service, 'nancy')).get(PATH).expect(200);
    expect(text).toContain('value="traek-tilbage"');
    expect((await choose('nancy', { valg: 'traek-tilbage' })).headers['location']).toBe(`${PATH}?nu=trukket-tilbage`);
    await reportState(service, 'fravalg', 'ok');
    expect(await toStaff()).toBe(false);
    expect(await wordsAt('nancy')).toContain('Jeg har læst, hvad det betyder');
  });

  test('that a register holds is taken back by the citizen’s own word, which is later', async () => {
    const said = '2026-03-09T08:30:00Z';
    await feed(service, 'fravalg', optOut('active', { dateTime: said, provision: { type: 'deny', period: { start: said } } }));
    service.setNow('2026-03-09T09:00:00Z');
    expect(await toStaff()).toBe(true);
    expect((await choose('nancy', { valg: 'traek-tilbage' })).status).toBe(303);
    expect(await toStaff()).toBe(false);
  });
});
