import { describe, expect, test } from '@jest/globals';
import { CannotStart } from '../../src/cannot-start.ts';
import { connectionsEach } from '../../src/workers/connections-each.ts';
import { parseWorkers } from '../../src/workers/parse-workers.ts';
import { restartDelayMs } from '../../src/workers/restart-delay.ts';

const databaseUrl = 'postgresql://db/aftaledeling';

describe('--workers', () => {
  test.each([
    [[], 1],
    [['--workers', '1'], 1],
    [['--workers=4'], 4],
    [['--workers', '32'], 32],
  ])('%j is %d', (args, workers) => expect(parseWorkers(args)).toBe(workers));

  test.each(['0', '-2', '33', '100', '1.5', '1e1', '0x4', 'two', '', ' 4', '04'])('%j is refused in a sentence', (value) => {
    expect(() => parseWorkers([`--workers=${value}`])).toThrow(new CannotStart('--workers: a whole number from 1 to 32'));
  });

  test.each([[['--workers']], [['--worker', '4']], [['4']], [['--workers', '2', 'more']], [['--port', '80']]])('so is %j', (args) => {
    expect(() => parseWorkers(args)).toThrow(CannotStart);
  });
});

describe('a worker’s connections', () => {
  test.each([
    ['are ten of one process alone', 1, undefined, 10],
    ['are ten of few', 8, undefined, 10],
    ['leave some of the usual hundred of a server to others', 20, undefined, 4],
    ['are never fewer than two', 32, undefined, 2],
    ['are a part of those that are set', 4, 50, 12],
    ['are all that are set of one process alone', 1, 50, 50],
  ])('%s', (_what, workers, databaseConnections, each) => {
    expect(connectionsEach(workers, { databaseUrl, databaseConnections })).toBe(each);
  });

  test('have to go round', () => {
    expect(() => connectionsEach(4, { databaseUrl, databaseConnections: 7 })).toThrow(
      'DATABASE_CONNECTIONS: at least 2 for each of 4 workers',
    );
  });

  test('cannot be had of the embedded database, but by one process', () => {
    expect(() => connectionsEach(2, { databaseUrl: undefined, databaseConnections: undefined })).toThrow(/^--workers: .*DATABASE_URL/);
    expect(connectionsEach(1, { databaseUrl: undefined, databaseConnections: undefined })).toBe(10);
  });
});

describe('another worker starts', () => {
  test('at once after a mishap, and ever later while they go on ending, but twice a minute at least', () => {
    const ends = Array.from({ length: 20 }, (_, index) => index * 1_000);
    const delays = ends.map((_, index) => restartDelayMs(ends.slice(0, index + 1)));
    expect(delays.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.at(-1)).toBe(30_000);
  });

  test('at once again after a minute in which none ended', () => {
    expect(restartDelayMs([0, 1_000, 2_000, 62_000])).toBe(100);
    expect(restartDelayMs([0, 1_000, 2_000, 61_999])).toBe(800);
  });
});
