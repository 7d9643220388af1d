import { expect, test } from '@jest/globals';
import { arrows } from './floors.ts';

test('each file imports from its own room and from lower floors', () => {
  expect(arrows()).toEqual([]);
});
