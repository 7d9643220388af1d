/**
 * `npx tsx tests/faults/kill-between.ts [rounds]`: kills the service that often under load (200 times), on a PostgreSQL server of its own
 * where the programs are found and else on the embedded engine. Ends with 1 where an answer has no line.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerBinaries, startServer } from '../support/server.ts';
import { killRounds } from './kill-rounds.ts';

const rounds = Number(process.argv[2] ?? 200);
const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-kill-'));
const bin = findServerBinaries();
const server = bin === undefined ? undefined : await startServer(bin, []);
try {
  const result = await killRounds(rounds, { url: server?.url, dataDir });
  console.log(server === undefined ? 'embedded engine' : 'PostgreSQL server', result);
  if (result.unlogged.length > 0 || result.brokenChains > 0) process.exitCode = 1;
} finally {
  server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
