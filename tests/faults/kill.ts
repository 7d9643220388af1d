/**
 * `npm run faults [-- rounds]`: 200 rounds of mixed writing that end with a `kill -9`, half of them on the embedded engine and half on a
 * PostgreSQL server of its own where the programs are found. Ends with 1 where anything that was acknowledged is lost or there twice.
 */
import { findServerBinaries } from '../support/server.ts';
import { type Engine, killWhileWriting, type Round } from './kill-while-writing.ts';
import { seeded } from './seeded.ts';

const rounds = Number(process.argv[2] ?? 200);
const engines: readonly Engine[] = findServerBinaries() === undefined ? ['embedded'] : ['embedded', 'server'];

for (const engine of engines) {
  const done: Round[] = [];
  for await (const round of killWhileWriting(engine, Math.ceil(rounds / engines.length), seeded(engine))) {
    done.push(round);
    for (const line of round.wrong) console.log(line);
    if (round.wrong.length > 0) process.exitCode = 1;
  }
  const last = done.at(-1);
  console.log(
    [
      `${engine}: ${done.length - 1} rounds`,
      `${last?.acknowledged} writes acknowledged, ${last?.versions} versions stored`,
      `${last?.occurrences} occurrences, ${last?.logLines} log lines`,
      `${done.reduce((sum, { wrong }) => sum + wrong.length, 0)} wrong`,
    ].join(', '),
  );
  for (const victim of ['service', 'database', 'both'] as const) {
    const times = done.filter((round) => round.victim === victim && round.recoveredMs > 0).map(({ recoveredMs }) => recoveredMs);
    if (times.length === 0) continue;
    const [median, longest] = [0.5, 1].map((part) => times.sort((a, b) => a - b)[Math.ceil(part * times.length) - 1] ?? 0);
    console.log(`  ${victim} killed ${times.length} times: normal after ${toSeconds(median)} s, at the longest ${toSeconds(longest)} s`);
  }
}

function toSeconds(ms: number | undefined): string {
  return ((ms ?? 0) / 1000).toFixed(1);
}
