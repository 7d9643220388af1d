/** `/stamkort` in a browser: each reader, each form and state of it, by keyboard, without scripts, narrow, dark and on paper. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { dentist, relative, send, temporary } from '../../stamkort/cards.ts';
import { feed, feedEverything, optOut, person, reportState } from '../../stamkort/registers.ts';
import { engines } from '../../support/database.ts';
import { people } from '../../support/people.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import {
  atKeyboard,
  chooseCitizen,
  chromiumPath,
  createSignedIn,
  formsWithoutToken,
  listen,
  looks,
  openBrowser,
  openPage,
  overflow,
  type Site,
  violations,
} from '../browser.ts';

const { cpr } = people.nancy;
const MARKUP = '<script>window.harmed=1</script>"\'><img src=x onerror="window.harmed=1">';

type Reach = (page: Page, origin: string) => Promise<unknown>;
type State = readonly [name: string, who: string, reach: Reach];

const at = (path: string) => (page: Page, origin: string) => page.goto(origin + path);
const chosen = (path: string) => async (page: Page, origin: string) => {
  await chooseCitizen(page, origin, cpr);
  await page.goto(origin + path);
};
const forAnother = (path: string) => async (page: Page, origin: string) => {
  await page.goto(`${origin}/stamkort`);
  await page.click('.switch button');
  await page.waitForSelector('text=Stamkort for Nancy');
  await page.goto(origin + path);
};
/** Sent as a browser would that checks nothing itself. */
async function submit(page: Page): Promise<void> {
  await page.$eval('form.ask', (form) => form.setAttribute('novalidate', ''));
  await page.click('form.ask .button-primary');
}
const first =
  (path: string, tail = '') =>
  async (page: Page, origin: string) => {
    await page.goto(`${origin}/stamkort`);
    const href = await page.locator(`a[href^="${path}/"]:not([href$="/ny"])`).first().getAttribute('href');
    await page.goto(`${origin}${href}${tail}`);
  };

const states: readonly State[] = [
  ['the card', 'nancy', at('/stamkort')],
  ['the card in English', 'nancy', at('/stamkort?sprog=en')],
  ['the card once something is saved', 'nancy', at('/stamkort?nu=gemt')],
  ['the card of whom nothing is known', 'kaja', at('/stamkort')],
  ['the card of another', 'kirsten-nancy', forAnother('/stamkort')],
  ['the card of a chosen citizen', 'hospital', chosen('/stamkort')],
  ['the card of a protected citizen', 'else', at('/stamkort')],
  ...['telefon', 'midlertidig-adresse', 'sprog', 'tandlaege', 'paaroerende/ny'].flatMap((form): State[] => [
    [`the form ${form}`, 'nancy', at(`/stamkort/${form}`)],
    [`the form ${form} of a professional`, 'hospital', chosen(`/stamkort/${form}`)],
  ]),
  ['the form of a relative', 'nancy', first('/stamkort/paaroerende')],
  ['the question whether to delete', 'nancy', first('/stamkort/paaroerende', '/slet')],
  ['a form in English', 'nancy', at('/stamkort/midlertidig-adresse?sprog=en')],
  [
    'a form with errors',
    'nancy',
    async (page, origin) => {
      await page.goto(`${origin}/stamkort/midlertidig-adresse`);
      await page.fill('#adresse', '');
      await page.fill('#fra', '2026-03-02');
      await page.fill('#til', '2026-03-01');
      await submit(page);
      await page.waitForSelector('#til-error');
    },
  ],
  ['opting out', 'nancy', at('/stamkort/genoplivning')],
  ['opting out, under the age', 'kaja', at('/stamkort/genoplivning')],
  ['opting out for another', 'kirsten-nancy', forAnother('/stamkort/genoplivning')],
  [
    'opting out unread',
    'nancy',
    async (page, origin) => {
      await page.goto(`${origin}/stamkort/genoplivning`);
      await submit(page);
      await page.waitForSelector('#laest-error');
    },
  ],
];

const [engine] = engines;

