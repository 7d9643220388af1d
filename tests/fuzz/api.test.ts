import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engines } from '../support/database.ts';
import { type ListeningService, startListening } from '../support/listen.ts';
import { people } from '../support/people.ts';
import { type ApiVerdict, fuzzApi } from './api.ts';

describe.each(engines)('1,000 mutated bodies and queries on the $engine engine', (engine) => {
  let service: ListeningService;
  let verdict: ApiVerdict;
  beforeAll(async () => {
    service = await startListening(engine);
    const headersOf = {
      sender: await service.sender('municipal'),
      practice: await service.sender('practice'),
      citizen: await service.citizen(people.nancy.cpr),
      professional: await service.professional(),
    };
    verdict = await fuzzApi({ baseUrl: service.baseUrl, headersOf, n: 1_000, seed: 20_261_122 });
  }, 300_000);
  afterAll(() => service?.close());

  test('are never the service’s own fault', () => expect(verdict.failed).toEqual([]));

  test('are answered, some well', () => {
    expect(Object.values(verdict.statuses).reduce((sum, count) => sum + count, 0)).toBe(1_000);
    for (const status of [200, 201, 400, 422]) expect([status, (verdict.statuses[status] ?? 0) > 0]).toEqual([status, true]);
  });
});
