import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dentist, postStamkort, relative, send, temporary } from '../../stamkort/cards.ts';
import { feed, feedEverything, optOut, person, registration, reportState } from '../../stamkort/registers.ts';
import { engines } from '../../support/database.ts';
import { people } from '../../support/people.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { openPages, type Reader, wordsOf } from '../reader.ts';
import { openCard } from './open-card.ts';

const { cpr } = people.nancy;

/** Who reads Nancy's card: at the pages, and by a token of the API. */
const readers = [
  ['the citizen', 'nancy', { role: 'citizen', cpr }],
  ['a relative', 'kirsten-nancy', { role: 'citizen', cpr: people.kirsten.cpr, actFor: { cpr, relation: 'power-of-attorney' } }],
  ['a professional', 'hospital', { role: 'professional' }],
] as const;

const wordsAt = async (pages: Reader): Promise<string> => wordsOf((await pages.get('/stamkort').expect(200)).text);

describe.each(engines)('the card on the pages on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  describe('of whom nothing is known', () => {
    test('says of each thing that it is not known, and never "no"', async () => {
      const words = await wordsAt(await openPages(service, 'kaja'));
      expect(words).toMatch(/Genoplivning ved hjertestop Vides ikke/);
      expect(words).toContain('Organdonor: har registreret sig Vides ikke: der er ingen oplysning fra Organdonorregistret.');
      expect(words).not.toMatch(/\bNej\b/);
    });

    test('a professional who has chosen nobody is led to choose', async () => {
      await (await openPages(service, 'hospital')).get('/stamkort').expect(303).expect('Location', '/koordinering');
    });
  });

  describe('with everything', () => {
    beforeAll(async () => {
      await feedEverything(service);
      const nancy = await service.citizen(cpr);
      await send(service, 'post', '/fhir/RelatedPerson', nancy, relative());
      await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
      await send(service, 'patch', `/fhir/Patient/${service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr })}`, nancy, [
        { op: 'add', path: '/address/-', value: temporary('Sommerhusvej 9') },
        { op: 'add', path: '/telecom', value: [{ system: 'phone', value: '11 22 33 44', use: 'mobile' }] },
      ]);
    });

    /** Each a thing that is kept from somebody, and how the API's answer has it. */
    const kept = [
      ['Testgrusgraven 3', 'Testgrusgraven 3'],
      ['Sommerhusvej 9', 'Sommerhusvej 9'],
      ['Torvet 4', 'Torvet 4'],
      ['Søndergade 1', 'Søndergade 1'],
      ['Har nøgle', 'Har nøgle'],
      ['11 22 33 44', '11 22 33 44'],
      ['Tandklinikken Smil', 'Tandklinikken Smil'],
      ['har registreret sig Ja', '"valueBoolean":true'],
      ['Kirsten Test Berggren', 'Kirsten Test Berggren'],
    ] as const;

    async function compare(): Promise<void> {
      for (const [, who, identity] of readers) {
        const words = await wordsAt(await openCard(service, who));
        const answer = JSON.stringify(
          (await postStamkort(service, { Authorization: `Bearer ${await service.token(identity)}` }, { cpr })).body,
        );
        const at = kept.map(([onPage, inAnswer]) => [who, onPage, words.includes(onPage), answer.includes(inAnswer)]);
        expect(at.filter(([, , page, api]) => page !== api)).toEqual([]);
      }
    }

    test('each sees on the page what the API gives them, and nothing more', async () => {
      await compare();
      expect(await wordsAt(await openCard(service, 'hospital'))).toContain('har registreret sig Ja');
      expect(await wordsAt(await openCard(service, 'nancy'))).toContain('har registreret sig Vises kun for sundhedspersonale');
    });

    test('so too of a protected citizen, of whom it is said that something is kept back', async () => {
      await feed(service, 'cpr', person(cpr, { meta: { security: [{ code: 'R' }] } }));
      await compare();
      const nurse = await wordsAt(await openCard(service, 'hospital'));
      expect(nurse).toContain('Borgeren har navne- og adressebeskyttelse. Adresser og bemærkninger om pårørende vises ikke her.');
      expect(nurse.match(/Adresse Beskyttet\. Vises ikke for dig\./g)).toHaveLength(2);
      expect(await wordsAt(await openCard(service, 'nancy'))).toContain('Testgrusgraven 3');
      await feed(service, 'cpr', person());
    });

    test('each item says where it is from and when', async () => {
      const words = await wordsAt(await openCard(service, 'nancy'));
      expect(words).toMatch(/Nancy Ann Test Berggren.*3400 Hillerød Fra CPR-registret, tidspunktet er ikke oplyst\./);
      expect(words).toContain('11 22 33 44 Skrevet af dig selv den 2. marts 2026 kl. 9.00.');
      expect(await wordsAt(await openCard(service, 'hospital'))).toContain('11 22 33 44 Skrevet af borgeren selv');
    });

    test('what a professional wrote over the citizen’s own is marked', async () => {
      const nurse = await service.professional();
      const patient = service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr });
      const value = [{ system: 'phone', value: '99 88 77 66', use: 'mobile' }];
      await send(service, 'patch', `/fhir/Patient/${patient}`, nurse, [{ op: 'add', path: '/telecom', value }]);
      expect(await wordsAt(await openCard(service, 'nancy'))).toMatch(
        /99 88 77 66 Skrevet af personalet hos .*Det står i stedet for noget, du selv havde skrevet den 2\. marts 2026 kl\. 9\.00\./,
      );
    });

    test('a register that is down is told of, and what it may know is not known', async () => {
      await reportState(service, 'organdonor', 'down', '2026-03-01T10:00:00Z');
      const words = await wordsAt(await openCard(service, 'hospital'));
      expect(words).toContain('Organdonorregistret kan ikke nås lige nu. Oplysningerne er fra 1. marts 2026 kl. 11.00.');
      expect(words).toContain('har registreret sig Vides ikke lige nu');
      await reportState(service, 'organdonor', 'ok');
    });

    test('resuscitation has three states that look different', async () => {
      const looks: string[] = [];
      const look = async (): Promise<void> => {
        const { text } = await (await openCard(service, 'hospital')).get('/stamkort').expect(200);
        looks.push(/class="res (res-\w+)"/.exec(text)?.[1] ?? '');
      };
      await look();
      await feed(service, 'fravalg', optOut('active', { dateTime: '2026-02-01T10:00:00+01:00' }));
      await look();
      await reportState(service, 'fravalg', 'down');
      await look();
      await reportState(service, 'fravalg', 'ok');
      expect(looks).toEqual(['res-in', 'res-out', 'res-unknown']);
    });

    test('a look at it is in the citizen’s log', async () => {
      const nancy = await openPages(service, 'nancy');
      expect(wordsOf((await nancy.get('/minlog?vis=andre').expect(200)).text)).toMatch(
        /Hanne Hospitalssygeplejerske fra Regionshospitalet så dit stamkort/,
      );
    });

    test('is read in English by the switch, and Danish words are marked as such', async () => {
      const nancy = await openCard(service, 'nancy');
      await nancy.get('/stamkort?sprog=en').expect(303);
      const { text } = await nancy.get('/stamkort').expect(200);
      expect(wordsOf(text)).toContain('Remark Har nøgle Written by yourself on 2 March 2026 at 9:00.');
      expect(text).toContain('<span lang="da">Har nøgle</span>');
      expect(wordsOf(text)).not.toMatch(/Skrevet|Vides|Borgeren/);
    });
  });

  test('of another is nobody’s', async () => {
    await feed(service, 'organdonor', registration('OrganDonorRegistration', true, people.bruno.cpr));
    const kirsten = await openCard(service, 'kirsten-nancy');
    expect(await wordsAt(kirsten)).toContain('Stamkort for Nancy Ann Test Berggren');
    await kirsten.post('/skift', { hvem: 'mig', til: '/stamkort' });
    expect(await wordsAt(kirsten)).toContain('Dit stamkort');
  });
});
