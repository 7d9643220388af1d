/** A PostgreSQL server of the tests' own, where its binaries are found; it goes with the tests. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestServer {
  /** Of its database `postgres`. */
  readonly url: string;
  stop(): void;
  /** `kill -9` of the server and of everything it started, as the out-of-memory killer or a power cut ends it. */
  kill(): void;
  /** Starts it again; resolves once it has recovered. */
  start(): void;
  /** Another that follows it: a copy of what is there now, and all that comes after. */
  replicate(): Promise<TestServer>;
}

/** The newest installed server's folder of programs. */
export function findServerBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(root, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'postgres')) && existsSync(join(bin, 'initdb')));
}

/** @param settings further `-c name=value` of the server; without any, nothing is synced to disk */
export const startServer = (bin: string, settings: readonly string[] = ['fsync=off', 'synchronous_commit=off']): Promise<TestServer> =>
  startFrom(bin, settings, ['initdb', '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C']);

/** @param making the program that makes the folder of data, and its arguments */
async function startFrom(
  bin: string,
  settings: readonly string[],
  [maker, ...making]: readonly [string, ...string[]],
): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'aftaledeling-postgres-'));
  const user = unprivileged();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const run = (program: string, args: readonly string[]): void => {
    const { status, stderr } = spawnSync(join(bin, program), args, {
      ...user,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };
  const data = join(folder, 'data');
  const port = await freePort();
  run(maker, ['-D', data, ...making]);
  const options = [`listen_addresses=127.0.0.1`, `unix_socket_directories=${folder}`, 'max_connections=100', ...settings];
  const start = (): void =>
    run('pg_ctl', [
      '-D',
      data,
      '-w',
      '-l',
      join(folder, 'log'),
      '-o',
      `-p ${port} ${options.map((option) => `-c ${option}`).join(' ')}`,
      'start',
    ]);
  start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
    kill() {
      const file = join(data, 'postmaster.pid');
      killWithChildren(Number(readFileSync(file, 'utf8').split('\n')[0]));
      // Where nobody has reaped it yet, its number still stands for a process, and another would not start beside it.
      for (const lock of [file, join(folder, `.s.PGSQL.${port}.lock`)]) rmSync(lock);
    },
    start,
    replicate: () =>
      startFrom(bin, settings, [
        'pg_basebackup',
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '-U',
        'postgres',
        '-R',
        '-X',
        'stream',
        '-c',
        'fast',
      ]),
  };
}

function killWithChildren(pid: number): void {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  const ids = [pid, ...stdout.split('\n').map(Number).filter(Boolean)];
  for (const id of ids) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
  while (ids.some(isRunning)) spawnSync('sleep', ['0.01']);
}

function isRunning(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

/** PostgreSQL refuses root; `nobody` exists on every Linux. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

/** Systems take the ports of outgoing connections, and of those who ask for any, from 32768 up: between choice and use nobody takes one below. */
const [LOWEST, HIGHEST] = [10_000, 32_000];
/** `fetch` calls nobody there (Fetch Standard, port blocking). */
const BLOCKED = 10_080;

export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (port !== BLOCKED && (await isFree(port))) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
