import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { type ServiceProcess, startServiceProcess } from '../faults/service-process.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { findServerBinaries, startServer, type TestServer } from '../support/server.ts';

const bin = findServerBinaries();
const PARAMETERS = JSON.stringify({ resourceType: 'Parameters' });

/** The compiler that `tsx` keeps beside it is none. */
const workersOf = ({ pid }: ServiceProcess): number[] =>
  spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes('main.ts'))
    .map((line) => Number.parseInt(line, 10));

/** Until it holds; what it holds of is asked again and again. */
async function until(what: () => Promise<boolean>, ms = 20_000): Promise<void> {
  const begun = performance.now();
  while (!(await what().catch(() => false))) {
    if (performance.now() - begun > ms) throw new Error(`it does not hold after ${ms} ms`);
    await sleep(50);
  }
}

(bin === undefined ? describe.skip : describe)('three workers', () => {
  let dataDir: string;
  let server: TestServer;
  let service: ServiceProcess;
  let origin: string;
  let citizen: Record<string, string>;
  let sender: Record<string, string>;

  const start = (env: Record<string, string> = {}): ServiceProcess =>
    startServiceProcess({ dataDir, databaseUrl: server.url, args: ['--workers', '3'], env });

  /** What a metric comes to over all of its labels, as whichever worker is asked tells it. */
  async function sumOf(metric: string): Promise<number> {
    const text = await fetch(`${origin}/metrics`, { headers: { Connection: 'close' } }).then((answer) => answer.text());
    const values = text.split('\n').flatMap((line) => new RegExp(`^${metric}(?:\\{.*\\})? (\\S+)$`).exec(line)?.[1] ?? []);
    return values.reduce((sum, value) => sum + Number(value), 0);
  }

  const allAnswer = () => until(async () => (await sumOf('service_processes')) === 3);

  const look = (): Promise<number> =>
    fetch(`${origin}/fhir/Patient/$aftaleoversigt`, {
      method: 'POST',
      headers: { ...citizen, Connection: 'close' },
      body: PARAMETERS,
    }).then(({ status }) => status);

  beforeAll(async () => {
    server = await startServer(bin ?? '', []);
  });
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-workers-'));
    const issuer = await openDevelopmentIssuer(dataDir);
    const headers = async (claims: Parameters<typeof developmentClaims>[0]) => ({
      Authorization: `Bearer ${await issuer.sign(developmentClaims(claims))}`,
      'Content-Type': 'application/fhir+json',
    });
    citizen = await headers({ role: 'citizen', cpr: people.nancy.cpr });
    sender = await headers({ role: 'sender', sector: 'municipal' });
    service = start();
    origin = await service.origin;
  });
  afterEach(async () => {
    service.signal('SIGKILL');
    await service.ended;
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterAll(() => server?.stop());

  test('answer at one port, the schema made once, and any of them tells the metrics of all', async () => {
    await allAnswer();
    expect(workersOf(service)).toHaveLength(3);
    const ready = service.lines.filter((line) => line.includes('"database ready"')).map((line) => JSON.parse(line));
    expect(ready.filter(({ applied }) => applied.length > 0)).toHaveLength(1);

    const put = { method: 'PUT', headers: sender, body: JSON.stringify(appointment('one')) };
    expect((await fetch(`${origin}/fhir/Appointment?identifier=${SYSTEM}|one`, put)).status).toBe(201);
    for (let call = 0; call < 12; call++) expect(await look()).toBe(200);
    const counted = 'http_request_duration_seconds_count';
    for (let asked = 0; asked < 4; asked++) expect(await sumOf(`${counted}\\{[^}]*aftaleoversigt[^}]*\\}`)).toBe(12);
  });

  test('are three again after one is killed, and the others answer meanwhile', async () => {
    await allAnswer();
    process.kill(workersOf(service)[1] ?? 0, 'SIGKILL');
    for (let call = 0; call < 12; call++) expect(await look()).toBe(200);
    await until(async () => service.lines.some((line) => line.includes('a worker ended')));
    await allAnswer();
    for (let call = 0; call < 12; call++) expect(await look()).toBe(200);
  });

  test('are not started over and over while the database is away, and are three again once it is back', async () => {
    await allAnswer();
    server.kill();
    process.kill(workersOf(service)[0] ?? 0, 'SIGKILL');
    await sleep(4_000);
    const ended = service.lines.filter((line) => line.includes('a worker ended')).map((line) => JSON.parse(line));
    expect(ended.map(({ delayMs }) => delayMs)).toEqual([100]);
    expect((await fetch(`${origin}/livez`)).status).toBe(200);
    server.start();
    await allAnswer();
    expect(await look()).toBe(200);
  });

  test('end what is under way when told to stop, and are gone within ten seconds', async () => {
    await allAnswer();
    const calls = Array.from({ length: 30 }, look);
    await sleep(20);
    const told = performance.now();
    service.signal('SIGTERM');
    const statuses = await Promise.all(calls.map((call) => call.catch(() => 0)));
    expect(await service.ended).toBe(0);
    expect(performance.now() - told).toBeLessThan(10_000);
    expect(statuses).toContain(200);
    // 0: it came when nobody listened any more.
    for (const status of statuses) expect([200, 503, 0]).toContain(status);
  });

  test('do not outlive the process that started them', async () => {
    await allAnswer();
    const workers = workersOf(service);
    service.signal('SIGKILL');
    await service.ended;
    await until(async () =>
      workers.every((pid) => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() === ''),
    );
  });
});

describe('a start that cannot be', () => {
  const ending = async (settings: Partial<Parameters<typeof startServiceProcess>[0]>): Promise<readonly string[]> => {
    const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-workers-'));
    const service = startServiceProcess({ dataDir, args: ['--workers', '2'], ...settings });
    expect(await service.ended).toBe(1);
    rmSync(dataDir, { recursive: true, force: true });
    return service.lines.filter((line) => !line.startsWith('{'));
  };

  test('is told in a sentence where the database is the embedded one', async () => {
    expect(await ending({})).toEqual([expect.stringMatching(/^--workers: .*DATABASE_URL/)]);
  });

  test('is told in a sentence where the number is none', async () => {
    expect(await ending({ args: ['--workers', 'many'] })).toEqual(['--workers: a whole number from 1 to 32']);
  });

  (bin === undefined ? test.skip : test)('is told once where the port is taken', async () => {
    const server = await startServer(bin ?? '');
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const said = await ending({ databaseUrl: server.url, env: { PORT: String(port) } });
      expect(said).toEqual([
        `Port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another`,
        'No worker could be started',
      ]);
    } finally {
      holder.close();
      server.stop();
    }
  });
});
