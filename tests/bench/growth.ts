/**
 * `npm run bench -- --growth [--sizes 10000,100000,1000000] [--json]`: what the same overview and the same ingest cost as the data grows, what a
 * citizen and a series take on disk, and what the job costs that rolls the window. All sizes are there at once, each in a database of its
 * own, and are measured in turn, so that what else the machine does falls on all alike.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { readConfig } from '../../src/config.ts';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { systemClock } from '../../src/time/clock.ts';
import { addDays, dateOf } from '../../src/time/zone.ts';
import { administer, withDatabase } from '../support/global-setup.ts';
import { freePort } from '../support/server.ts';
import { type DiskUse, measureDisk } from './disk.ts';
import { loadMix } from './load-mix.ts';
import { type Measured, median } from './measured.ts';
import { DAYS_AHEAD, hasHomeCare } from './mix.ts';
import { multiply } from './multiply.ts';
import { measure, type Started, startService } from './processes.ts';
import { ingests, overviewRequest, type Tokens } from './requests.ts';

export interface GrowthSettings {
  /** Of a server that may be filled; each size gets a database of its own on it. */
  readonly serverUrl: string;
  /** For the key of tokens, and the services' logs. */
  readonly folder: string;
  readonly sizes: readonly number[];
  readonly say: (text: string) => void;
  readonly onTidy: (step: () => Promise<void>) => void;
}

export interface Latency {
  /** Milliseconds, medians of the rounds. */
  readonly p50: number;
  readonly p99: number;
}

export interface GrowthSize {
  readonly citizens: number;
  readonly overview: Latency;
  readonly ingest: Latency;
  readonly disk: DiskUse;
}

export interface Extending {
  readonly series: number;
  readonly occurrences: number;
  readonly secondsPer100kSeries: number;
  readonly longestMs: number;
}

export interface Growth {
  readonly sizes: readonly GrowthSize[];
  /** Of p50, the largest by the smallest. */
  readonly overviewRatio: number;
  readonly ingestRatio: number;
  readonly extending: Extending;
}

/** `10000,100000`, the smallest first. */
export function parseSizes(text = '10000,100000,1000000'): readonly number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 100)) return sizes.sort((a, b) => a - b);
  throw new Error('--sizes: whole numbers of citizens, 100 or more each, with commas between');
}

export async function tellGrowth(settings: GrowthSettings, asJson: boolean): Promise<void> {
  const growth = await measureGrowth(settings);
  if (asJson) settings.say(JSON.stringify(growth));
}

const MODELS = 1_000;
const ROUNDS = 7;
const MS = 3_000;
/** So few that an answer's time is its own, not that of a queue. */
const CONNECTIONS = 2;
/** Citizens asked of: so many that their rows do not stay in the server's own memory. */
const ASKED = 20_000;
const WRITTEN = 4_000;

interface Loaded {
  readonly citizens: number;
  readonly databaseUrl: string;
  /** Before anything was written to measure it. */
  readonly disk: DiskUse;
}

async function measureGrowth(settings: GrowthSettings): Promise<Growth> {
  const { sizes, say } = settings;
  const now = new Date();
  const issuer = await openDevelopmentIssuer(settings.folder);
  const tokens: Tokens = {
    professional: await issuer.sign(developmentClaims({ role: 'professional' })),
    sender: await issuer.sign(developmentClaims({ role: 'sender', sector: 'municipal' })),
  };
  const loaded: Loaded[] = [];
  for (const citizens of sizes) loaded.push(await load(settings, citizens, now));
  const latencies = await measureInTurn(settings, loaded, now, tokens);
  const extending = await measureExtending(settings, loaded.at(-2) ?? loaded[0], now);
  const measured = loaded.map(({ citizens, disk }, index) => {
    const latency = latencies[index];
    if (latency === undefined) throw new Error('a size was not measured');
    return { citizens, disk, ...latency };
  });
  const growth: Growth = {
    sizes: measured,
    overviewRatio: ratioOf(measured, 'overview'),
    ingestRatio: ratioOf(measured, 'ingest'),
    extending,
  };
  tell(growth, say);
  return growth;
}

const ratioOf = (sizes: readonly GrowthSize[], work: 'overview' | 'ingest'): number =>
  (sizes.at(-1)?.[work].p50 ?? Number.NaN) / (sizes[0]?.[work].p50 ?? Number.NaN);

async function load({ serverUrl, folder, say, onTidy }: GrowthSettings, citizens: number, now: Date): Promise<Loaded> {
  const from = performance.now();
  const name = `aftaledeling_growth_${process.pid}_${citizens}`;
  await administer(serverUrl, `create database ${name}`);
  onTidy(() => administer(serverUrl, `drop database if exists ${name} with (force)`));
  const databaseUrl = withDatabase(serverUrl, name);
  const models = Math.min(MODELS, citizens);
  const citizenIdOf = await loadMix(readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: folder }), models, now);
  await multiply({ databaseUrl, models, citizens, citizenIdOf });
  say(`${citizens} citizens loaded in ${((performance.now() - from) / 1000).toFixed(0)} s`);
  return { citizens, databaseUrl, disk: await measureDisk(databaseUrl) };
}

