/**
 * `npx tsx tests/faults/search-log.ts [tests…]`: runs the tests with every log line gathered, and searches all of them for the test
 * persons' numbers. Ends with 1 where one is found, or where there are fewer than 10,000 lines to search.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesWithNumbers } from '../support/log-lines.ts';

const ENOUGH = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'aftaledeling-log-'));
const file = join(folder, 'lines');
const { status } = spawnSync('npm', ['test', '--', ...process.argv.slice(2)], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, TEST_LOG_FILE: file },
});
const lines = readFileSync(file, 'utf8').split('\n');
const found = linesWithNumbers(lines);
console.log(`tests ended with ${status}; ${lines.length} log lines, ${found.length} with a CPR number`);
for (const line of found.slice(0, 5)) console.log(line);
if (found.length > 0 || lines.length < ENOUGH) process.exitCode = 1;
rmSync(folder, { recursive: true, force: true });
