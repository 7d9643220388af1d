import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { putAppointment, startTestService, type TestService } from '../support/service.ts';
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
  signIn,
  violations,
} from './browser.ts';
import { by, cpr, loadDays } from './day.ts';

if (chromiumPath === undefined) console.warn('No Chromium is installed: the browser tests are skipped (apt-get install chromium)');

type State = readonly [name: string, who: string | undefined, reach: (page: Page, origin: string) => Promise<unknown>];
const at = (path: string) => (page: Page, origin: string) => page.goto(origin + path);

const states: readonly State[] = [
  ['/', undefined, at('/')],
  ['/ signed in', 'nancy', at('/')],
  ['/eksempler', undefined, at('/eksempler')],
  [
    '/eksempler with its data',
    undefined,
    async (page, origin) => {
      await page.goto(`${origin}/eksempler`);
      for (const summary of await page.locator('summary').all()) await summary.click();
    },
  ],
  ['/eksempelkald', undefined, at('/eksempelkald')],
  ['/log-ind', undefined, at('/log-ind')],
  ['no such page', undefined, at('/findes-ikke')],
  ['not allowed', 'nancy', at('/koordinering')],
  ['/aftaler', 'nancy', at('/aftaler')],
  ['/aftaler in English', 'nancy', at('/aftaler?sprog=en')],
  ['/aftaler with nothing', 'kaja', at('/aftaler')],
  ['/aftaler/tidligere', 'nancy', at('/aftaler/tidligere')],
  [
    '/aftaler for another',
    'kirsten-nancy',
    async (page, origin) => {
      await page.goto(`${origin}/aftaler`);
      await page.click('.switch button');
      await page.waitForSelector('text=Aftaler for Nancy');
    },
  ],
  ['/minlog', 'nancy', at('/minlog')],
  ['/spaerringer', 'nancy', at('/spaerringer')],
  [
    '/spaerringer before it is set',
    'nancy',
    async (page, origin) => {
      await page.goto(`${origin}/spaerringer`);
      await page.click('form.ask button');
      await page.waitForSelector('.meaning');
    },
  ],
  [
    '/spaerringer with a wrong day',
    'nancy',
    async (page, origin) => {
      await page.goto(`${origin}/spaerringer`);
      await page.fill('#until', '2020-01-01');
      await page.click('form.ask button');
      await page.waitForSelector('#until-error');
    },
  ],
  [
    '/spaerringer with one set',
    'bruno',
    async (page, origin) => {
      await page.goto(`${origin}/spaerringer`);
      await page.click('form.ask button');
      await page.click('main form .button-primary');
      await page.waitForSelector('.blocks');
    },
  ],
  ['/koordinering', 'hospital', at('/koordinering')],
  [
    '/koordinering with errors',
    'hospital',
    async (page, origin) => {
      await page.goto(`${origin}/koordinering`);
      await page.$eval('form.ask', (form) => form.setAttribute('novalidate', ''));
      await page.click('form.ask button');
      await page.waitForSelector('#cpr-error');
    },
  ],
  ['/koordinering of a citizen', 'hospital', (page, origin) => chooseCitizen(page, origin, cpr)],
  [
    '/koordinering past blocks',
    'hospital',
    async (page, origin) => {
      await chooseCitizen(page, origin, cpr);
      await page.click('.override summary');
      await page.check('#override-emergency');
      await page.fill('#reason', 'Bevidstløs i akutmodtagelsen');
      await page.click('.override button');
      await page.waitForSelector('.note-warning');
    },
  ],
];

const [engine] = engines;

