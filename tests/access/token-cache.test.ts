import { describe, expect, it } from '@jest/globals';
import { createTokenCache } from '../../src/access/token-cache.ts';

describe('createTokenCache', () => {
  it('keeps a value until its time, not at it', () => {
    const cache = createTokenCache<string>(2);
    cache.set('a', 'A', 100);
    expect([cache.get('a', 99), cache.get('a', 100), cache.get('a', 99)]).toEqual(['A', undefined, undefined]);
  });

  it('never holds more than its size; the oldest makes room', () => {
    const cache = createTokenCache<string>(2);
    for (const token of ['a', 'b', 'b', 'c']) cache.set(token, token.toUpperCase(), 100);
    expect(['a', 'b', 'c'].map((token) => cache.get(token, 0))).toEqual([undefined, 'B', 'C']);
  });
});
