import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { editAtOnce } from './at-once.ts';

const ROUNDS = 20;

describe.each(engines)('two professionals and the citizen at once, on $engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service.close());

  it('lose no item and no version, and one of three on the same version wins', async () => {
    const { faults, written, refused } = await editAtOnce(service, ROUNDS);
    expect(faults).toEqual([]);
    expect([written, refused]).toEqual([ROUNDS * 4, ROUNDS * 2]);
  });
});
