import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXT } from '../../src/fhir/extension.ts';
import { freePort } from '../support/server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'demo-'));
const children: ChildProcessWithoutNullStreams[] = [];

interface Demo {
  /** Once it says how to end it, or has ended. */
  readonly output: string;
  readonly errors: string;
  /** @returns its exit code, or null where the signal ended it */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

async function startDemo(env: Readonly<Record<string, string>>): Promise<Demo> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/commands/demo.ts'], {
    cwd: root,
    // A server's database is somebody's, and this one is nowhere.
    env: { ...process.env, DATABASE_URL: 'postgres://nobody@database.invalid/x', FIXED_NOW: '2026-03-02T08:00:00Z', ...env },
  });
  children.push(child);
  const text = { stdout: '', stderr: '' };
  const closed = new Promise<number | null>((resolve) => void child.on('close', resolve));
  const said = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text.stdout += chunk;
      if (text.stdout.includes('Ctrl-C')) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    text.stderr += chunk;
  });
  await Promise.race([said, closed]);
  return {
    output: text.stdout,
    errors: text.stderr,
    stop: (signal) => {
      child.kill(signal);
      return closed;
    },
  };
}

interface Shown {
  readonly resourceType: string;
  readonly status: string;
  readonly extension: readonly {
    readonly url: string;
    readonly extension?: readonly { readonly url: string; readonly valueCode?: string; readonly valueString?: string }[];
  }[];
}

/** What the line asks, asked as it stands. */
async function run(line: string): Promise<{ total: number; entry: { resource: Shown }[] }> {
  const quoted = [...line.matchAll(/(?:(-[Hd]) )?'([^']*)'/g)].map(([, flag, value = '']) => ({ flag, value }));
  const valuesOf = (flag: string | undefined): string[] => quoted.filter((one) => one.flag === flag).map(({ value }) => value);
  const headers = valuesOf('-H').map((header) => header.split(': ', 2) as [string, string]);
  const response = await fetch(valuesOf(undefined)[0] ?? '', { method: 'POST', headers, body: valuesOf('-d')[0] ?? '' });
  expect(response.status).toBe(200);
  return (await response.json()) as { total: number; entry: { resource: Shown }[] };
}

const curlIn = (output: string): string => output.split('\n').find((line) => line.startsWith('curl ')) ?? '';

const parts = ({ extension }: Shown, url: string, name: string): (string | undefined)[] =>
  extension
    .filter((one) => one.url === url)
    .flatMap((one) => one.extension ?? [])
    .filter((part) => part.url === name)
    .map((part) => part.valueCode ?? part.valueString);

const counts = (output: string): (string | undefined)[] => [...output.matchAll(/\d+ messages: .*/g)].map(([told]) => told);

