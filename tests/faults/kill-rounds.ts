/** Kills the service under load, round after round, and holds what its callers got against the log: no answer without its line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { openDatabase } from '../../src/store/database.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { people } from '../support/people.ts';

const SERVICE = fileURLToPath(new URL('./killed-service.ts', import.meta.url));
const CALLERS = 6;
const whens = ['after the line', 'before the line', 'anywhere'] as const;

export interface KillRounds {
  readonly rounds: number;
  readonly answers: number;
  /** Lines whose call got no answer: the kill came between. */
  readonly between: number;
  /** Calls that got an answer and have no line: there must be none. */
  readonly unlogged: readonly string[];
  readonly brokenChains: number;
}

/** @param url of a server's database; without it, the embedded engine in `dataDir` */
export async function killRounds(rounds: number, { url, dataDir }: { url?: string | undefined; dataDir: string }): Promise<KillRounds> {
  const issuer = await openDevelopmentIssuer(dataDir);
  const token = await issuer.sign(developmentClaims({ role: 'professional' }));
  const answered: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const when = whens[round % whens.length] ?? 'anywhere';
    const env = {
      ...process.env,
      DATA_DIR: dataDir,
      KILL_WHEN: when,
      KILL_AT_LINE: String(1 + ((round * 7) % 40)),
      ...(url && { DATABASE_URL: url }),
    };
    const child = spawn(process.execPath, ['--import', 'tsx', SERVICE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const port = await portOf(child);
    if (when === 'anywhere') setTimeout(() => child.kill('SIGKILL'), 20 + Math.random() * 150);
    await Promise.all(Array.from({ length: CALLERS }, (_, caller) => callUntilGone(port, token, `r${round}c${caller}`, answered)));
    await ended;
  }
  return hold(rounds, answered, await openDatabase({ url, dataDir }));
}

async function portOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes('\n')) return text.trim();
  }
  throw new Error('the service did not start');
}

/** One overview after the other; what came whole is noted by its id. */
async function callUntilGone(port: string, token: string, name: string, answered: string[]): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' };
  const parameter = [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: people.nancy.cpr } }];
  const body = JSON.stringify({ resourceType: 'Parameters', parameter });
  for (let call = 0; ; call++) {
    const id = `${name}n${call}`;
    try {
      const response = await fetch(`http://127.0.0.1:${port}/fhir/Patient/$aftaleoversigt`, {
        method: 'POST',
        headers: { ...headers, 'X-Request-Id': id },
        body,
      });
      await response.text();
      if (response.status === 200) answered.push(id);
    } catch {
      return;
    }
  }
}

async function hold(rounds: number, answered: readonly string[], database: Awaited<ReturnType<typeof openDatabase>>): Promise<KillRounds> {
  try {
    const { rows } = await sql<{ request: string }>`select line::json ->> 'request' as request from audit_event`.execute(database.db);
    const logged = new Set(rows.map(({ request }) => request));
    const { broken } = await verifyAudit(database.db);
    return {
      rounds,
      answers: answered.length,
      between: logged.size - answered.filter((id) => logged.has(id)).length,
      unlogged: answered.filter((id) => !logged.has(id)),
      brokenChains: broken.length,
    };
  } finally {
    await database.close();
  }
}
