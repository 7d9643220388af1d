import { describe, expect, test } from '@jest/globals';
import { lagMs, parsePosition } from '../../src/store/replica-lag.ts';

describe('a replica’s lag', () => {
  const samples = [
    { at: 1_000, position: 10n },
    { at: 2_000, position: 10n },
    { at: 3_000, position: 30n },
  ];

  test.each([
    ['is since the newest place that it has passed', 29n, 3_500, 1_500],
    ['is since the last look where it has all', 30n, 3_500, 500],
    ['is that too where it is further than was looked', 99n, 3_500, 500],
    ['is unknown where it has none of what was looked at', 9n, 3_500, undefined],
  ])('%s', (_what, replayed, now, lag) => expect(lagMs(samples, replayed, now)).toBe(lag));

  test('is unknown before anything was looked at', () => expect(lagMs([], 99n, 1)).toBeUndefined());

  test('is told by places in the log as PostgreSQL writes them', () => {
    expect(parsePosition('0/0')).toBe(0n);
    expect(parsePosition('16/B374D848')).toBe(0x16_b374d848n);
    expect(parsePosition('1/0')).toBeGreaterThan(parsePosition('0/FFFFFFFF'));
  });
});
