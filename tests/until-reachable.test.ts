import { expect, test } from '@jest/globals';
import { CannotStart } from '../src/cannot-start.ts';
import { createLog } from '../src/log.ts';
import { OutOfReach } from '../src/store/reach.ts';
import { untilReachable } from '../src/until-reachable.ts';

const patience = { log: createLog('silent'), waitMs: 200, pauseMs: 20 };

/** Fails so often, then answers how often it was asked. */
function failing(times: number, cause: Error): () => Promise<number> {
  let asked = 0;
  return async () => {
    asked += 1;
    if (asked <= times) throw cause;
    return asked;
  };
}

const starting = Object.assign(new Error('the database system is starting up'), { code: '57P03' });
const locked = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });

test.each([new OutOfReach('not there'), starting, locked])(
  'what needs a database that is not there yet is tried again: %s',
  async (cause) => {
    expect(await untilReachable(failing(3, cause), patience)).toBe(4);
  },
);

test('it is given up in the end', async () => {
  const begun = performance.now();
  await expect(untilReachable(failing(1000, starting), patience)).rejects.toBe(starting);
  expect(performance.now() - begun).toBeGreaterThan(100);
});

test('what waiting does not mend is told at once', async () => {
  const cause = new CannotStart('The port is taken');
  await expect(untilReachable(failing(1, cause), patience)).rejects.toBe(cause);
});
