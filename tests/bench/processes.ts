/** What the bench starts, all of which goes when the bench goes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cpuSeconds } from './cpu-time.ts';
import type { Load } from './load.ts';
import type { Measured } from './measured.ts';

const children = new Set<ChildProcess>();

export function stopAll(): void {
  for (const child of children) child.kill('SIGTERM');
}

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** `--cpu-prof` and the like, for the service alone. */
const serviceOptions = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);

/** As `npm start` runs it: one file of JavaScript, which needs its packages beside it and the profiles above it. */
async function bundleService(): Promise<string> {
  const outfile = pathOf('../../dist/bench/service.js');
  await build({
    entryPoints: [pathOf('../../src/main.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}

function start(file: string, env: Readonly<Record<string, string>>, logFile: string, options: readonly string[]): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [...options, file], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', log, log],
  });
  children.add(child);
  child.on('exit', () => children.delete(child));
  return child;
}

export interface Started {
  readonly port: number;
  /** Megabytes resident now. */
  rss(): number;
  /** Processor time used so far, in seconds. */
  cpu(): number;
  /** Resolves once it has ended. */
  stop(): Promise<void>;
}

export async function startService(port: number, env: Readonly<Record<string, string>>, folder: string): Promise<Started> {
  const child = start(await bundleService(), { ...env, PORT: String(port) }, join(folder, 'service.log'), serviceOptions);
  await answering(`http://127.0.0.1:${port}/readyz`, child);
  return { port, rss: () => residentMb(child.pid ?? 0), cpu: () => cpuSeconds(child.pid ?? 0), stop: () => end(child) };
}

export async function startReference(port: number, databaseUrl: string, folder: string): Promise<Started> {
  const env = { DATABASE_URL: databaseUrl, PORT: String(port) };
  const child = start(pathOf('./reference.ts'), env, join(folder, 'reference.log'), ['--import', 'tsx']);
  await answering(`http://127.0.0.1:${port}/00000000-0000-0000-0000-000000000000`, child);
  return { port, rss: () => residentMb(child.pid ?? 0), cpu: () => cpuSeconds(child.pid ?? 0), stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`${url}: the process ended with ${child.exitCode}`);
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

/** Linux tells it in `/proc`; elsewhere it is not measured. */
function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Throws where any request was refused. */
export async function measure(load: Load): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', pathOf('./load.ts')], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  child.send(load);
  const [measured] = (await once(child, 'message')) as [Measured];
  child.kill();
  children.delete(child);
  if (measured.failed !== undefined) throw new Error(`a request failed: ${measured.failed}`);
  return measured;
}
