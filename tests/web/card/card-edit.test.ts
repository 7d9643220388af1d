import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CPR_SYSTEM } from '../../../src/cpr/cpr.ts';
import { ofType, postStamkort, send } from '../../stamkort/cards.ts';
import { feed, feedEverything, person } from '../../stamkort/registers.ts';
import { engines } from '../../support/database.ts';
import { people } from '../../support/people.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { type Reader, unescaped, wordsOf } from '../reader.ts';
import { openCard } from './open-card.ts';

const { cpr } = people.nancy;
const MARKUP = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';

type Fields = readonly (readonly [string, string])[];

/** What a form holds when it is opened, in its order. */
function fieldsIn(page: string): Fields {
  const form = /<form class="ask"[\s\S]*?<\/form>/.exec(page)?.[0] ?? '';
  const controls = form.matchAll(/<input([^>]*)>|<textarea([^>]*)>([^<]*)|<select([^>]*)>([\s\S]*?)<\/select>/g);
  return [...controls].map(([, input, area, text, choice, options]) => {
    const name = /name="([^"]+)"/.exec(input ?? area ?? choice ?? '')?.[1] ?? '';
    const value = text ?? (options === undefined ? /value="([^"]*)"/.exec(input ?? '')?.[1] : chosenIn(options));
    return [name, unescaped(value ?? '')];
  });
}
const chosenIn = (options: string): string => /value="([^"]*)" selected/.exec(options)?.[1] ?? '';

/** The numbers of a form, by what each is labelled. */
async function fill(pages: Reader, path: string, changes: Readonly<Record<string, string>>) {
  const { text } = await pages.get(path).expect(200);
  return pages.postAll(path, changed(fieldsIn(text), changes));
}

/** `phone.mobile` and the like change the number of that kind. */
function changed(fields: Fields, changes: Readonly<Record<string, string>>): Fields {
  let kind = '';
  return fields.map(([name, value]) => {
    if (name === 'slags') kind = value;
    return [name, changes[name === 'nummer' ? kind : name] ?? value];
  });
}

