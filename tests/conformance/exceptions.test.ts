import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { type Case, expected, take } from './series-steps.ts';

const cases: Case[] = JSON.parse(readFileSync(new URL('./cases/exceptions.json', import.meta.url), 'utf8'));

describe.each(engines)('a series and its exceptions on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  test.each(cases)('$name', async ({ now, steps }) => {
    service.setNow(now);
    for (const step of steps) {
      const came = await take(service, municipality, step);
      if (step.now === undefined) expect({ step, came }).toEqual({ step, came: expected(step) });
    }
    for (const value of new Set(steps.flatMap((step) => step.put ?? []))) await take(service, municipality, { delete: value });
    expect(await take(service, municipality, {})).toEqual([]);
  });
});
