/** What the service under test logs: kept, searched for numbers, and, for a whole run, gathered in a file. */
import { appendFileSync, readFileSync } from 'node:fs';

const { persons } = JSON.parse(readFileSync(new URL('../../src/commands/demo/test-persons.json', import.meta.url), 'utf8')) as {
  persons: { cpr: string }[];
};

/** Every test person's number as it may be written: whole, 6-4, with an escaped mark between, and in base64 from each of its offsets. */
export const writings: readonly string[] = persons.flatMap(({ cpr }) => [
  cpr,
  ...['-', ' ', '%20', '%2D'].map((mark) => `${cpr.slice(0, 6)}${mark}${cpr.slice(6)}`),
  Buffer.from(cpr).toString('base64').slice(0, 12),
  Buffer.from(`.${cpr}`).toString('base64').slice(2, 14),
  Buffer.from(`..${cpr}`).toString('base64').slice(3, 15),
]);

export function keepLine(lines: string[], line: string): void {
  lines.push(line);
  const file = process.env['TEST_LOG_FILE'];
  if (file !== undefined) appendFileSync(file, line);
}

export const linesWithNumbers = (lines: readonly string[]): string[] =>
  lines.filter((line) => writings.some((number) => line.includes(number)));

/** Fails the test file whose service logged a test person's number. */
export function requireNoNumbers(lines: readonly string[]): void {
  const [found] = linesWithNumbers(lines);
  if (found !== undefined) throw new Error(`a log line holds a CPR number: ${found}`);
}
