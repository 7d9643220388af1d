import { expect, test } from '@jest/globals';
import { findServerBinaries } from '../support/server.ts';
import { type Engine, killWhileWriting } from './kill-while-writing.ts';
import { seeded } from './seeded.ts';

/** `npm run faults` does 200. */
const rounds: readonly [Engine, number][] = [
  ['embedded', 2],
  ...(findServerBinaries() === undefined ? [] : [['server', 3] as [Engine, number]]),
];

test.each(rounds)(
  'on the %s engine nothing acknowledged is lost, and nothing is there twice, whatever is killed',
  async (engine, count) => {
    let acknowledged = 0;
    for await (const round of killWhileWriting(engine, count, seeded(`${engine} in the tests`))) {
      expect(round.wrong).toEqual([]);
      acknowledged = round.acknowledged;
    }
    expect(acknowledged).toBeGreaterThan(count);
  },
  240_000,
);
