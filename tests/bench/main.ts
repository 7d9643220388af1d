/**
 * `npm run bench [-- --json] [--quick] [--citizens N]`: the service and, beside it, what the machine can do, in turn; DESIGN §8 has the bars.
 * Ratios of one run are what counts: absolute numbers are those of the machine and of whatever else it does. `--quick` without a
 * PostgreSQL says so and is content. `--growth`, `--conditional`, `--keeping` and `npm run soak` are the files of these names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { readConfig } from '../../src/config.ts';
import { administer, withDatabase } from '../support/global-setup.ts';
import { findServerBinaries, freePort, startServer } from '../support/server.ts';
import { ROWS } from './appointments.ts';
import { tellConditional } from './conditional.ts';
import { cpuSecondsOfTree, postmasterOf } from './cpu-time.ts';
import { measureExpansion } from './expansion.ts';
import { parseSizes, tellGrowth } from './growth.ts';
import { tellKeeping } from './keeping.ts';
import { loadData } from './load-data.ts';
import { type Measured, median } from './measured.ts';
import { measure, type Started, startReference, startService, stopAll } from './processes.ts';
import { BUNDLE_SIZE, bundles, ingests, overviews, type Work } from './requests.ts';
import { parseMinutes, soak } from './soak.ts';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    citizens: { type: 'string' },
    only: { type: 'string' },
    growth: { type: 'boolean' },
    conditional: { type: 'boolean' },
    keeping: { type: 'boolean' },
    sizes: { type: 'string' },
    soak: { type: 'boolean' },
    minutes: { type: 'string' },
  },
});
const size = flags.quick
  ? { citizens: 600, rounds: 3, warmUpMs: 1000, ms: 1000 }
  : { citizens: 10_000, rounds: 5, warmUpMs: 3000, ms: 5000 };
const citizens = flags.citizens === undefined ? size.citizens : Number(flags.citizens);
const CONNECTIONS = 16;
/** As a server in earnest runs: an answer waits for the disk. */
const SERVER_SETTINGS = ['fsync=on', 'synchronous_commit=on', 'shared_buffers=512MB', 'max_wal_size=4GB', 'checkpoint_timeout=15min'];

const folder = mkdtempSync(join(tmpdir(), 'aftaledeling-bench-'));
const undo: (() => void | Promise<void>)[] = [() => rmSync(folder, { recursive: true, force: true })];

async function tidy(): Promise<void> {
  stopAll();
  for (const step of undo.splice(0).reverse()) await step();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void tidy().finally(() => process.exit(1)));

const say = (text: string): void => console.log(text);

async function openServer(): Promise<string> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) {
    const name = `aftaledeling_bench_${process.pid}`;
    await administer(given, `create database ${name}`);
    undo.push(() => administer(given, `drop database ${name} with (force)`));
    return withDatabase(given, name);
  }
  const bin = findServerBinaries();
  if (bin === undefined) throw new Error('No PostgreSQL programs are found: set DATABASE_URL to a server that may be filled');
  const server = await startServer(bin, SERVER_SETTINGS);
  undo.push(() => server.stop());
  say(`PostgreSQL of its own: ${SERVER_SETTINGS.join(', ')}`);
  return server.url;
}

interface Compared {
  readonly service: readonly Measured[];
  readonly reference: readonly Measured[];
  /** Of throughput, the median of what each round gave. */
  readonly ratio: number;
  readonly rssMb: number;
  /** Processor time a request, in microseconds. */
  readonly cost: { readonly service: Cost; readonly reference: Cost };
}

interface Cost {
  readonly process: number;
  readonly database: number;
}

let series = 100;

async function compare(work: Work, service: Started, reference: Started, databaseCpu: () => number): Promise<Compared> {
  const costs = { service: [] as Cost[], reference: [] as Cost[] };
  const at = async (target: Started, requests: readonly string[], warmUpMs: number): Promise<Measured> => {
    const before = { process: target.cpu(), database: databaseCpu() };
    const measured = await measure({ port: target.port, connections: CONNECTIONS, warmUpMs, ms: size.ms, requests, series: series++ });
    const each = (seconds: number): number => (seconds * 1e6) / measured.answered;
    costs[target === service ? 'service' : 'reference'].push({
      process: each(target.cpu() - before.process),
      database: each(databaseCpu() - before.database),
    });
    return measured;
  };
  const rounds: { service: Measured; reference: Measured }[] = [];
  let rssMb = 0;
  for (let round = 0; round < size.rounds; round++) {
    const warmUpMs = round === 0 ? size.warmUpMs : 500;
    const watch = setInterval(() => {
      rssMb = Math.max(rssMb, service.rss());
    }, 200);
    const served = await at(service, work.service, warmUpMs);
    clearInterval(watch);
    rounds.push({ service: served, reference: await at(reference, work.reference, warmUpMs) });
  }
  return {
    service: rounds.map((round) => round.service),
    reference: rounds.map((round) => round.reference),
    ratio: median(rounds.map((round) => round.service.perSecond / round.reference.perSecond)),
    rssMb,
    cost: { service: medianCost(costs.service), reference: medianCost(costs.reference) },
  };
}

