/** `npm run bench -- --conditional`: what an overview costs a caller that has it already (304), beside the full answer; by processor time. */
import type { Config } from '../../src/config.ts';
import { loadData } from './load-data.ts';
import { type Measured, median } from './measured.ts';
import { measure, type Started, startService } from './processes.ts';
import { overviewRead, type Tokens } from './requests.ts';

const CITIZENS = 500;
const CONNECTIONS = 16;
const ROUNDS = 5;
const MS = 3_000;

export interface ConditionalSettings {
  readonly config: Config;
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly port: number;
  readonly tokens: Tokens;
  /** Seconds so far. */
  readonly databaseCpu: () => number;
  readonly say: (text: string) => void;
}

/** Microseconds of processor time, of one answer. */
interface Cost {
  readonly process: number;
  readonly database: number;
}

export async function tellConditional(settings: ConditionalSettings): Promise<void> {
  const { config, env, folder, port, tokens, say } = settings;
  const ids = await loadData(config, CITIZENS, new Date());
  const service = await startService(port, env, folder);
  const tags = await Promise.all(ids.map((id) => tagOf(port, id, tokens)));
  const full = ids.map((id) => overviewRead(id, tokens));
  const known = ids.map((id, index) => overviewRead(id, tokens, tags[index]));
  const costs = { full: [] as Cost[], known: [] as Cost[] };
  for (let round = 0; round < ROUNDS; round++) {
    costs.full.push(await costOf(settings, service, full));
    costs.known.push(await costOf(settings, service, known));
  }
  const [whole, part] = [sum(costs.full), sum(costs.known)];
  say(`overview by GET: ${told(costs.full)}; 304: ${told(costs.known)}; ratio ${(part / whole).toFixed(2)} (bar 0.1)`);
}

async function tagOf(port: number, id: string, { professional }: Tokens): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/fhir/Patient/${id}/$aftaleoversigt`, {
    headers: { Authorization: `Bearer ${professional}` },
  });
  await answer.arrayBuffer();
  return answer.headers.get('ETag') ?? '';
}

async function costOf({ port, databaseCpu }: ConditionalSettings, service: Started, requests: readonly string[]): Promise<Cost> {
  const before = { process: service.cpu(), database: databaseCpu() };
  const measured: Measured = await measure({ port, connections: CONNECTIONS, warmUpMs: 0, ms: MS, requests, series: 100 });
  const each = (seconds: number): number => (seconds * 1e6) / (measured.perSecond * (MS / 1000));
  return { process: each(service.cpu() - before.process), database: each(databaseCpu() - before.database) };
}

const middle = (costs: readonly Cost[], of: keyof Cost): number => median(costs.map((cost) => cost[of]));
const sum = (costs: readonly Cost[]): number => middle(costs, 'process') + middle(costs, 'database');
const told = (costs: readonly Cost[]): string =>
  `${middle(costs, 'process').toFixed(0)} + database ${middle(costs, 'database').toFixed(0)} µs of processor time`;
