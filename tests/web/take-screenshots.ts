/** Takes the README's pictures anew, of a demo that runs: `npx tsx tests/web/take-screenshots.ts http://127.0.0.1:3000`. */
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { people } from '../support/people.ts';
import { chooseCitizen, openBrowser, openPage, signIn } from './browser.ts';

const [origin = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const folder = fileURLToPath(new URL('screenshots/', import.meta.url));
const browser = await openBrowser();

async function take(
  name: string,
  { who, reach, ...options }: BrowserContextOptions & { readonly who?: string; readonly reach: (page: Page) => Promise<unknown> },
): Promise<void> {
  const { page } = await openPage(browser, options);
  if (who !== undefined) await signIn(page, origin, who);
  await reach(page);
  await page.screenshot({ path: `${folder}${name}.png` });
  await page.context().close();
}

const at = (path: string) => (page: Page) => page.goto(origin + path);

await take('front', { reach: at('/'), viewport: { width: 1100, height: 820 } });
await take('appointments', { who: 'nancy', reach: at('/aftaler'), viewport: { width: 1100, height: 1000 } });
await take('appointments-narrow-dark', { who: 'nancy', reach: at('/aftaler'), viewport: { width: 360, height: 800 }, colorScheme: 'dark' });
await take('municipalities', { reach: at('/kommuner?dato=2024-02-21'), viewport: { width: 1100, height: 1300 } });
await take('card', { who: 'nancy', reach: at('/stamkort'), viewport: { width: 1100, height: 1150 } });
await take('log', { who: 'nancy', reach: at('/minlog?vis=andre'), viewport: { width: 1100, height: 700 } });
await take('coordination', {
  who: 'hospital',
  reach: (page) => chooseCitizen(page, origin, people.nancy.cpr),
  viewport: { width: 1100, height: 1100 },
});
await take('blocks', {
  who: 'bruno',
  async reach(page) {
    await page.goto(`${origin}/spaerringer`);
    await page.check('input[value="municipal"]');
    await page.click('form.ask button');
    await page.waitForSelector('.meaning');
  },
  viewport: { width: 1100, height: 820 },
});
await browser.close();
