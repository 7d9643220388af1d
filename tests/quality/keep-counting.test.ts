/** What was counted is written in time, and at the end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createQualityCounts, type KeptQualityCounts } from '../../src/quality/count-quality.ts';
import { keepCounting } from '../../src/quality/keep-counting.ts';
import { findQualityCounts } from '../../src/store/sender-quality.ts';
import { dateOf } from '../../src/time/zone.ts';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

const refused = [{ severity: 'error', code: 'structure', text: '' }] as const;

describe.each(engines)('what was counted on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  async function written(senderId: string): Promise<number> {
    const today = dateOf(service.deps.clock());
    const counts = await findQualityCounts(service.deps.db, { senderIds: [senderId], from: today, to: today });
    return counts.find(({ measure }) => measure === 'message')?.count ?? 0;
  }

  test('is written within seconds, and the last of it when the process stops', async () => {
    const { db, clock, log } = service.deps;
    const qualityCounts = createQualityCounts(db, clock);
    const keeping = keepCounting({ qualityCounts, log });
    qualityCounts.refused('timer', refused);
    for (let waited = 0; (await written('timer')) === 0 && waited < 100; waited += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await written('timer')).toBe(1);
    qualityCounts.refused('timer', refused);
    await keeping.stop();
    expect(await written('timer')).toBe(2);
    qualityCounts.refused('timer', refused);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await written('timer')).toBe(2);
  });

  test('is told of in the log where it cannot be written, and stops nobody', async () => {
    const failing: KeptQualityCounts = {
      stored: () => {},
      refused: () => {},
      flush: () => Promise.reject(new Error('away')),
    };
    await keepCounting({ qualityCounts: failing, log: service.deps.log }).stop();
    expect(service.lines.at(-1)).toContain('figures of quality could not be written');
  });
});
