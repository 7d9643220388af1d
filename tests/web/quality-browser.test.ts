/** `/kvalitet` in a browser: open to everybody who may see it, narrow, dark and without scripts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { enterMonths } from '../quality/month.ts';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { chromiumPath, listen, openBrowser, openPage, type Site, signIn } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = (await page.evaluate('axe.run()')) as AxeResults;
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

const looks: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['wide and light', {}],
  ['320 px and dark', { viewport: { width: 320, height: 800 }, colorScheme: 'dark' }],
];

const paths = [
  '/kvalitet?maaned=2026-02',
  '/kvalitet',
  '/kvalitet/odense-cura?maaned=2026-02',
  '/kvalitet/odense-cura?maaned=2026-02&pr=uge',
  '/kvalitet/odense-cura?sprog=en',
  '/kvalitet/svendborg-nexus?maaned=2026-02',
  '/kvalitet/nobody',
  '/kommuner/0461?dato=2026-02-28',
];

const [engine] = engines;

(chromiumPath === undefined || engine === undefined ? describe.skip : describe)('/kvalitet in a browser', () => {
  let service: TestService;
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    await enterMonths(service);
    site = await listen(service.app);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  describe.each(looks)('%s', (_look, options) => {
    test.each(paths)('%s is open to everybody (axe-core), fits its window, and loads nothing from elsewhere', async (path) => {
      const { page, complaints } = await openPage(browser, options);
      await signIn(page, site.origin, 'admin');
      await page.goto(site.origin + path);
      for (const summary of await page.locator('summary').all()) await summary.click();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });

  test('without scripts: from the sign-in to a sender’s weeks', async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await signIn(page, site.origin, 'coordinator');
    await page.click('nav >> text=Kvalitet');
    await page.selectOption('#month', '2026-02');
    await page.click('form.filter button');
    await page.click('text=Odense Kommune');
    await page.selectOption('#by', 'uge');
    await page.click('form.filter button');
    expect(new URL(page.url()).search).toBe('?maaned=2026-02&pr=uge');
    expect(await page.locator('#trend').textContent()).toBe('Uge for uge');
    expect(await page.locator('svg.bars').count()).toBe(6);
    await page.context().close();
  });
});
