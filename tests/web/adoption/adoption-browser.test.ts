/** `/kommuner` in a browser: open to everybody, without scripts, in grey, narrow and on paper. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { loadExampleState } from '../../../src/commands/demo/load-example-state.ts';
import type { LocalDate } from '../../../src/time/zone.ts';
import { engines } from '../../support/database.ts';
import { startTestService, type TestService } from '../../support/service.ts';
import { chromiumPath, listen, looks, openBrowser, openPage, type Site, violations } from '../browser.ts';

const paths = [
  '/kommuner',
  '/kommuner?dato=2024-02-21',
  '/kommuner?dato=2023-06-30&loesning=stamkort&sorter=plan&faldende=ja',
  '/kommuner?tilstand=in-use&soeg=findes-ikke',
  '/kommuner?sprog=en',
  '/kommuner/0461?dato=2023-06-30',
  '/kommuner/9999',
];

const [engine] = engines;

(chromiumPath === undefined || engine === undefined ? describe.skip : describe)('/kommuner in a browser', () => {
  let service: TestService;
  let site: Site;
  let browser: Browser;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    site = await listen(service.app);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await service?.close();
  });

  test('is open to everybody while nothing is known', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${site.origin}/kommuner`);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  describe('with the example state', () => {
    beforeAll(async () => {
      await loadExampleState(site.origin, await service.token({ role: 'admin' }), '2026-03-02' as LocalDate);
    });

    describe.each(looks)('%s', (_look, options) => {
      test.each(paths)('%s is open to everybody (axe-core), fits its window, and loads nothing from elsewhere', async (path) => {
        const { page, complaints } = await openPage(browser, options);
        await page.goto(site.origin + path);
        for (const summary of await page.locator('summary').all()) await summary.click();
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        expect(complaints).toEqual([]);
        await page.context().close();
      });
    });

    test('without scripts: the slider, the filter, the map and the list lead on', async () => {
      const { page } = await openPage(browser, { javaScriptEnabled: false });
      await page.goto(`${site.origin}/kommuner`);
      const slider = page.locator('#month');
      await slider.focus();
      for (let months = 0; months < 25; months++) await page.keyboard.press('ArrowLeft');
      await page.click('.slider button');
      expect(page.url()).toBe(`${site.origin}/kommuner?dato=2024-02-29`);
      expect(await page.locator('.lead').textContent()).toContain('80 af 98');
      await page.click('text=Tilbage til januar 2024');
      expect(page.url()).toBe(`${site.origin}/kommuner?dato=2024-01-31`);
      await page.fill('#day', '2024-02-21');
      await page.click('.day-form button');
      await page.selectOption('#state', 'schedule-missing');
      await page.click('.filter button');
      expect(page.url()).toBe(`${site.origin}/kommuner?dato=2024-02-21&tilstand=schedule-missing&region=&soeg=`);
      expect(await page.locator('tbody th a').count()).toBeGreaterThanOrEqual(6);
      await page.click('.tabs a:has-text("Stamkort")');
      expect(await page.locator('.lead').textContent()).toContain('79 af 98');
      await page.click('.dk-map a:has(#k0461)');
      expect(await page.locator('h1').textContent()).toBe('Odense Kommune');
      expect(await page.locator('script').count()).toBe(0);
      await page.context().close();
    });

    test('in grey, the four states differ by their patterns: how much of a swatch is dark', async () => {
      const { page } = await openPage(browser);
      await page.goto(`${site.origin}/kommuner`);
      const shades: string[] = [];
      for (const swatch of await page.locator('.dk-legend .swatch').all()) shades.push((await swatch.screenshot()).toString('base64'));
      await page.goto('about:blank');
      const told = (await page.evaluate(
        `Promise.all(${JSON.stringify(shades)}.map(async (data) => {
          const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          const { data: rgba } = canvas.getImageData(4, 4, image.width - 8, image.height - 8);
          const grey = Array.from({ length: rgba.length / 4 }, (_, i) => 0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]);
          return { mean: grey.reduce((sum, one) => sum + one, 0) / grey.length, spread: Math.max(...grey) - Math.min(...grey) };
        }))`,
      )) as { mean: number; spread: number }[];
      expect(told.map(({ spread }) => spread > 60)).toEqual([false, true, true, true]);
      const means = told.map(({ mean }) => mean).sort((a, b) => a - b);
      for (const [index, mean] of means.entries()) if (index > 0) expect(mean - (means[index - 1] ?? 0)).toBeGreaterThan(10);
      await page.context().close();
    });

    test('on paper there are the map and the list, and no forms', async () => {
      const { page } = await openPage(browser, { colorScheme: 'dark' });
      await page.goto(`${site.origin}/kommuner`);
      await page.emulateMedia({ media: 'print' });
      for (const shown of ['.dk-map', '.dk-legend', '.scroll tbody tr']) expect(await page.locator(shown).first().isVisible()).toBe(true);
      for (const hidden of ['.times', '.filter', '.nav']) expect(await page.locator(hidden).first().isVisible()).toBe(false);
      await page.context().close();
    });
  });
});