describe('npm run demo', () => {
  const dataDir = join(folder, 'data');
  let port: number;
  let demo: Demo;
  beforeAll(async () => {
    port = await freePort();
    demo = await startDemo({ PORT: String(port), DATA_DIR: dataDir });
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  test('tells what it loaded by sender, with the warnings by rule, and complains of nothing', () => {
    expect(demo.errors).toBe('');
    expect(counts(demo.output)).toEqual([
      '29 messages: 27 new, 2 changed',
      '19 messages: 17 new, 2 changed',
      '11 messages: 10 new, 1 changed',
    ]);
    expect(demo.output).toContain('place-by-words 1, place-of-performer 1, time-day 1, time-window-without-length 1');
    expect(demo.output).toContain(`http://127.0.0.1:${port}/fhir/metadata`);
    expect(demo.output).toContain(`DATA_DIR='${dataDir}' npm run token -- --role professional`);
  });

  test('prints a curl line that answers with forty appointments and more, of every kind', async () => {
    const { total, entry } = await run(curlIn(demo.output));
    expect(total).toBeGreaterThanOrEqual(40);
    const shown = entry.map(({ resource }) => resource);
    const all = (url: string, name: string) => new Set(shown.flatMap((one) => parts(one, url, name)));
    expect(all(EXT.visitTime, 'kind')).toEqual(new Set(['window', 'exact', 'day', 'open-end', 'multi-day']));
    expect(all(EXT.meetingPlace, 'kind')).toEqual(new Set(['home', 'unit', 'phone', 'video']));
    expect(all(EXT.changed, 'what')).toEqual(new Set(['moved', 'cancelled', 'place']));
    const texts = shown.flatMap((one) => parts(one, EXT.visitTime, 'text'));
    expect(texts).toContain('mandag den 2. marts 2026 mellem kl. 7.00 og 9.00 (tidspunktet er vejledende, besøget varer ca. 20 min.)');
    expect(texts).toContain('fra fredag den 27. marts 2026 kl. 12.00 til tirsdag den 31. marts 2026 kl. 10.00');
    const isIn = (series: boolean) =>
      shown.filter(({ extension }) => extension.some(({ url }) => url === EXT.originatingAppointment) === series);
    for (const series of [true, false]) {
      const changes = isIn(series).flatMap((one) => parts(one, EXT.changed, 'what'));
      expect({ series, changes: new Set(changes.filter((what) => what !== 'place')) }).toEqual({
        series,
        changes: new Set(['moved', 'cancelled']),
      });
    }
  });

  test('says in one sentence that its port is in use, and leaves no lock behind', async () => {
    const other = join(folder, 'other');
    const second = await startDemo({ PORT: String(port), DATA_DIR: other });
    expect(await second.stop('SIGTERM')).toBe(1);
    expect(second.errors).toBe(`Port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another\n`);
    expect(existsSync(join(other, 'lock'))).toBe(false);
  });

  test('says in one sentence that its folder is in use', async () => {
    const second = await startDemo({ PORT: '0', DATA_DIR: dataDir });
    expect(await second.stop('SIGTERM')).toBe(1);
    expect(second.errors).toMatch(/data is in use by process \d+: stop that one, or set DATA_DIR to another folder\n$/);
  });

  test('loads nothing twice: killed and started again, it finds all unchanged; Ctrl-C ends it and leaves no lock', async () => {
    const before = await run(curlIn(demo.output));
    await demo.stop('SIGKILL');
    const again = await startDemo({ PORT: String(port), DATA_DIR: dataDir });
    expect(again.errors).toBe('');
    expect(counts(again.output)).toEqual(['29 messages: 29 unchanged', '19 messages: 19 unchanged', '11 messages: 11 unchanged']);
    expect(await run(curlIn(again.output))).toEqual(before);
    const card = await run(curlIn(again.output).replace('$aftaleoversigt', '$stamkort'));
    const types = card.entry.map(({ resource: { resourceType } }) => resourceType);
    expect(types.filter((type) => type === 'RelatedPerson' || type === 'CareTeam')).toEqual(['RelatedPerson', 'CareTeam']);
    expect(types).not.toContain('OperationOutcome');
    expect(await again.stop('SIGINT')).toBe(0);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  test('gives another day a sample of its own, and the citizen one sample at a time', async () => {
    const later = await startDemo({ PORT: String(port), DATA_DIR: dataDir, FIXED_NOW: '2026-03-04T08:00:00Z' });
    expect(counts(later.output)[0]).toBe('29 messages: 27 new, 2 changed');
    const { entry } = await run(curlIn(later.output));
    const mornings = entry
      .flatMap(({ resource }) => parts(resource, EXT.visitTime, 'text'))
      .filter((text) => text?.includes('kl. 7.00 og 9.00'));
    expect(mornings.length).toBe(30);
    expect(new Set(mornings).size).toBe(30);
    expect(await later.stop('SIGTERM')).toBe(0);
  });

  test('does not run where issuers are configured', async () => {
    const issuer = { issuer: 'https://login.example', audience: 'https://service.example', jwksUri: 'https://login.example/jwks' };
    const refused = await startDemo({ TOKEN_ISSUERS: JSON.stringify([issuer]), FIXED_NOW: '', DATA_DIR: join(folder, 'none') });
    expect(await refused.stop('SIGTERM')).toBe(1);
    expect(refused.errors).toMatch(/^The demo signs development tokens .* unset it\n$/);
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});