describe.each(engines)('the card’s forms on the $engine engine', (engine) => {
  let service: TestService;
  let citizenId: string;
  beforeAll(async () => {
    service = await startTestService(engine);
    citizenId = service.deps.citizenIdOf({ system: CPR_SYSTEM, value: cpr });
    await feedEverything(service);
  });
  afterAll(() => service?.close());

  const cardOf = async (): Promise<string> => JSON.stringify((await postStamkort(service, await service.citizen(cpr), { cpr })).body);
  const wordsAt = async (pages: Reader, path = '/stamkort'): Promise<string> => wordsOf((await pages.get(path).expect(200)).text);
  const relativePath = async (name: string): Promise<string> => {
    const { body } = await postStamkort(service, await service.citizen(cpr), { cpr });
    const found = ofType(body, 'RelatedPerson').find((one) => JSON.stringify(one.name).includes(name));
    return `/stamkort/paaroerende/${found?.id}`;
  };

  test.each([
    ['/stamkort/telefon', { 'phone.mobile': '20 30 40 50', email: 'nancy@example.com' }, /Mobil 20 30 40 50 Mail nancy@example\.com/],
    [
      '/stamkort/midlertidig-adresse',
      { adresse: 'c/o Kirsten\nSommerhusvej 9', postnummer: '5230', by: 'Odense', fra: '2026-03-01', til: '2026-04-30' },
      /c\/o Kirsten, Sommerhusvej 9, 5230 Odense Periode fra 1\. marts 2026 til og med 30\. april 2026/,
    ],
    ['/stamkort/sprog', { sprog: 'uk' }, /Taler Ukrainsk/],
    [
      '/stamkort/tandlaege',
      { klinik: 'Tandklinikken Smil', fornavn: 'Jette', efternavn: 'Testesen', 'phone.work': '80706050', ydernummer: '410845' },
      /Klinik Tandklinikken Smil Tandlæge Jette Testesen Ydernummer 410845/,
    ],
    [
      '/stamkort/paaroerende/ny',
      { fornavn: 'Kirsten Test', efternavn: 'Berggren', relation: 'DAUC', 'phone.mobile': '12 34 56 78', bemaerkning: 'Har nøgle' },
      /Navn Kirsten Test Berggren Relation Datter Mobil 12 34 56 78 Bemærkning Har nøgle/,
    ],
  ])('%s is filled in, saved, seen, and the same again changes nothing', async (path, fields, seen) => {
    const nancy = await openCard(service, 'nancy');
    const answer = await fill(nancy, path, fields);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/stamkort?nu=gemt']);
    const page = await wordsAt(nancy, '/stamkort?nu=gemt');
    expect(page).toContain('Det er gemt.');
    expect(page).toMatch(seen);
    expect((await fill(nancy, path, path.endsWith('/ny') ? fields : {})).headers['location']).toBe('/stamkort?nu=uaendret');
  });

  test('what the form does not ask for stays: a title, a number of another kind, a relation without a code', async () => {
    const nurse = await service.professional();
    const telecom = [
      { system: 'phone', value: '1', use: 'mobile' },
      { system: 'phone', value: '2', use: 'mobile' },
      { system: 'email', value: 'a@example.com', use: 'work' },
      { system: 'phone', value: '(0045)33112244-33112255-3010' },
    ];
    const { body } = await send(service, 'post', '/fhir/RelatedPerson', nurse, {
      resourceType: 'RelatedPerson',
      patient: { reference: `Patient/${citizenId}` },
      name: [{ prefix: ['Dr.'], given: ['Anne Marie'], family: 'Test' }],
      relationship: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.2', code: 'plejesoen', display: 'Plejesøn' }], text: 'Plejesøn' }],
      telecom,
    });
    const nancy = await openCard(service, 'nancy');
    const path = `/stamkort/paaroerende/${body.id}`;
    expect((await fill(nancy, path, {})).headers['location']).toBe('/stamkort?nu=uaendret');
    expect((await fill(nancy, path, { bemaerkning: 'Ring aften' })).headers['location']).toBe('/stamkort?nu=gemt');
    const after = await send(service, 'get', `/fhir/RelatedPerson/${body.id}`, nurse);
    expect(after.body).toMatchObject({ name: body.name, relationship: body.relationship, telecom });
  });

  test('of two who change the same item the second sees what is newer, keeps what they wrote, and chooses', async () => {
    const [nancy, nurse] = [await openCard(service, 'nancy'), await openCard(service, 'hospital')];
    const opened = fieldsIn((await nancy.get('/stamkort/telefon').expect(200)).text);
    expect((await fill(nurse, '/stamkort/telefon', { 'phone.mobile': '77 77 77 77' })).status).toBe(303);
    const conflict = await nancy.postAll('/stamkort/telefon', changed(opened, { 'phone.mobile': '66 66 66 66' }));
    expect(conflict.status).toBe(409);
    const words = wordsOf(conflict.text);
    expect(words).toMatch(
      /Nogen har ændret det, mens du skrev.*77 77 77 77.*Skrevet af personalet hos.*Det står i stedet for noget, du selv havde skrevet/,
    );
    expect(conflict.text).toContain('value="66 66 66 66"');
    expect(await cardOf()).not.toContain('66 66 66 66');
    expect((await nancy.postAll('/stamkort/telefon', fieldsIn(conflict.text))).headers['location']).toBe('/stamkort?nu=gemt');
    expect(await cardOf()).toContain('66 66 66 66');
  });

  test('a change to another item, and a register’s, is no reason to stop', async () => {
    const [nancy, nurse] = [await openCard(service, 'nancy'), await openCard(service, 'hospital')];
    const opened = fieldsIn((await nancy.get('/stamkort/telefon').expect(200)).text);
    expect((await fill(nurse, '/stamkort/sprog', { sprog: 'pl' })).status).toBe(303);
    await feed(service, 'cpr', person(cpr, { birthDate: '1948-12-24' }));
    expect((await nancy.postAll('/stamkort/telefon', changed(opened, { 'phone.home': '55 55 55 55' }))).status).toBe(303);
    expect(await wordsAt(nancy)).toMatch(/Telefon, hjemme 55 55 55 55.*Taler Polsk/);
  });

  test('of many at once one is saved where they change the same item, and all where they change different ones', async () => {
    const forms = ['/stamkort/telefon', '/stamkort/sprog', '/stamkort/tandlaege'];
    const all = await Promise.all(['nancy', 'hospital', 'nancy', 'hospital'].map((who) => openCard(service, who)));
    const opened: (readonly [Reader, Fields])[] = [];
    for (const [index, pages] of all.entries()) {
      const fields = fieldsIn((await pages.get('/stamkort/telefon').expect(200)).text);
      opened.push([pages, changed(fields, { 'phone.work': `4000000${index}` })]);
    }
    const same = await Promise.all(opened.map(([pages, fields]) => pages.postAll('/stamkort/telefon', fields)));
    expect(same.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);

    const different: (() => ReturnType<Reader['postAll']>)[] = [];
    for (const [index, path] of forms.entries()) {
      const pages = await openCard(service, index === 1 ? 'hospital' : 'nancy');
      const fields = fieldsIn((await pages.get(path).expect(200)).text);
      const values = changed(fields, { 'phone.work': '50000000', sprog: 'so', klinik: 'Tandhuset' });
      different.push(() => pages.postAll(path, values));
    }
    const answers = await Promise.all(different.map((send) => send()));
    expect(answers.map(({ headers }) => headers['location'])).toEqual(forms.map(() => '/stamkort?nu=gemt'));
  });

  test('what was deleted meanwhile can be written anew', async () => {
    const [nancy, nurse] = [await openCard(service, 'nancy'), await openCard(service, 'hospital')];
    const path = await relativePath('Kirsten');
    const opened = fieldsIn((await nancy.get(path).expect(200)).text);
    const { text } = await nurse.get(`${path}/slet`).expect(200);
    expect(wordsOf(text)).toContain('Kirsten Test Berggren');
    const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
    expect((await nurse.post(`${path}/slet`, { version: '999' })).status).toBe(409);
    expect((await nurse.post(`${path}/slet`, { version })).headers['location']).toBe('/stamkort?nu=slettet');
    const conflict = await nancy.postAll(path, opened);
    expect([conflict.status, wordsOf(conflict.text)]).toEqual([409, expect.stringContaining('Der står ikke noget nu: det er slettet.')]);
    expect(conflict.text).toContain('action="/stamkort/paaroerende/ny"');
    expect((await nancy.postAll('/stamkort/paaroerende/ny', fieldsIn(conflict.text))).headers['location']).toBe('/stamkort?nu=gemt');
    expect(await wordsAt(nancy)).toContain('Kirsten Test Berggren');
  });

  test.each([
    ['no given name', '/stamkort/paaroerende/ny', { efternavn: 'Berggren' }, 'fornavn', 'Skriv et fornavn.'],
    ['a long remark', '/stamkort/paaroerende/ny', { fornavn: 'A', bemaerkning: 'x'.repeat(501) }, 'bemaerkning', 'med højst 500 tegn'],
    ['a long number', '/stamkort/paaroerende/ny', { fornavn: 'A', 'phone.home': '1'.repeat(101) }, 'nummer-1', 'højst 100 tegn'],
    ['no address', '/stamkort/midlertidig-adresse', { by: 'Odense', adresse: '' }, 'adresse', 'Skriv en adresse.'],
    ['no day', '/stamkort/midlertidig-adresse', { adresse: 'Vej 1', fra: '2026-02-31' }, 'fra', 'Skriv en dag, der findes.'],
    [
      'days in the wrong order',
      '/stamkort/midlertidig-adresse',
      { adresse: 'Vej 1', fra: '2026-03-02', til: '2026-03-01' },
      'til',
      'Den sidste dag må ikke ligge før den første.',
    ],
    [
      'no dentist',
      '/stamkort/tandlaege',
      { klinik: '', fornavn: '', efternavn: '', by: 'Odense' },
      'klinik',
      'klinikkens eller tandlægens navn.',
    ],
  ])('%s is said to be wrong beside the field and above, and what was typed is kept', async (_what, path, fields, id, words) => {
    const nancy = await openCard(service, 'nancy');
    const before = await cardOf();
    const { status, text } = await fill(nancy, path, fields);
    expect(status).toBe(422);
    expect(wordsOf(text).split(words)).toHaveLength(3);
    expect(text).toContain(`<a href="#${id}">`);
    expect(text).toMatch(new RegExp(`id="${id}"[^>]* aria-describedby="[^"]*${id}-error" aria-invalid="true"`));
    for (const value of Object.values(fields)) expect(text.includes(value)).toBe(true);
    expect(JSON.parse(await cardOf()).entry).toEqual(JSON.parse(before).entry);
  });

  test('a language that is not on the list is none', async () => {
    const nancy = await openCard(service, 'nancy');
    const { status, text } = await fill(nancy, '/stamkort/sprog', { sprog: 'xx' });
    expect([status, wordsOf(text)]).toEqual([422, expect.stringContaining('Vælg et sprog på listen.')]);
  });

  test('emptied fields, the choice of none and a button take an item away', async () => {
    const nancy = await openCard(service, 'nancy');
    await fill(nancy, '/stamkort/telefon', { 'phone.mobile': '', 'phone.home': '', 'phone.work': '', phone: '', email: '' });
    await fill(nancy, '/stamkort/sprog', { sprog: '' });
    for (const path of ['/stamkort/midlertidig-adresse', '/stamkort/tandlaege']) {
      const { text } = await nancy.get(`${path}/slet`).expect(200);
      const version = /name="version" value="(\d+)"/.exec(text)?.[1] ?? '';
      expect((await nancy.post(`${path}/slet`, { version })).headers['location']).toBe('/stamkort?nu=slettet');
    }
    expect((await wordsAt(nancy)).match(/(?:mail|adresse|Sprog|Tandlæge) Ikke oplyst/g)).toHaveLength(4);
  });

  test('of a protected citizen, what is kept from who writes stays as it was', async () => {
    const nancy = await openCard(service, 'nancy');
    await fill(nancy, '/stamkort/paaroerende/ny', { fornavn: 'Naboen', bemaerkning: 'Bor ved siden af' });
    await fill(nancy, '/stamkort/midlertidig-adresse', { adresse: 'Skjulested 7', by: 'Odense' });
    await feed(service, 'cpr', person(cpr, { meta: { security: [{ code: 'R' }] } }));
    const nurse = await openCard(service, 'hospital');
    const path = await relativePath('Naboen');
    expect((await nurse.get(path).expect(200)).text).not.toContain('Bor ved siden af');
    expect((await nurse.get('/stamkort/midlertidig-adresse').expect(200)).text).not.toContain('Skjulested');
    expect((await nurse.get('/stamkort/midlertidig-adresse/slet').expect(200)).text).not.toContain('Skjulested');
    await fill(nurse, path, { 'phone.mobile': '44 44 44 44' });
    await fill(nurse, '/stamkort/telefon', { 'phone.mobile': '33 33 33 33' });
    expect(await wordsAt(nancy)).toMatch(/Skjulested 7.*Naboen Mobil 44 44 44 44 Bemærkning Bor ved siden af/);
    await feed(service, 'cpr', person());
  });

  test('a form of one citizen is refused once another is chosen', async () => {
    const nurse = await openCard(service, 'hospital');
    const opened = fieldsIn((await nurse.get('/stamkort/telefon').expect(200)).text);
    const old = opened.find(([name]) => name === '_csrf')?.[1] ?? '';
    await nurse.get('/koordinering');
    await nurse.post('/koordinering', { cpr: people.bruno.cpr, formaal: 'TREAT' });
    await nurse.get('/stamkort');
    const answer = await nurse.postAll('/stamkort/telefon', changed(opened, { 'phone.mobile': '99 99 99 99', _csrf: old }));
    expect(answer.status).toBe(403);
    expect(wordsOf(answer.text)).toContain('eller du har skiftet person imens. Intet er gemt.');
    expect(await wordsAt(nurse)).not.toContain('99 99 99 99');
    const kirsten = await openCard(service, 'kirsten-nancy');
    const hers = fieldsIn((await kirsten.get('/stamkort/telefon').expect(200)).text);
    await kirsten.post('/skift', { hvem: 'mig', til: '/stamkort' });
    expect((await kirsten.postAll('/stamkort/telefon', hers)).status).toBe(403);
  });

  test('a relative writes as who acts for the citizen; nobody writes for another', async () => {
    const kirsten = await openCard(service, 'kirsten-nancy');
    expect((await fill(kirsten, '/stamkort/telefon', { 'phone.work': '22 22 22 22' })).status).toBe(303);
    expect(await wordsAt(await openCard(service, 'nancy'))).toMatch(/22 22 22 22 Skrevet af Kirsten Test Berggren på borgerens vegne den/);
    const path = await relativePath('Naboen');
    const bruno = await openCard(service, 'bruno');
    await bruno.get('/stamkort');
    await bruno.get(path).expect(404);
    expect((await bruno.post(path, { version: '1', fornavn: 'X' })).status).toBe(409);
    expect((await bruno.post(`${path}/slet`, { version: '1' })).headers['location']).toBe('/stamkort?nu=slettet');
    expect(await wordsAt(await openCard(service, 'nancy'))).toContain('Naboen');
    await bruno.get('/stamkort/paaroerende/findes-ikke').expect(404);
  });

  test('names, comments and addresses full of markup are text in every page and form', async () => {
    const nancy = await openCard(service, 'nancy');
    await fill(nancy, '/stamkort/paaroerende/ny', {
      fornavn: `Ond ${MARKUP}`,
      efternavn: MARKUP,
      'phone.mobile': MARKUP,
      bemaerkning: MARKUP,
    });
    await fill(nancy, '/stamkort/midlertidig-adresse', { adresse: MARKUP, by: MARKUP, land: MARKUP });
    await fill(nancy, '/stamkort/tandlaege', { klinik: MARKUP, fornavn: MARKUP, 'phone.work': MARKUP, ydernummer: MARKUP });
    const path = await relativePath('Ond');
    const pages = [
      ...['/stamkort', path, `${path}/slet`, '/stamkort/midlertidig-adresse', '/stamkort/tandlaege'],
      ...[`/stamkort?nu=${encodeURIComponent(MARKUP)}`, '/minlog'],
    ];
    for (const who of ['nancy', 'hospital']) {
      const reader = await openCard(service, who);
      for (const page of who === 'nancy' ? pages : pages.slice(0, -1)) {
        const { text } = await reader.get(page).expect(200);
        expect(text).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)/);
        expect(text).not.toMatch(/ (?:style|on\w+)="/);
      }
      expect(await wordsAt(reader)).toContain(`Ond ${MARKUP}`);
      const wrong = await reader.postAll(path, [
        ['version', 'x'],
        ['relation', MARKUP],
        ['relation-nu', MARKUP],
        ['slags', MARKUP],
        ['nummer', MARKUP],
      ]);
      expect(wrong.status).toBe(409);
      expect(wrong.text).not.toMatch(/<script|<img/);
    }
  });

  test('each change is in the citizen’s log', async () => {
    const log = await wordsAt(await openCard(service, 'nancy'), '/minlog?vis=andre');
    expect(log).toMatch(/Hanne Hospitalssygeplejerske fra Regionshospitalet ændrede dit stamkort/);
    expect(log).toMatch(/Kirsten Test Berggren, på dine vegne \(fuldmagt\) ændrede dit stamkort/);
  });
});
