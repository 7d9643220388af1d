import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import request from 'supertest';
import { D_ECPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { appointment, own, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { openPages, wordsOf } from './reader.ts';

const signedIn = ['/aftaler', '/aftaler/tidligere', '/aftaler.ics', '/minlog', '/spaerringer', '/stamkort', '/koordinering'] as const;
const MARKUP = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';

const service = (name: string, phone: string) => ({
  resourceType: 'HealthcareService' as const,
  id: 'performer',
  name,
  telecom: [{ system: 'phone' as const, value: phone }],
});

const performing = {
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
  actor: { reference: '#performer' },
  status: 'accepted' as const,
};

describe.each(engines)('the pages on the $engine engine', (engine) => {
  let running: TestService;
  let municipality: Record<string, string>;
  let region: Record<string, string>;
  beforeAll(async () => {
    running = await startTestService(engine);
    municipality = await running.sender('municipal');
    region = await running.sender('regional');
  });
  afterAll(() => running?.close());

  test.each(['/', '/eksempler', '/log-ind'])('%s is there on an empty database', async (path) => {
    const { text, headers } = await request(running.app)
      .get(path)
      .expect(200)
      .expect('Content-Type', /^text\/html/);
    expect(text).toContain('<html lang="da">');
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https:|\*/);
  });

  test.each([
    ['nancy', '/aftaler', 'Der er ingen kommende aftaler'],
    ['nancy', '/aftaler/tidligere', 'ingen aftaler i denne periode'],
    ['nancy', '/minlog', 'Hvem har set dine oplysninger?'],
    ['nancy', '/spaerringer', 'Du har ingen spærringer'],
    ['hospital', '/koordinering', 'Borgerens CPR- eller erstatnings-CPR-nummer'],
  ])('%s reads %s on an empty database', async (who, path, words) => {
    const { text } = await (await openPages(running, who)).get(path).expect(200);
    expect(wordsOf(text)).toContain(words);
  });

  test.each(signedIn)('%s leads to sign-in without a session, and back', async (path) => {
    await request(running.app)
      .get(path)
      .expect(303)
      .expect('Location', `/log-ind?til=${encodeURIComponent(path)}`);
    const nobody = await openPages(running);
    await nobody.get(`/log-ind?til=${encodeURIComponent(path)}`).expect(200);
    const to = await nobody.post('/log-ind', { hvem: 'nancy', til: path });
    expect(to.headers['location']).toBe(path);
  });

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/log-ud', 'javascript:alert(1)'])(
    'sign-in leads to no page but ours: %s',
    async (til) => {
      const nobody = await openPages(running);
      await nobody.get('/log-ind');
      expect((await nobody.post('/log-ind', { hvem: 'nancy', til })).headers['location']).toBe('/aftaler');
    },
  );

  test.each(['X-Forwarded-For', 'X-Forwarded-Host', 'Forwarded', 'Via', 'X-Real-IP'])(
    'the development sign-in is closed behind a proxy (%s)',
    async (header) => {
      await request(running.app).get('/log-ind').set(header, '127.0.0.1').expect(403);
    },
  );

  test('the development sign-in is closed under a name that is not this machine’s', async () => {
    await request(running.app).get('/log-ind').set('Host', 'evil.example').expect(403);
  });

  test('the front page’s call is answered as it is now, and stands in the log of whom it is about', async () => {
    const { text } = await request(running.app).get('/eksempelkald').expect(200);
    expect(wordsOf(text)).toContain('Der er ingen aftaler endnu.');
    expect(text).toContain('&quot;type&quot;: &quot;searchset&quot;');
    expect(wordsOf((await (await openPages(running, 'nancy')).get('/minlog').expect(200)).text)).toContain(
      'Du selv slog dine aftaler op; der var ingen at vise.',
    );
    await request(running.app).get('/eksempelkald').set('X-Forwarded-For', '127.0.0.1').expect(403);
  });

  test('a form of another session is refused, and one without its token', async () => {
    const nancy = await openPages(running, 'nancy');
    expect((await nancy.post('/log-ud', { _csrf: '' })).status).toBe(403);
    expect((await nancy.post('/spaerringer', { _csrf: 'x'.repeat(32), hvilke: 'alle', virkning: 'hide', hvem: 'alle' })).status).toBe(403);
    await nancy.get('/spaerringer').expect(200);
  });

  test('signing out ends the session', async () => {
    const nancy = await openPages(running, 'nancy');
    const out = await nancy.post('/log-ud', {});
    expect(out.headers['location']).toBe('/log-ind?ud');
    expect(out.headers['set-cookie']?.[0]).toMatch(/^aftaledeling=;.*Max-Age=0/);
    await nancy.get('/aftaler').expect(303);
  });

  test('who comes back after half an hour is told why they have to sign in, on a page and with a form; who signed out is not', async () => {
    const nancy = await openPages(running, 'nancy');
    await nancy.get('/spaerringer').expect(200);
    jest.useFakeTimers({ now: Date.now() + 31 * 60_000, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
    try {
      const page = await nancy.get('/aftaler').expect(303);
      expect(page.headers['location']).toBe('/log-ind?til=%2Faftaler&ud=inaktiv');
      expect(JSON.stringify(page.headers['set-cookie'] ?? [])).not.toContain('aftaledeling=');
      expect((await nancy.post('/spaerringer', { hvilke: 'alle' })).headers['location']).toBe('/log-ind?til=%2F&ud=inaktiv');
      const { text } = await nancy.get('/log-ind?til=%2Faftaler&ud=inaktiv').expect(200);
      expect(wordsOf(text)).toContain('Du blev logget ud, fordi der ikke var sket noget i en halv time');
      // Told once.
      await nancy.get('/aftaler').expect(303).expect('Location', '/log-ind?til=%2Faftaler');
    } finally {
      jest.useRealTimers();
    }
    const bruno = await openPages(running, 'bruno');
    await bruno.post('/log-ud', {});
    await bruno.get('/aftaler').expect(303).expect('Location', '/log-ind?til=%2Faftaler');
  });

  test('a page of the other role is refused', async () => {
    await (await openPages(running, 'nancy')).get('/koordinering').expect(403);
    await (await openPages(running, 'hospital')).get('/aftaler').expect(403);
  });

  test('an address that leads nowhere is a page for who reads pages, and an outcome for who does not', async () => {
    await request(running.app)
      .get('/findes-ikke')
      .set('Accept', 'text/html')
      .expect(404)
      .expect('Content-Type', /^text\/html/);
    await request(running.app).get('/findes-ikke').expect(404).expect('Content-Type', /json/);
  });

  describe('of a citizen with appointments', () => {
    const { cpr } = people.bruno;
    beforeAll(async () => {
      await putAppointment(
        running,
        municipality,
        series(
          'window',
          'FREQ=WEEKLY;BYDAY=MO,WE,FR',
          {
            start: '2026-03-02T07:00:00+01:00',
            end: '2026-03-02T09:00:00+01:00',
            minutesDuration: 20,
            extension: [
              { url: own('rrule'), valueString: 'FREQ=WEEKLY;BYDAY=MO,WE,FR' },
              { url: own('guided-interval'), valueString: 'Morgen' },
            ],
            contained: [
              { resourceType: 'Location', id: 'place', address: { use: 'home', line: ['Hemmelig Vej 7'], postalCode: '5000' } },
              service('Hjemmeplejen', '70100011'),
            ],
            participant: [...appointment('x', {}, cpr).participant, performing],
            reasonCode: [{ text: 'Morgenpleje' }],
          },
          cpr,
        ),
      ).expect(201);
      await putAppointment(
        running,
        region,
        appointment(
          'stay',
          { start: '2026-03-10T12:00:00+01:00', end: '2026-03-12T10:00:00+01:00', reasonCode: [{ text: 'Indlæggelse' }] },
          cpr,
        ),
      ).expect(201);
      await putAppointment(running, region, appointment('moved', { reasonCode: [{ text: 'Kontrol' }] }, cpr)).expect(201);
      await putAppointment(
        running,
        region,
        appointment(
          'moved',
          { reasonCode: [{ text: 'Kontrol' }], start: '2026-03-05T10:15:00+01:00', end: '2026-03-05T10:30:00+01:00' },
          cpr,
        ),
      ).expect(200);
    });

    test('the agenda tells what the API tells, word by word', async () => {
      const { text } = await (await openPages(running, 'bruno')).get('/aftaler').expect(200);
      const words = wordsOf(text);
      const overview = (await postOverview(running, await running.citizen(cpr)).expect(200)).body;
      expect(overview.entry.length).toBeGreaterThan(10);
      for (const { resource } of overview.entry) {
        for (const extension of resource.extension) {
          const told = extension.extension?.find((part: { url: string }) => part.url === 'text')?.valueString;
          if (/visit-time|meeting-place/.test(extension.url)) expect(words).toContain(told);
        }
      }
      expect(words).toContain('I dag mandag den 2. marts uge 10');
      expect(words).toContain('hver mandag, onsdag og fredag');
      expect(words).toContain('Flyttet fra onsdag den 4. marts kl. 10.15');
      expect(words).toContain('Dag 3 af 3');
      expect(text).toContain('<a class="tel" href="tel:+4570100011">70 10 00 11</a>');
      expect(text).not.toContain('Hemmelig');
    });

    test('a look at a page is a line in the log, of what was shown', async () => {
      const bruno = await openPages(running, 'bruno');
      await bruno.get('/aftaler').expect(200);
      const words = wordsOf((await bruno.get('/minlog').expect(200)).text);
      expect(words).toMatch(/Du selv så \d+ aftaler/);
      expect(words).toContain('Systemet hos Region Syddanmark oprettede en aftale');
    });

    test('the calendar has every visit, and one alone by its address', async () => {
      const bruno = await openPages(running, 'bruno');
      const all = await bruno.get('/aftaler.ics').expect(200).expect('Content-Type', 'text/calendar; charset=utf-8');
      const entries = (await postOverview(running, await running.citizen(cpr)).expect(200)).body.entry;
      expect(all.text.match(/BEGIN:VEVENT/g)).toHaveLength(entries.length);
      const one = await bruno.get(`/aftaler/${entries[0].resource.id}.ics`).expect(200);
      expect(one.text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
      const nancy = await openPages(running, 'nancy');
      await nancy.get(`/aftaler/${entries[0].resource.id}.ics`).expect(404);
    });

    test('a block that is set is seen to work, is told in the log, and is lifted', async () => {
      const bruno = await openPages(running, 'bruno');
      const nurse = await openPages(running, 'hospital');
      await nurse.get('/koordinering');
      await nurse.post('/koordinering', { cpr: `${cpr.slice(0, 6)}-${cpr.slice(6)}`, formaal: 'TREAT' });
      const seen = async (): Promise<string> => wordsOf((await nurse.get('/koordinering').expect(200)).text);
      expect(await seen()).toContain('Morgenpleje');

      await bruno.get('/spaerringer');
      const block = { hvilke: 'municipal', virkning: 'hide', hvem: 'alle', 'til-og-med': '' };
      const review = await bruno.post('/spaerringer/gennemse', block);
      expect(wordsOf(review.text)).toMatch(
        /Spærringen er ikke sat endnu.*kan ikke se dine aftaler med kommunen.*gælder det 13 af dine 15 kommende/,
      );
      expect(await seen()).toContain('Morgenpleje');
      expect((await bruno.post('/spaerringer', block)).headers['location']).toBe('/spaerringer?nu=sat');
      expect(await seen()).not.toContain('Morgenpleje');
      expect(await seen()).toContain('Indlæggelse');

      const overridden = await nurse.post('/koordinering/vaerdispring', { grundlag: 'emergency', begrundelse: 'Fald i hjemmet <b>' });
      expect(wordsOf(overridden.text)).toContain('Morgenpleje');
      expect(await seen()).not.toContain('Morgenpleje');
      const log = wordsOf((await bruno.get('/minlog').expect(200)).text);
      expect(log).toContain('Hanne Hospitalssygeplejerske fra Regionshospitalet så');
      expect(log).toContain('Så bort fra dine spærringer i en akut situation. Begrundelse: “Fald i hjemmet <b>”');
      expect(log).toContain('Noget blev holdt tilbage');

      const page = (await bruno.get('/spaerringer').expect(200)).text;
      const [id = '', version = ''] = ['id', 'version'].map((name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1]);
      expect(wordsOf((await bruno.post('/spaerringer/ophaev', { id, version })).text)).toContain('Vil du ophæve spærringen?');
      expect(await seen()).not.toContain('Morgenpleje');
      await bruno.post('/spaerringer/ophaev', { id, version, ja: 'ja' });
      expect(await seen()).toContain('Morgenpleje');
    });

    test('a professional names a citizen by a number that no address, cookie or line of the service’s log ever holds', async () => {
      const nurse = await openPages(running, 'hospital');
      await nurse.get('/koordinering');
      const chosen = await nurse.post('/koordinering', { cpr, formaal: 'TREAT' });
      expect(chosen.headers['location']).toBe('/koordinering');
      expect(JSON.stringify(chosen.headers)).not.toContain(cpr);
      const { text } = await nurse.get('/koordinering?fra=2026-03-09').expect(200);
      expect(wordsOf(text)).toContain('Falder under ophold: Indlæggelse');
      expect(wordsOf(text)).toContain('Der kan være oplysninger, som borgeren eller loven har begrænset adgangen til.');
      await nurse.post('/koordinering/slip', {});
      expect(wordsOf((await nurse.get('/koordinering').expect(200)).text)).toContain('Borgerens CPR- eller erstatnings-CPR-nummer');
      expect(running.lines.join('\n')).not.toContain(cpr);
    });

    test('a citizen is named by a D-eCPR number too, of the region that issued it', async () => {
      const value = '1206550VK9';
      const one = appointment('ecpr', { reasonCode: [{ text: 'Røntgen' }] });
      const [citizen, ...others] = one.participant;
      const identifier = { system: `${D_ECPR_SYSTEM}.181`, value };
      const participant = [{ status: 'accepted' as const, ...citizen, actor: { identifier } }, ...others];
      await putAppointment(running, region, { ...one, participant }).expect(201);
      const nurse = await openPages(running, 'hospital');
      const seen = async (udsteder: string): Promise<string> => {
        await nurse.get('/koordinering');
        expect((await nurse.post('/koordinering', { cpr: '120655-0vk9', udsteder, formaal: 'TREAT' })).status).toBe(303);
        const words = wordsOf((await nurse.get('/koordinering').expect(200)).text);
        expect(wordsOf((await nurse.get('/stamkort').expect(200)).text)).toContain(`Borger ${value}`);
        await nurse.post('/koordinering/slip', {});
        return words;
      };
      expect(await seen('midtjylland')).toContain('Røntgen');
      expect(await seen('sjaelland')).not.toContain('Røntgen');
    });

    test.each([
      [{ cpr: '123', formaal: 'TREAT' }, 'Skriv et CPR-nummer med 10 cifre'],
      [{ cpr: '1206550VK9', formaal: 'TREAT' }, 'Vælg, hvem der har udstedt'],
      [{ cpr, formaal: 'TREAT', udsteder: 'sjaelland' }, 'Vælg, hvem der har udstedt'],
      [{ cpr: '1206550VK9', formaal: 'TREAT', udsteder: 'fyn' }, 'Vælg, hvem der har udstedt'],
      [{ cpr }, 'som du har i behandling'],
    ])('a look-up is refused in words without a number or a purpose', async (fields, words) => {
      const nurse = await openPages(running, 'hospital');
      await nurse.get('/koordinering');
      const answer = await nurse.post('/koordinering', fields);
      expect(answer.status).toBe(422);
      expect(wordsOf(answer.text)).toContain(words);
    });
  });

  test('a relative sees whom they may act for, and is told of in that log by name', async () => {
    await putAppointment(running, region, appointment('of-nancy', { reasonCode: [{ text: 'Øjenscreening' }] })).expect(201);
    const kirsten = await openPages(running, 'kirsten-nancy');
    expect(wordsOf((await kirsten.get('/aftaler').expect(200)).text)).not.toContain('Øjenscreening');
    expect((await kirsten.post('/skift', { hvem: 'anden', til: '/aftaler' })).headers['location']).toBe('/aftaler');
    const words = wordsOf((await kirsten.get('/aftaler').expect(200)).text);
    expect(words).toContain('Aftaler for Nancy Ann Test Berggren');
    expect(words).toContain('Øjenscreening');
    const log = wordsOf((await (await openPages(running, 'nancy')).get('/minlog?vis=andre').expect(200)).text);
    expect(log).toContain('Kirsten Test Berggren, på dine vegne (fuldmagt) så 1 aftale');
    await kirsten.post('/skift', { hvem: 'mig', til: '/aftaler' });
    expect(wordsOf((await kirsten.get('/aftaler').expect(200)).text)).toContain('Dine aftaler');
  });

  test('names, reasons and places full of markup are text on every page and in the calendar', async () => {
    const { cpr } = people.einer;
    await putAppointment(
      running,
      region,
      appointment(
        'markup',
        {
          reasonCode: [{ text: MARKUP }],
          patientInstruction: MARKUP,
          contained: [
            { resourceType: 'Location', id: 'place', name: `Sted ${MARKUP}`, address: { line: [MARKUP], city: MARKUP } },
            service(`Klinik ${MARKUP}`, `+45 ${MARKUP}`),
          ],
          participant: [...appointment('x', {}, cpr).participant, performing],
        },
        cpr,
      ),
    ).expect(201);
    const einer = await openPages(running, 'einer');
    const nurse = await openPages(running, 'hospital');
    await nurse.get('/koordinering');
    await nurse.post('/koordinering', { cpr, formaal: 'TREAT' });
    const answers = [
      await einer.get('/aftaler').expect(200),
      await einer.get('/aftaler?sprog=en').expect(303),
      await einer.get('/aftaler').expect(200),
      await nurse.get('/koordinering').expect(200),
      await nurse.post('/koordinering/vaerdispring', { grundlag: MARKUP, begrundelse: MARKUP }),
      await einer.get('/minlog').expect(200),
      await request(running.app).get(`/log-ind?til=${encodeURIComponent(`/${MARKUP}`)}`),
    ];
    for (const { text } of answers) {
      expect(text).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)/);
      expect(text).not.toMatch(/ (?:style|on\w+)="/);
    }
    expect(wordsOf(answers[0]?.text ?? '')).toContain(MARKUP);
    const { text } = await einer.get('/aftaler.ics').expect(200);
    expect(text.match(/^BEGIN:/gm)).toHaveLength(2);
  });

  test('the same page is in English by a switch that stays', async () => {
    const nancy = await openPages(running, 'nancy');
    const switched = await nancy.get('/aftaler?sprog=en').expect(303).expect('Location', '/aftaler');
    expect(switched.headers['set-cookie']?.[0]).toContain('sprog=en');
    const { text } = await nancy.get('/aftaler').expect(200);
    expect(text).toContain('<html lang="en">');
    expect(wordsOf(text)).toContain('Wednesday 4 March 2026 10:15 to 10:30');
    expect(text).toContain('<span lang="da">Øjenscreening</span>');
  });

  test('fifty appointments make a page of less than 50 kB, with a tenth to spare', async () => {
    const { cpr } = people.caesar;
    for (let index = 0; index < 50; index++) {
      const day = String(3 + (index % 25)).padStart(2, '0');
      const hour = String(9 + Math.floor(index / 25)).padStart(2, '0');
      await putAppointment(
        running,
        region,
        appointment(
          `many-${index}`,
          {
            start: `2026-03-${day}T${hour}:00:00+01:00`,
            end: `2026-03-${day}T${hour}:30:00+01:00`,
            reasonCode: [{ text: 'Ultralydsundersøgelse af hjertet' }],
            patientInstruction: 'Tag din medicinliste med.',
            contained: [
              {
                resourceType: 'Location',
                id: 'place',
                name: 'Hjertemedicinsk Ambulatorium, indgang 20',
                address: { line: ['Hospitalsvej 10'], postalCode: '5000', city: 'Odense C' },
              },
              service('Hjertemedicinsk Ambulatorium', '70100021'),
            ],
            participant: [...appointment('x', {}, cpr).participant, performing],
          },
          cpr,
        ),
      ).expect(201);
    }
    const { text } = await (await openPages(running, 'caesar')).get('/aftaler').expect(200);
    expect(text.match(/<li class="v /g)).toHaveLength(50);
    expect(Buffer.byteLength(text)).toBeLessThan(45_000);
  });
});
