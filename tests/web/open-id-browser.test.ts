/** Signing in and out at a provider, as a browser does: with the policy's own say in where a form may lead. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { engines } from '../support/database.ts';
import { freePort } from '../support/server.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { chromiumPath, openBrowser, openPage, type Site } from './browser.ts';
import { CLIENT, SECRET, startProvider } from './provider.ts';

const [engine] = engines;

(chromiumPath === undefined || engine === undefined ? describe.skip : describe)('sign-in by OpenID Connect in a browser', () => {
  let who = 'nancy';
  let origin = '';
  let provider: Site;
  let service: TestService;
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => {});
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    provider = await startProvider({ publicUrl: origin, current: () => who });
    service = await startTestService(engine, {
      PUBLIC_URL: origin,
      OIDC_ISSUER: provider.origin,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: SECRET,
      SESSION_SECRET: 'of the tests, and longer than thirty-two characters',
    });
    server = createServer(service.app);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await service?.close();
    await provider?.close();
  });

  test.each([
    ['nancy', '/stamkort', 'Dit stamkort'],
    ['nurse', '/koordinering', 'Koordinering'],
  ])('%s asks for %s, signs in at the provider, is there, and signs out through it', async (person, path, heading) => {
    who = person;
    const { page, complaints } = await openPage(browser);
    await page.goto(origin + path);
    await page.getByRole('main').getByRole('link', { name: 'Log ind' }).click();
    await page.waitForURL(origin + path);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(heading);
    const [cookie] = (await page.context().cookies(origin)).filter(({ name }) => name === 'aftaledeling');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(cookie?.value).not.toContain('2512489996');
    expect(complaints).toEqual([]);
    await page.getByRole('button', { name: 'Log ud' }).click();
    await page.waitForURL(`${provider.origin}/session/end?**`);
    await page.goto(origin + path);
    expect(new URL(page.url()).pathname).toBe('/log-ind');
    // The provider's own page is its own business.
    expect(complaints.filter((complaint) => complaint.includes('Content Security Policy'))).toEqual([]);
    await page.context().close();
  });
});
