/** `/kvalitet`: how good the senders' data is, to administrators and to the coordinators of their municipality. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enterMonths, odense } from '../quality/month.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { putAppointment, startTestService, type TestService } from '../support/service.ts';
import { openPages, type Reader, wordsOf } from './reader.ts';

describe.each(engines)('/kvalitet on the $engine engine', (engine) => {
  let service: TestService;
  let admin: Reader;
  let coordinator: Reader;
  beforeAll(async () => {
    service = await startTestService(engine);
    await enterMonths(service);
    admin = await openPages(service, 'admin');
    coordinator = await openPages(service, 'coordinator');
  });
  afterAll(() => service?.close());

  const words = async (path: string, reader = admin): Promise<string> => wordsOf((await reader.get(path).expect(200)).text);
  const lines = async (path: string, reader = admin): Promise<string[]> =>
    (
      await reader
        .get(path)
        .expect(200)
        .expect('Content-Type', /^text\/csv/)
    ).text
      .trimEnd()
      .split('\r\n')
      .slice(1);
  const february = 'maaned=2026-02';

  test('shows vendors side by side, in shares', async () => {
    const text = await words(`/kvalitet?${february}`);
    expect(text).toContain('Tal KMD Systematic Alle');
    expect(text).toContain('Nye og ændrede aftaler 800 3.000 3.800');
    expect(text).toContain('Usikkert mødested 0,6 % 36,7 % 29,1 %');
    expect(text).toContain('Tidsrum uden længde 31,3 % 0 % 6,6 %');
  });

  test('lists every sender to an administrator, their own to a coordinator', async () => {
    expect(await words(`/kvalitet?${february}`)).toMatch(/Aalborg Kommune.*Aarhus Kommune.*Odense Kommune.*Svendborg Kommune/);
    const own = await words(`/kvalitet?${february}`, coordinator);
    expect(own).toContain('Odense Kommune');
    expect(own).not.toContain('Aarhus Kommune');
    await coordinator.get('/kvalitet/aarhus-cura').expect(404);
    await coordinator.get('/kvalitet/aarhus-cura/tal.csv').expect(404);
    await admin.get('/kvalitet/nobody').expect(404);
  });

  test('tells a sender’s figures beside those of the month before, and its lag', async () => {
    const text = await words(`/kvalitet/odense-cura?${february}`, coordinator);
    expect(text).toContain('System: Systematic Cura 12.4');
    expect(text).toContain('Usikkert mødested 200 20 % 50 %');
    expect(text).toContain('Ukendt sluttid 31 3,1 % 0 %');
    expect(text).toContain('Afvist 14 1,4 %');
    expect(text).toMatch(/Forsinkelse, halvdelen inden for \d sek\./);
  });

  test('names each rule with what to mend and a made-up example, and what had messages refused', async () => {
    const text = await words(`/kvalitet/odense-cura?${february}`);
    expect(text).toContain(
      'Mødestedet er enhedens eget kontor og vises som usikkert. 200 (20 %) place-of-performer Ret sådan: Send stedet',
    );
    expect(text).toContain('Hvor: Appointment.participant.actor');
    expect(text).toContain('Hjemmeplejen Eksempelby');
    expect(text).toMatch(/En kode er ikke en af dem.*Borgerens nummer er ikke et nummer/);
    expect(text).not.toContain('Aftalen slutter, før den begynder');
  });

  test('withholds counts of one or two, and those that would give them back', async () => {
    for (const path of [
      '/kvalitet.csv?',
      '/kvalitet/odense-cura/tal.csv?',
      '/kvalitet/odense-cura/tal.csv?pr=uge&',
      '/kvalitet/aarhus-cura/tal.csv?pr=dag&',
    ]) {
      const counts = (await lines(path + february)).filter((line) => !line.includes('lag-')).map((line) => line.split(',')[6]);
      expect(counts.filter((count) => count === '1' || count === '2')).toEqual([]);
      if (path.includes('uge')) expect(counts).toContain('');
    }
    const page = await words(`/kvalitet/odense-cura?${february}`);
    expect(page).toContain('vises ikke time-placeholder');
    // Systematic's total less Aarhus' would be Odense's two.
    expect(await words(`/kvalitet/aarhus-cura?${february}`)).toContain('vises ikke time-placeholder');
  });

  test('tells the trend by months, and by weeks and days where all of them may be told', async () => {
    const byMonth = await lines(`/kvalitet/odense-cura/tal.csv?${february}`);
    const ofFigure = (all: string[], figure: string) =>
      all.filter((line) => line.includes(`,${figure},`)).map((line) => line.split(',').slice(3));
    expect(ofFigure(byMonth, 'uncertain-place').slice(-2)).toEqual([
      ['2026-01-01', '2026-01-31', 'uncertain-place', '500', '0.5', 'false', 'false'],
      ['2026-02-01', '2026-02-28', 'uncertain-place', '200', '0.2', 'false', 'false'],
    ]);
    const byWeek = await lines(`/kvalitet/odense-cura/tal.csv?${february}&pr=uge`);
    expect(ofFigure(byWeek, 'uncertain-place').slice(1)).toEqual([
      ['2026-02-01', '2026-02-01', 'uncertain-place', '0', '', 'false', 'false'],
      ['2026-02-02', '2026-02-08', 'uncertain-place', '150', '0.25', 'false', 'false'],
      ['2026-02-09', '2026-02-15', 'uncertain-place', '50', '0.125', 'false', 'false'],
      ['2026-02-16', '2026-02-22', 'uncertain-place', '0', '', 'false', 'false'],
      ['2026-02-23', '2026-02-28', 'uncertain-place', '0', '', 'false', 'false'],
    ]);
    const weeksOfUnknownEnd = ofFigure(byWeek, 'unknown-end').slice(1);
    expect(new Set(weeksOfUnknownEnd.map((cells) => cells[5]))).toEqual(new Set(['true']));
    expect(await words(`/kvalitet/odense-cura?${february}&pr=dag`)).toContain('Dag for dag');
    expect(ofFigure(await lines(`/kvalitet/odense-cura/tal.csv?${february}&pr=dag`), 'uncertain-place')).toHaveLength(1 + 28);
  });

  test('gives the same as JSON', async () => {
    const { body } = await admin.get(`/kvalitet/odense-cura/tal.json?${february}`).expect(200);
    expect(body).toMatchObject({
      sender: { id: 'odense-cura', vendor: 'Systematic' },
      month: '2026-02',
      versions: 1000,
      figures: { 'uncertain-place': { how: 'exact', count: 200, share: 0.2 } },
      refusedBy: ['base-binding', 'citizen-number'],
    });
    expect(body.trend).toHaveLength(12);
    const all = (await admin.get(`/kvalitet.json?${february}`).expect(200)).body;
    expect(all.vendors.map(({ vendor }: { vendor: string }) => vendor)).toEqual(['KMD', 'Systematic']);
  });

  test('tells of the month that is, to the last message', async () => {
    const sender = await service.sender('municipal');
    for (const value of ['a', 'b', 'c']) await putAppointment(service, sender, appointment(value)).expect(201);
    const text = await words('/kvalitet/odense-nexus');
    expect(text).toContain('Måneden er ikke slut');
    expect(text).toContain('Nye og ændrede aftaler 3');
  });

  test('stands on the municipality’s page, for those who may see it', async () => {
    const own = await words('/kommuner/0461?dato=2026-02-28', coordinator);
    expect(own).toContain('Datakvalitet, februar 2026');
    expect(own).toContain('Usikkert mødested 20 %');
    expect(await words('/kommuner/0751?dato=2026-02-28', coordinator)).not.toContain('Datakvalitet,');
    expect(await words('/kommuner/0461?dato=2026-02-28', await openPages(service))).not.toContain('Datakvalitet,');
  });

  test('is for administrators and coordinators alone', async () => {
    for (const path of ['/kvalitet', '/kvalitet.csv', '/kvalitet/odense-cura', '/kvalitet/odense-cura/tal.json']) {
      const { headers } = await (await openPages(service)).get(path).expect(303);
      expect(headers['location']).toMatch(/^\/log-ind/);
      await (await openPages(service, 'nancy')).get(path).expect(403);
      await (await openPages(service, 'hospital')).get(path).expect(403);
    }
  });

  test.each(['2026-13', 'x'])('refuses the month %s, and tells months to come as the one that is', async (month) => {
    await admin.get(`/kvalitet?maaned=${month}`).expect(400);
    expect(await words('/kvalitet?maaned=2030-01')).toContain('marts 2026');
  });

  test('speaks English too', async () => {
    const reader = await openPages(service, 'admin');
    await reader.get('/kvalitet?sprog=en').expect(303);
    const text = await words(`/kvalitet/${odense.id}?${february}`, reader);
    expect(text).toContain('Uncertain place 200 20%');
    expect(text).toContain('A municipal place is not the performer');
  });
});
