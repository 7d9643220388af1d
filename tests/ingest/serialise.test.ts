import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Fault } from '../../src/fhir/fault.ts';
import { createSerialise } from '../../src/ingest/serialise.ts';

test('work of one key goes one at a time in the order asked, of different keys beside each other', async () => {
  const serialise = createSerialise();
  const done: string[] = [];
  const work = (name: string, ms: number) => () => sleep(ms).then(() => void done.push(name));
  await Promise.all([
    serialise(['a'], work('a1', 60)),
    serialise(['a', 'b'], work('ab', 1)),
    serialise(['b'], work('b', 1)),
    serialise(['c'], work('c', 1)),
  ]);
  expect(done).toEqual(['c', 'a1', 'ab', 'b']);
});

test('work that fails lets the next begin', async () => {
  const serialise = createSerialise();
  const failing = serialise(['a'], () => Promise.reject(new Error('no')));
  const next = serialise(['a'], async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});

test('who waits too long is told to come again, and those behind still wait for the one before', async () => {
  const serialise = createSerialise(30);
  let isAlone = true;
  const first = serialise(['a'], async () => {
    isAlone = false;
    await sleep(120);
    isAlone = true;
  });
  const second = serialise(['a'], async () => 'never begun').catch((cause: unknown) => cause);
  await sleep(100);
  const third = serialise(['a'], async () => isAlone);
  const refusal = await second;
  expect(refusal).toBeInstanceOf(Fault);
  expect(refusal).toMatchObject({ status: 503, headers: { 'Retry-After': '2' } });
  expect(await third).toBe(true);
  await first;
});