(chromiumPath === undefined || engine === undefined ? describe.skip : describe)('the card in a browser', () => {
  let service: TestService;
  let site: Site;
  let browser: Browser;
  let stateOf: ReturnType<typeof createSignedIn>;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    await feedEverything(service);
    await feed(service, 'cpr', person(people.else.cpr, { meta: { security: [{ code: 'R' }] } }));
    const nancy = await service.citizen(cpr);
    await send(service, 'post', '/fhir/RelatedPerson', nancy, relative());
    await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
    const patient = `/fhir/Patient/${service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr })}`;
    const telephones = (value: string) => [{ op: 'add', path: '/telecom', value: [{ system: 'phone', value, use: 'mobile' }] }];
    await send(service, 'patch', patient, nancy, [
      ...telephones('20 30 40 50'),
      { op: 'add', path: '/address/-', value: temporary('Vej 9') },
    ]);
    await send(service, 'patch', patient, await service.professional(), telephones('20 30 40 51'));
    await reportState(service, 'yder', 'down', '2026-03-01T10:00:00Z');
    site = await listen(service.app);
    browser = await openBrowser();
    stateOf = createSignedIn(browser, site.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  const open = async (who: string, options = {}) => openPage(browser, { ...options, storageState: await stateOf(who) });

  describe.each(looks)('%s', (_look, options) => {
    test.each(states)(
      '%s is open to everybody (axe-core), fits its window, and loads nothing from elsewhere',
      async (_name, who, reach) => {
        const { page, complaints } = await open(who, options);
        await reach(page, site.origin);
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await formsWithoutToken(page)).toBe(0);
        expect(complaints).toEqual([]);
        await page.context().close();
      },
    );

    test('each of the three states of resuscitation is open to everybody', async () => {
      const { page } = await open('nancy', options);
      const borders = new Set<unknown>();
      for (const prepare of [
        () => feed(service, 'fravalg', optOut('active', { dateTime: '2026-02-01T10:00:00+01:00' })),
        () => reportState(service, 'fravalg', 'down'),
        () => feed(service, 'fravalg', optOut('inactive')).then(() => reportState(service, 'fravalg', 'ok')),
      ]) {
        await prepare();
        await page.goto(`${site.origin}/stamkort`);
        expect(await violations(page)).toEqual([]);
        borders.add(await page.evaluate("getComputedStyle(document.querySelector('.res')).borderTopColor"));
      }
      expect(borders.size).toBe(3);
      await page.context().close();
    });
  });

  test('zoomed to 400 % a card and a form are read without scrolling sideways', async () => {
    const { page } = await open('nancy', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
    for (const path of ['/stamkort', '/stamkort/tandlaege', '/stamkort/genoplivning']) {
      await page.goto(site.origin + path);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  });

  test('a citizen changes a number by the keyboard alone, and sees it; staff see it too', async () => {
    const { page } = await open('nancy');
    const { press, tabTo, type } = atKeyboard(page);
    await page.goto(`${site.origin}/stamkort`);
    await tabTo('Ret: Telefon og mail');
    await press('Enter');
    await page.waitForURL('**/stamkort/telefon');
    await tabTo('nummer-0');
    await press('Control+a');
    await type('60 70 80 90');
    await tabTo('Gem');
    await press('Enter');
    await page.waitForURL('**/stamkort?nu=gemt');
    expect(await page.getByRole('status').textContent()).toContain('Det er gemt.');
    expect(await page.getByText('60 70 80 90').isVisible()).toBe(true);
    await page.reload();
    await page.context().close();
    const nurse = await open('hospital');
    await chosen('/stamkort')(nurse.page, site.origin);
    expect(await nurse.page.getByText('60 70 80 90').isVisible()).toBe(true);
    await nurse.page.context().close();
  });

  test('an error is announced, leads to its field, and is put right by the keyboard alone', async () => {
    const { page } = await open('nancy');
    const { focused, press, tabTo, type } = atKeyboard(page);
    await page.goto(`${site.origin}/stamkort/paaroerende/ny`);
    await page.fill('#efternavn', 'Nielsen');
    await submit(page);
    await page.waitForSelector('[role=alert]');
    expect(await page.title()).toMatch(/^Der er noget, der skal rettes/);
    await tabTo('Skriv et fornavn.');
    await press('Enter');
    expect(await focused()).toBe('fornavn');
    expect(await page.inputValue('#efternavn')).toBe('Nielsen');
    await type('Naja');
    await press('Enter');
    await page.waitForURL('**/stamkort?nu=gemt');
    expect(await page.getByText('Naja Nielsen').isVisible()).toBe(true);
    await page.context().close();
  });

  test('of two windows the second is shown what is newer, and nothing of either is lost', async () => {
    const [one, other] = [await open('nancy'), await open('hospital')];
    await one.page.goto(`${site.origin}/stamkort/sprog`);
    await chosen('/stamkort/sprog')(other.page, site.origin);
    await other.page.selectOption('#sprog', 'pl');
    await submit(other.page);
    await other.page.waitForURL('**/stamkort?nu=gemt');
    await one.page.selectOption('#sprog', 'tr');
    await submit(one.page);
    await one.page.waitForSelector('text=Nogen har ændret det, mens du skrev');
    expect(await one.page.locator('.now').textContent()).toMatch(/Polsk.*Skrevet af personalet hos/);
    expect(await one.page.inputValue('#sprog')).toBe('tr');
    expect(await violations(one.page)).toEqual([]);
    await submit(one.page);
    await one.page.waitForURL('**/stamkort?nu=gemt');
    await other.page.reload();
    expect(await other.page.getByText('Tyrkisk').isVisible()).toBe(true);
    await Promise.all([one, other].map(({ page }) => page.context().close()));
  });

  test('without scripts a relative is written in and deleted', async () => {
    const { page } = await open('nancy', { javaScriptEnabled: false });
    await page.goto(`${site.origin}/stamkort`);
    await page.getByRole('link', { name: 'Tilføj en pårørende' }).click();
    await page.fill('#fornavn', 'Uden Skrift');
    await page.selectOption('#relation', 'FRND');
    await page.click('form.ask .button-primary');
    await page.getByRole('link', { name: 'Ret: Pårørende, Uden Skrift' }).click();
    await page.getByRole('link', { name: /^Slet/ }).click();
    expect(await page.locator('.now').textContent()).toContain('Uden SkriftRelationVen');
    await page.getByRole('button', { name: 'Ja, slet' }).click();
    await page.waitForURL('**/stamkort?nu=slettet');
    expect(await page.getByText('Uden Skrift').count()).toBe(0);
    await page.context().close();
  });

  test('on paper there are the items with their sources, and nothing to press', async () => {
    const { page } = await open('nancy', { colorScheme: 'dark' });
    await page.goto(`${site.origin}/stamkort`);
    await page.emulateMedia({ media: 'print' });
    for (const seen of ['h3:has-text("Egen læge")', '.src:has-text("Yderregistret")', '.res .state']) {
      expect(await page.locator(seen).first().isVisible()).toBe(true);
    }
    for (const hidden of ['.nav', '.top-side', '.edit', '.switch']) {
      for (const found of await page.locator(hidden).all()) expect(await found.isVisible()).toBe(false);
    }
    const colours = await page.evaluate(
      "['body', '.item', '.res', '.mark'].map((one) => getComputedStyle(document.querySelector(one)).backgroundColor)",
    );
    expect(new Set(colours as string[])).toEqual(new Set(['rgb(255, 255, 255)']));
    await page.context().close();
  });

  test('markup in names, remarks and addresses is shown and never run', async () => {
    const bruno = await open('bruno');
    const { page } = bruno;
    await page.goto(`${site.origin}/stamkort/paaroerende/ny`);
    for (const field of ['fornavn', 'efternavn', 'bemaerkning', 'nummer-0']) await page.fill(`#${field}`, MARKUP);
    await submit(page);
    await page.waitForURL('**/stamkort?nu=gemt');
    expect(await page.locator('.item', { hasText: MARKUP }).count()).toBe(1);
    await page.goto(`${site.origin}/stamkort/midlertidig-adresse`);
    for (const field of ['adresse', 'by', 'land']) await page.fill(`#${field}`, MARKUP);
    await submit(page);
    await page.waitForURL('**/stamkort?nu=gemt');
    await first('/stamkort/paaroerende')(page, site.origin);
    expect(await page.inputValue('#bemaerkning')).toBe(MARKUP);
    const nurse = await open('hospital');
    await chooseCitizen(nurse.page, site.origin, people.bruno.cpr);
    await nurse.page.goto(`${site.origin}/stamkort`);
    for (const one of [page, nurse.page]) expect(await one.evaluate('window.harmed')).toBeUndefined();
    expect([...bruno.complaints, ...nurse.complaints]).toEqual([]);
    await Promise.all([bruno, nurse].map((one) => one.page.context().close()));
  });

  test('the largest content is painted within a second', async () => {
    const { page } = await open('nancy');
    await page.goto(`${site.origin}/stamkort`);
    const paintedAt = await page.evaluate(
      `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
        .observe({ type: 'largest-contentful-paint', buffered: true }))`,
    );
    expect(paintedAt).toBeLessThan(1000);
    await page.context().close();
  });
});
