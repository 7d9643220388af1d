/** Processor time that processes of this machine have used, where Linux tells it in `/proc`; zero elsewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const TICK_SECONDS = 0.01;

interface Stat {
  readonly parent: number;
  /** Of the process itself, and of those of its children that have ended. */
  readonly seconds: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { parent: Number(fields[1]), seconds: ticks * TICK_SECONDS };
  } catch {
    return undefined;
  }
}

export const cpuSeconds = (pid: number): number => statOf(pid)?.seconds ?? 0;

/** Of a server and everything it started. */
export function cpuSecondsOfTree(postmaster: number): number {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.reduce((sum, pid) => {
    const stat = statOf(pid);
    return stat !== undefined && (pid === postmaster || stat.parent === postmaster) ? sum + stat.seconds : sum;
  }, 0);
}

/** The server's first process; undefined where it does not run on this machine. */
export async function postmasterOf(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return statOf(rows[0]?.pid ?? 0)?.parent;
  } finally {
    await client.end();
  }
}
