import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findServerBinaries, freePort, startServer, type TestServer } from '../support/server.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';

const bin = findServerBinaries();

let dataDir: string;
let service: ServiceProcess | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-starting-'));
});
afterEach(async () => {
  service?.signal('SIGKILL');
  await service?.ended;
  rmSync(dataDir, { recursive: true, force: true });
});

async function untilStatus(url: string, wanted: number): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === wanted) return;
    if (performance.now() - begun > 30_000) throw new Error(`${url} answers ${status}, not ${wanted}`);
    await sleep(50);
  }
}

(bin === undefined ? describe.skip : describe)('a service on a server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(bin ?? '', []);
  });
  afterAll(() => server?.stop());

  test('waits for one that is not there yet, alive and not ready; on SIGTERM it says that it is not ready, and answers on', async () => {
    server.kill();
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    service = startServiceProcess({ dataDir, databaseUrl: server.url, env: { PORT: String(port), DRAIN_SECONDS: '1' } });
    await untilStatus(`${origin}/livez`, 200);
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
    expect((await fetch(`${origin}/fhir/metadata`)).status).toBe(503);
    server.start();
    await untilStatus(`${origin}/readyz`, 200);

    const begun = performance.now();
    service.signal('SIGTERM');
    await untilStatus(`${origin}/readyz`, 503);
    expect((await fetch(`${origin}/fhir/metadata`)).status).toBe(200);
    expect(await service.ended).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  }, 60_000);

  test('that does not let it in says so in one sentence, and ends', async () => {
    service = startServiceProcess({ dataDir, databaseUrl: server.url.replace(/postgres$/, 'nowhere') });
    expect(await service.ended).toBe(1);
    expect(service.lines.filter((line) => !line.startsWith('{'))).toEqual([
      expect.stringMatching(
        /^The database nowhere at 127\.0\.0\.1:\d+ does not let the service in \(database "nowhere" does not exist\): /,
      ),
    ]);
  }, 60_000);
});