(chromiumPath === undefined || engine === undefined ? describe.skip : describe)('in a browser', () => {
  let service: TestService;
  let site: Site;
  let browser: Browser;
  let stateOf: ReturnType<typeof createSignedIn>;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    await loadDays(service);
    site = await listen(service.app);
    browser = await openBrowser();
    stateOf = createSignedIn(browser, site.origin);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  describe.each(looks)('%s', (_look, options) => {
    test.each(states)(
      '%s is open to everybody (axe-core), fits its window, and loads nothing from elsewhere',
      async (_name, who, reach) => {
        const state = who === undefined ? {} : { storageState: await stateOf(who) };
        const { page, complaints } = await openPage(browser, { ...options, ...state });
        await reach(page, site.origin);
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(await formsWithoutToken(page)).toBe(0);
        expect(complaints).toEqual([]);
        await page.context().close();
      },
    );
  });

  test('zoomed to 400 % an agenda is read without scrolling sideways', async () => {
    // WCAG 1.4.10: 1280 px at 400 %.
    const { page } = await openPage(browser, { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
    await signIn(page, site.origin, 'nancy');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('a professional needs the keyboard alone, from sign-in to past a block and out', async () => {
    const { page } = await openPage(browser);
    const { focused, press, tabTo, type } = atKeyboard(page);
    await page.goto(`${site.origin}/log-ind`);
    await press('Tab');
    expect(await focused()).toBe('Gå til indholdet');
    await tabTo('hospital');
    await press('Enter');
    await page.waitForURL('**/koordinering');
    await tabTo('cpr');
    await type(cpr);
    await tabTo('purpose');
    await press('Space');
    await press('Enter');
    await page.waitForSelector('.chosen');
    expect(page.url()).toBe(`${site.origin}/koordinering`);
    await tabTo('Se bort fra spærringer');
    await press('Enter');
    await tabTo('override-consent');
    await press('Space');
    await tabTo('reason');
    await type('Borgeren sidder hos mig');
    await tabTo('Vis også det spærrede');
    await press('Enter');
    await page.waitForSelector('.note-warning');
    await page.goto(`${site.origin}/koordinering`);
    await tabTo('Log ud');
    await press('Enter');
    await page.waitForURL('**/log-ind?ud');
    await page.context().close();
  });

  test('a block is set, hides what it says, is told of in the log, and is lifted', async () => {
    const [citizen, nurse] = [await openPage(browser), await openPage(browser)];
    await signIn(citizen.page, site.origin, 'nancy');
    await signIn(nurse.page, site.origin, 'hospital');
    await chooseCitizen(nurse.page, site.origin, cpr);
    const sees = async (): Promise<boolean> => {
      await nurse.page.goto(`${site.origin}/koordinering`);
      return (await nurse.page.getByRole('heading', { name: 'Morgenpleje' }).count()) > 0;
    };
    expect(await sees()).toBe(true);
    await citizen.page.getByRole('link', { name: 'Spærringer' }).click();
    await citizen.page.getByLabel('Aftaler med kommunen').check();
    await citizen.page.getByRole('button', { name: 'Se, hvad det betyder' }).click();
    expect(await citizen.page.getByRole('main').textContent()).toContain('kan ikke se dine aftaler med kommunen');
    expect(await sees()).toBe(true);
    await citizen.page.getByRole('button', { name: 'Ja, sæt spærringen' }).click();
    expect(await citizen.page.getByRole('status').textContent()).toContain('Spærringen er sat');
    expect(await sees()).toBe(false);
    expect(await nurse.page.getByRole('main').textContent()).toContain('Der kan være oplysninger');
    await citizen.page.getByRole('link', { name: 'Min log' }).click();
    expect(await citizen.page.locator('.log').first().textContent()).toContain('Noget blev holdt tilbage på grund af en spærring');
    await citizen.page.getByRole('link', { name: 'Spærringer' }).click();
    await citizen.page.getByRole('button', { name: /^Ophæv spærringen/ }).click();
    await citizen.page.getByRole('button', { name: 'Ja, ophæv spærringen' }).click();
    await citizen.page.waitForURL('**/spaerringer?nu=ophaevet');
    expect(await sees()).toBe(true);
    await Promise.all([citizen, nurse].map(({ page }) => page.context().close()));
  });

  test('markup in reasons, names and places is shown and never run', async () => {
    const harmful = '<script>window.harmed=1</script>"\'><img src=x onerror="window.harmed=1">';
    const number = people.bruno.cpr;
    const one = appointment(
      'harmful',
      { ...by(harmful, harmful, harmful), reasonCode: [{ text: harmful }], patientInstruction: harmful },
      number,
    );
    const citizenFirst = [...appointment('any', {}, number).participant, ...one.participant.slice(1)];
    const sent = await putAppointment(service, await service.sender('regional'), { ...one, participant: citizenFirst });
    expect(sent.status).toBe(201);
    const { page, complaints } = await openPage(browser, { storageState: await stateOf('bruno') });
    const { page: staff, complaints: theirs } = await openPage(browser, { storageState: await stateOf('municipality') });
    await chooseCitizen(staff, site.origin, number);
    await staff.click('.override summary');
    await staff.check('#override-emergency');
    await staff.fill('#reason', harmful);
    await staff.click('.override button');
    await staff.waitForSelector('.note-warning');
    for (const path of ['/aftaler', '/aftaler?sprog=en', '/minlog', '/minlog?sprog=da']) {
      await page.goto(site.origin + path);
      expect(await page.getByRole('main').textContent()).toContain(harmful);
    }
    for (const reader of [page, staff]) expect(await reader.evaluate('window.harmed')).toBeUndefined();
    expect([...complaints, ...theirs]).toEqual([]);
    await Promise.all([page, staff].map((reader) => reader.context().close()));
  });

  test('without scripts it is all there: none is loaded', async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await signIn(page, site.origin, 'nancy');
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.locator('.v').count()).toBeGreaterThan(30);
    await page.context().close();
  });

  test('on paper there are appointments and no buttons', async () => {
    const { page } = await openPage(browser, { colorScheme: 'dark' });
    await signIn(page, site.origin, 'nancy');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('h3:has-text("Ultralydsundersøgelse af hjertet")').first().isVisible()).toBe(true);
    for (const hidden of ['.nav', '.top-side', '.tabs', '.take', '.ics']) {
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    }
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.context().close();
  });

  test('the largest content is painted within a second', async () => {
    const { page } = await openPage(browser);
    await signIn(page, site.origin, 'nancy');
    await page.goto(`${site.origin}/aftaler`);
    const paintedAt = await page.evaluate(
      `new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
        .observe({ type: 'largest-contentful-paint', buffered: true }))`,
    );
    expect(paintedAt).toBeLessThan(1000);
    await page.context().close();
  });
});
