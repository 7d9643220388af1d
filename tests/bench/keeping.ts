/** `npm run bench -- --keeping [--citizens 20000]`: what it costs to examine all data, and to take away what is past its retention. */
import { readConfig } from '../../src/config.ts';
import { examine } from '../../src/doctor/examine.ts';
import { createLog } from '../../src/log.ts';
import { retain } from '../../src/retain/retain.ts';
import { openDatabase } from '../../src/store/database.ts';
import { systemClock } from '../../src/time/clock.ts';
import { type DiskUse, measureDisk } from './disk.ts';
import { loadMix } from './load-mix.ts';
import { multiply } from './multiply.ts';

export interface KeepingSettings {
  /** Of a database that may be filled. */
  readonly databaseUrl: string;
  readonly folder: string;
  readonly citizens: number;
  readonly say: (text: string) => void;
}

const MODELS = 1_000;
const DAY_MS = 86_400_000;

export async function tellKeeping({ databaseUrl, folder, citizens, say }: KeepingSettings): Promise<void> {
  const now = new Date();
  const config = readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: folder });
  const { retentionDays, sharingWindowDays: windowDays } = config;
  const models = Math.min(MODELS, citizens);
  await multiply({ databaseUrl, models, citizens, citizenIdOf: await loadMix(config, models, now) });
  const disk = await measureDisk(databaseUrl);
  say(`${citizens} citizens, ${disk.appointments} appointments (${disk.series} series), ${disk.occurrences} occurrences`);
  const { db, close } = await openDatabase({ url: config.databaseUrl, dataDir: folder });
  try {
    const examining = await timed(() => examine({ db, now, windowDays, retentionDays, tell: () => {} }));
    say(
      `doctor: ${examining.seconds.toFixed(1)} s, ${perSecond(disk, examining.seconds)}, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`,
    );
    const deps = { db, machineClock: systemClock, retentionDays, log: createLog('warn') };
    const nothing = await timed(() => retain({ ...deps, clock: () => now }));
    say(`retention with nothing past: ${nothing.seconds.toFixed(1)} s, ${perSecond(disk, nothing.seconds)}, half of it rest`);
    const later = new Date(now.getTime() + (retentionDays + 100) * DAY_MS);
    const { seconds, done } = await timed(() => retain({ ...deps, clock: () => later }));
    say(
      `retention of all but what goes on: ${done.months.length} months dropped, ${done.appointments} appointments and ${done.occurrences} further occurrences in ` +
        `${seconds.toFixed(1)} s, half of it rest: ${(done.appointments / seconds).toFixed(0)} appointments a second; longest transaction ${done.longestMs.toFixed(0)} ms`,
    );
  } finally {
    await close();
  }
}

const perSecond = ({ appointments }: DiskUse, seconds: number): string => `${(appointments / seconds).toFixed(0)} appointments a second`;

async function timed<T>(work: () => Promise<T>): Promise<{ readonly done: T; readonly seconds: number }> {
  const from = performance.now();
  const done = await work();
  return { done, seconds: (performance.now() - from) / 1000 };
}
