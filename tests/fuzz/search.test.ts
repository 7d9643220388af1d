import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { fuzzSearch } from './search.ts';

/** `SEARCH_QUERIES=5000 npm test -- tests/fuzz/search` for the long run. */
const queries = Number(process.env['SEARCH_QUERIES'] ?? 300);

describe.each(engines)('search on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  test(`finds in ${queries} random queries what a filter over everything finds, in order, and in pages what it finds at once`, async () => {
    const { wrong, telling, masked } = await fuzzSearch(service, { seed: 20_261_122, appointments: 120, queries });
    expect(wrong).toEqual([]);
    expect(telling).toBeGreaterThan(queries / 4);
    expect(masked).toBeGreaterThan(3);
  }, 600_000);
});