const medianCost = (costs: readonly Cost[]): Cost => ({
  process: median(costs.map((cost) => cost.process)),
  database: median(costs.map((cost) => cost.database)),
});

const of = (list: readonly Measured[], member: 'perSecond' | 'p50' | 'p99' | 'bytes'): number => median(list.map((one) => one[member]));

function tell(name: string, bar: number, { service, reference, ratio, rssMb, cost }: Compared, factor = 1): void {
  const line = (who: string, list: readonly Measured[], { process, database }: Cost, more: string): string =>
    `  ${who.padEnd(9)} ${(of(list, 'perSecond') * factor).toFixed(0).padStart(7)} /s   p50 ${of(list, 'p50').toFixed(1)} ms   p99 ${of(list, 'p99').toFixed(1)} ms   answer ${(of(list, 'bytes') / 1000).toFixed(1)} kB   processor time ${(process / factor).toFixed(0)} + database ${(database / factor).toFixed(0)} µs${more}`;
  say(`${name}: ratio ${ratio.toFixed(2)} (bar ${bar})`);
  say(line('service', service, cost.service, `   ${rssMb.toFixed(0)} MB resident at most`));
  say(line('reference', reference, cost.reference, ''));
}

async function main(): Promise<void> {
  const now = new Date();
  const databaseUrl = await openServer();
  const env = { DATABASE_URL: databaseUrl, DATA_DIR: folder };
  say(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${CONNECTIONS} connections`);
  const issuer = await openDevelopmentIssuer(folder);
  const tokens = {
    professional: await issuer.sign(developmentClaims({ role: 'professional' })),
    sender: await issuer.sign(developmentClaims({ role: 'sender', sector: 'municipal' })),
  };
  const postmaster = await postmasterOf(databaseUrl);
  const databaseCpu = (): number => (postmaster === undefined ? 0 : cpuSecondsOfTree(postmaster));
  if (flags.soak) return soak({ env, folder, port: await freePort(), minutes: parseMinutes(flags.minutes), tokens, say });
  if (flags.conditional) return tellConditional({ config: readConfig(env), env, folder, port: await freePort(), tokens, databaseCpu, say });
  const loadedFrom = performance.now();
  const ids = await loadData(readConfig(env), citizens, now);
  say(`${citizens} citizens of ${ROWS} rows loaded in ${((performance.now() - loadedFrom) / 1000).toFixed(0)} s`);
  const service = await startService(await freePort(), env, folder);
  const reference = await startReference(await freePort(), databaseUrl, folder);
  // Half of the citizens are looked at, half are written to, so that every overview is of the same rows.
  const half = Math.floor(citizens / 2);
  const written = ids.map((_, n) => n).slice(half);
  const wanted = (name: string): boolean => flags.only === undefined || flags.only === name;
  const run = async (name: string, bar: number, work: Work, factor = 1): Promise<Compared | undefined> => {
    if (!wanted(name)) return undefined;
    const compared = await compare(work, service, reference, databaseCpu);
    tell(name, bar, compared, factor);
    return compared;
  };
  const overview = await run('overview', 0.7, overviews(ids.slice(0, half), tokens));
  const ingest = await run('ingest', 0.5, ingests(written, now, tokens));
  const bundle = await run('bundle', 0.25, bundles(written.slice(0, 2000), now, tokens), BUNDLE_SIZE);
  const expansion = measureExpansion();
  say(
    `expansion of 30 days: ${expansion.ms.toFixed(4)} ms (bar 0.2); of a series from 1996 ${expansion.ageRatio.toFixed(2)} times that (bar 2)`,
  );
  const all = [overview, ingest, bundle].filter((one) => one !== undefined);
  const figures = {
    overviewRatio: overview?.ratio,
    ingestRatio: ingest?.ratio,
    bundleRatio: bundle?.ratio,
    expansionMs: expansion.ms,
    expansionAgeRatio: expansion.ageRatio,
    overviewPerSecond: overview && of(overview.service, 'perSecond'),
    ingestPerSecond: ingest && of(ingest.service, 'perSecond'),
    bundleResourcesPerSecond: bundle && of(bundle.service, 'perSecond') * BUNDLE_SIZE,
    p99Ms: overview && of(overview.service, 'p99'),
    rssMb: Math.max(0, ...all.map((one) => one.rssMb)),
  };
  if (flags.json)
    say(JSON.stringify(figures, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)));
}

const onTidy = (step: () => Promise<void>): void => void undo.push(step);

const cannotRun = process.env['DATABASE_URL'] === undefined && findServerBinaries() === undefined;

try {
  if (flags.quick && cannotRun) say('No PostgreSQL programs are found: passed over');
  else if (flags.growth)
    await tellGrowth({ serverUrl: await openServer(), folder, sizes: parseSizes(flags.sizes), say, onTidy }, flags.json === true);
  else if (flags.keeping) await tellKeeping({ databaseUrl: await openServer(), folder, citizens, say });
  else await main();
} finally {
  await tidy();
}
