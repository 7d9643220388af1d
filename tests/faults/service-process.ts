/** The service as a process of its own, to be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NOW } from '../support/service.ts';

export interface ServiceProcess {
  /** Rejects where the process ends before it listens. */
  readonly origin: Promise<string>;
  /** Of its end; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  readonly pid: number;
  /** All it has printed so far. */
  readonly lines: readonly string[];
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
}

export interface ServiceSettings {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** On a port that the system chooses. */
export function startServiceProcess({ dataDir, databaseUrl, env = {}, args = [] }: ServiceSettings): ServiceProcess {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    env: {
      PATH: process.env['PATH'],
      DATA_DIR: dataDir,
      PORT: '0',
      FIXED_NOW: NOW,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  createInterface(child.stderr).on('line', (line) => lines.push(line));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const origin = new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const port = /"port":(\d+),"msg":"listening"/.exec(line)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    void ended.then((code) => reject(new Error(`the service ended with ${code}: ${lines.slice(-5).join('\n')}`)));
  });
  // Whoever waits for the end alone is told nothing twice.
  origin.catch(() => {});
  return { origin, ended, pid: child.pid ?? 0, lines, signal: (name) => void child.kill(name) };
}