/** A sample of the citizens that hold, spread over all. */
function sample(citizens: number, most: number, holds: (n: number) => boolean): number[] {
  const all = Array.from({ length: citizens }, (_, n) => n).filter(holds);
  const step = Math.max(1, Math.floor(all.length / most));
  return all.filter((_, index) => index % step === 0).slice(0, most);
}

async function measureInTurn(
  { folder }: GrowthSettings,
  loaded: readonly Loaded[],
  now: Date,
  tokens: Tokens,
): Promise<readonly Pick<GrowthSize, 'overview' | 'ingest'>[]> {
  const days = { from: dateOf(now), to: addDays(dateOf(now), DAYS_AHEAD - 1) };
  const targets = await Promise.all(
    loaded.map(async ({ citizens, databaseUrl }) => {
      const service = await startService(await freePort(), { DATABASE_URL: databaseUrl, DATA_DIR: folder }, folder);
      await untilExtended(databaseUrl);
      return {
        service,
        overviews: sample(citizens, ASKED, hasHomeCare).map((n) => overviewRequest(n, tokens, days)),
        ingests: ingests(
          sample(citizens, WRITTEN, () => true),
          now,
          tokens,
        ).service,
        overview: [] as Measured[],
        ingest: [] as Measured[],
      };
    }),
  );
  let series = 100;
  const at = ({ port }: Started, requests: readonly string[], warmUpMs: number): Promise<Measured> =>
    measure({ port, connections: CONNECTIONS, warmUpMs, ms: MS, requests, series: series++ });
  for (let round = 0; round < ROUNDS; round++) {
    const warmUpMs = round === 0 ? 5_000 : 500;
    for (const target of targets) target.overview.push(await at(target.service, target.overviews, warmUpMs));
    for (const target of targets) target.ingest.push(await at(target.service, target.ingests, warmUpMs));
  }
  await Promise.all(targets.map(({ service }) => service.stop()));
  return targets.map(({ overview, ingest }) => ({ overview: latencyOf(overview), ingest: latencyOf(ingest) }));
}

const latencyOf = (rounds: readonly Measured[]): Latency => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
});

/** The service looks through every series when it starts; that is not to be measured. */
async function untilExtended(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ due: string }>('select count(*) as due from extend_slice where done_date is null');
      if (rows[0]?.due === '0') return;
      await sleep(500);
    }
  } finally {
    await client.end();
  }
}

/** The day after: each series is taken a day further. */
async function measureExtending({ folder }: GrowthSettings, loaded: Loaded | undefined, now: Date): Promise<Extending> {
  if (loaded === undefined) throw new Error('nothing was loaded');
  const { databaseUrl, dataDir, sharingWindowDays, retentionDays } = readConfig({ DATABASE_URL: loaded.databaseUrl, DATA_DIR: folder });
  const database = await openDatabase({ url: databaseUrl, dataDir });
  try {
    const tomorrow = new Date(now.getTime() + 86_400_000);
    const from = performance.now();
    const { series, occurrences, longestMs } = await extendHorizon({
      db: database.db,
      clock: () => tomorrow,
      machineClock: systemClock,
      windowDays: sharingWindowDays,
      retentionDays,
      log: createLog('warn'),
    });
    const seconds = (performance.now() - from) / 1000;
    return { series, occurrences, secondsPer100kSeries: (seconds * 100_000) / series, longestMs };
  } finally {
    await database.close();
  }
}

function tell({ sizes, overviewRatio, ingestRatio, extending }: Growth, say: (text: string) => void): void {
  const ms = ({ p50, p99 }: Latency): string => `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms`;
  for (const { citizens, overview, ingest, disk } of sizes) {
    say(`${citizens} citizens, ${disk.appointments} appointments (${disk.series} series), ${disk.occurrences} occurrences`);
    say(`  overview ${ms(overview)}   ingest ${ms(ingest)}`);
    say(`  ${(disk.bytes / 1e9).toFixed(2)} GB, ${(disk.bytes / citizens / 1e3).toFixed(1)} kB a citizen`);
    const { appointment, occurrence, logLine, citizen } = disk.each;
    const bytes = { appointment, occurrence, 'line of the log': logLine, citizen };
    say(
      `  bytes of one: ${Object.entries(bytes)
        .map(([what, size]) => `${what} ${size.toFixed(0)}`)
        .join(', ')}`,
    );
  }
  say(`overview, largest by smallest: ${overviewRatio.toFixed(2)} (bar 1.3); ingest: ${ingestRatio.toFixed(2)}`);
  const { series, occurrences, secondsPer100kSeries, longestMs } = extending;
  say(
    `extending ${series} series by a day, ${occurrences} occurrences: ${secondsPer100kSeries.toFixed(0)} s per 100,000 series, half of it rest; longest transaction ${longestMs.toFixed(0)} ms`,
  );
}
