/** A headless Chromium, where one is installed, and a service that it can reach. */
import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

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
