/** A headless Chromium, where one is installed, and a service that it can reach. */
import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const places = [process.env['CHROMIUM_PATH'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath: string | undefined = places.find((path) => path !== '' && existsSync(path));

export const openBrowser = (): Promise<Browser> =>
  // As root there is no sandbox; it reads our own pages alone.
  chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage'] });

export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Site> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A page of a window of its own; what the browser complains of is kept. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'da-DK', viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (?:403|404|422)/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:') && !request.url().startsWith('data:')) complaints.push(`asked ${request.url()}`);
  });
  return { page, complaints };
}

export async function signIn(page: Page, origin: string, who: string): Promise<void> {
  await page.goto(`${origin}/log-ind`);
  await page.click(`button[value="${who}"]`);
  await page.waitForURL((url) => url.pathname !== '/log-ind');
}

export async function chooseCitizen(page: Page, origin: string, cpr: string): Promise<void> {
  await page.goto(`${origin}/koordinering`);
  await page.fill('#cpr', cpr);
  await page.check('#purpose');
  await page.click('main button.button-primary');
  await page.waitForSelector('.chosen');
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core holds against the page as it stands, in words. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = (await page.evaluate('axe.run()')) as AxeResults;
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** By how many pixels a page is wider than its window. */
export const overflow = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth - innerWidth');

/** Forms that change something and bring no token: what such a form asks for, another site could ask for too. */
export const formsWithoutToken = (page: Page): Promise<number> =>
  page.locator('form[method=post]:not(:has(input[name=_csrf][value]:not([value=""])))').count();

export const looks: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['wide and light', {}],
  ['320 px and dark', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
];

/** The cookies of one who is signed in; each signs in once. */
export function createSignedIn(
  browser: Browser,
  origin: string,
): (who: string) => Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const known = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();
  return async (who) => {
    const found = known.get(who);
    if (found !== undefined) return found;
    const { page } = await openPage(browser);
    await signIn(page, origin, who);
    const state = await page.context().storageState();
    await page.context().close();
    known.set(who, state);
    return state;
  };
}

/** A person who has the keyboard alone. */
export function atKeyboard(page: Page) {
  const focused = (): Promise<string> =>
    page.evaluate(
      "document.activeElement.id || document.activeElement.value || document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()",
    );
  return {
    focused,
    press: (key: string): Promise<void> => page.keyboard.press(key),
    type: (text: string): Promise<void> => page.keyboard.type(text),
    /** On to what is named so, which has to be seen to be chosen. */
    async tabTo(what: string): Promise<void> {
      for (let step = 0; step < 80; step++) {
        await page.keyboard.press('Tab');
        if (!(await focused()).includes(what)) continue;
        const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
        if (outline !== 'solid') throw new Error(`${what} has the focus, and does not show it`);
        return;
      }
      throw new Error(`the keyboard does not reach ${what}`);
    },
  };
}
