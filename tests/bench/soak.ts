/**
 * `npm run soak -- --minutes 30`: 80 % overviews, 15 % ingests, 5 % bundles of a hundred, at 70 % of what the service can do of that; what
 * each minute was like. Ends with 1 where a call failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../src/config.ts';
import { addDays, dateOf } from '../../src/time/zone.ts';
import { loadMix } from './load-mix.ts';
import { median } from './measured.ts';
import { DAYS_AHEAD, hasHomeCare } from './mix.ts';
import { multiply } from './multiply.ts';
import type { Kind, PacedLoad, Stretch } from './paced-load.ts';
import { type Started, startService } from './processes.ts';
import { bundles, ingests, overviewRequest, type Tokens } from './requests.ts';

export interface SoakSettings {
  readonly env: { readonly DATABASE_URL: string; readonly DATA_DIR: string };
  readonly folder: string;
  readonly port: number;
  readonly minutes: number;
  readonly tokens: Tokens;
  readonly say: (text: string) => void;
}

const CITIZENS = 10_000;
const MODELS = 1_000;
const CONNECTIONS = 16;
/** Calls that come at a pace of their own find more connections than the service has hands. */
const PACED_CONNECTIONS = 64;
const CAPACITY_SECONDS = 20;
const PART = 0.7;

export function parseMinutes(text = '30'): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 600) return minutes;
  throw new Error('--minutes: a whole number from 1 to 600');
}

export async function soak(settings: SoakSettings): Promise<void> {
  const { env, folder, port, minutes, say } = settings;
  const now = new Date();
  const citizenIdOf = await loadMix(readConfig(env), MODELS, now);
  await multiply({ databaseUrl: env.DATABASE_URL, models: MODELS, citizens: CITIZENS, citizenIdOf });
  const service = await startService(port, env, folder);
  const kinds = kindsOf(now, settings.tokens);
  const load = (more: Pick<PacedLoad, 'connections' | 'perSecond' | 'seconds' | 'tellEvery' | 'series'>): PacedLoad => ({
    port,
    kinds,
    ...more,
  });

  const full: Stretch[] = [];
  const capacity = load({
    connections: CONNECTIONS,
    perSecond: 0,
    seconds: CAPACITY_SECONDS,
    tellEvery: CAPACITY_SECONDS / 4,
    series: 100,
  });
  await run(capacity, (stretch) => full.push(stretch));
  // The first quarter warms it up.
  const perSecond = median(full.slice(1).map(({ answered }) => answered / (CAPACITY_SECONDS / 4)));
  const pace = Math.round(perSecond * PART);
  say(`${perSecond.toFixed(0)} calls a second at full load; ${pace} a second for ${minutes} minutes`);
  say('minute  calls/s  failed  waiting   overview p50   p99    ingest p50   p99    bundle p50   p99   memory');

  const told: { readonly stretch: Stretch; readonly rssMb: number }[] = [];
  await run(load({ connections: PACED_CONNECTIONS, perSecond: pace, seconds: minutes * 60, tellEvery: 60, series: 101 }), (stretch) => {
    told.push({ stretch, rssMb: service.rss() });
    say(rowOf(told.length, stretch, service));
  });
  await service.stop();
  conclude(told, say);
}

/** Half of the citizens with home care are looked at, the other half of all is written to, so that an overview stays what it is. */
function kindsOf(now: Date, tokens: Tokens): readonly Kind[] {
  const numbers = Array.from({ length: CITIZENS }, (_, n) => n);
  const looked = numbers.slice(0, CITIZENS / 2).filter(hasHomeCare);
  const written = numbers.slice(CITIZENS / 2, CITIZENS / 2 + 2_000);
  const day = (days: number) => addDays(dateOf(now), days);
  return [
    { name: 'overview', share: 0.8, requests: looked.map((n) => overviewRequest(n, tokens, { from: day(0), to: day(DAYS_AHEAD - 1) })) },
    { name: 'ingest', share: 0.15, requests: ingests(written, now, tokens).service },
    { name: 'bundle', share: 0.05, requests: bundles(written, now, tokens).service },
  ];
}

async function run(load: PacedLoad, tell: (stretch: Stretch) => void): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./paced-load.ts', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  process.once('exit', () => child.kill());
  child.on('message', (stretch: Stretch) => tell(stretch));
  child.send(load);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('the load did not come to its end');
}

function rowOf(minute: number, { answered, failed, failure, waiting, kinds }: Stretch, service: Started): string {
  const of = (name: string): string => {
    const { p50 = 0, p99 = 0 } = kinds[name] ?? {};
    return `${p50.toFixed(1).padStart(9)}${p99.toFixed(1).padStart(8)}`;
  };
  const counts = [
    String(minute).padStart(6),
    (answered / 60).toFixed(0).padStart(9),
    String(failed).padStart(8),
    String(waiting).padStart(9),
  ];
  const row = `${counts.join('')}  ${of('overview')} ${of('ingest')}  ${of('bundle')}  ${service.rss().toFixed(0).padStart(5)} MB`;
  return failure === undefined ? row : `${row}\n${failure}`;
}

/** The last third beside the first: flat is about 1. */
function conclude(told: readonly { readonly stretch: Stretch; readonly rssMb: number }[], say: (text: string) => void): void {
  const third = Math.max(1, Math.floor(told.length / 3));
  const growth = (of: (one: (typeof told)[number]) => number): string =>
    (median(told.slice(-third).map(of)) / median(told.slice(0, third).map(of))).toFixed(2);
  const failed = told.reduce((sum, { stretch }) => sum + stretch.failed, 0);
  const p99 = (name: string) => growth(({ stretch }) => stretch.kinds[name]?.p99 ?? Number.NaN);
  say(
    `last third by first: p99 of overviews ${p99('overview')}, of ingests ${p99('ingest')}, of bundles ${p99('bundle')}, memory ${growth(({ rssMb }) => rssMb)}`,
  );
  say(`${failed} calls failed`);
  if (failed > 0) process.exitCode = 1;
}
