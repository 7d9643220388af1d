import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EXT } from '../../src/fhir/extension.ts';
import { SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { postOverview, startTestService, type TestService } from '../support/service.ts';
import { cpr, type Step, seen, take } from './series-steps.ts';

/**
 * Messages that tell when their source changed them may come in any order. So may a deletion, said as `entered-in-error` with its own
 * `source-updated`. DELETE tells no time: it is an act at the moment it comes, and one that comes before what it deletes deletes nothing.
 */
describe.each(engines)('messages in any order on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
    service.setNow('2026-10-12T08:00:00Z');
  });
  afterAll(() => service?.close());

  const messages = (run: number, deletion: Step): Step[] => [
    { put: `s-${run}`, start: '2026-10-14 09:00', rrule: 'FREQ=WEEKLY;COUNT=4', sourceUpdated: '2026-10-12 06:00' },
    { put: `a-${run}`, of: `s-${run}`, number: 1, start: '2026-10-15 11:00', sourceUpdated: '2026-10-12 06:01' },
    { put: `b-${run}`, of: `s-${run}`, original: '2026-10-21 09:00', status: 'cancelled', sourceUpdated: '2026-10-12 06:02' },
    { put: `c-${run}`, of: `s-${run}`, number: 3, start: '2026-10-29 13:00', sourceUpdated: '2026-10-12 06:03' },
    deletion,
  ];
  const withdrawal = (run: number): Step => ({
    ...messages(run, {})[3],
    status: 'entered-in-error',
    sourceUpdated: '2026-10-12 06:04',
  });
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5, maxLength: 5 });
  /** Each of the 120 orders, in an order drawn anew each time. */
  const permutations = (): number[][] => [...new Map(fc.sample(order, 3_000).map((one) => [one.join(), one])).values()];

  let runs = 0;
  /** The overview in full, under the names of the first run. */
  async function overviewAfter(sequence: readonly number[], deletionOf: (run: number) => Step): Promise<string> {
    const run = 100_000 + runs++;
    const steps = messages(run, deletionOf(run));
    for (const index of sequence) await take(service, municipality, steps[index] ?? {});
    const { body } = await postOverview(service, await service.citizen(cpr)).expect(200);
    const ids = new Set<string>(body.entry.map(({ resource }: { resource: { id: string } }) => resource.id.split('.')[0]));
    expect(ids.size).toBe(1);
    for (const value of ['s', 'a', 'b', 'c']) await take(service, municipality, { delete: `${value}-${run}` });
    return JSON.stringify(body.entry)
      .replaceAll([...ids][0] ?? '', 'id')
      .replaceAll(`s-${run}`, 's');
  }

  test('end in the same overview, whichever of 120 it is', async () => {
    const orders = permutations();
    expect(orders).toHaveLength(120);
    const asMeant = await overviewAfter([0, 1, 2, 3, 4], withdrawal);
    expect(JSON.parse(asMeant)).toHaveLength(4);
    for (const sequence of orders)
      expect({ sequence, came: await overviewAfter(sequence, withdrawal) }).toEqual({ sequence, came: asMeant });
  });

  test('and with DELETE, in one for those where it comes after what it deletes and one for the others', async () => {
    const deletion = (run: number): Step => ({ delete: `c-${run}` });
    const gone = await overviewAfter([0, 1, 2, 3, 4], deletion);
    const there = await overviewAfter([4, 0, 1, 2, 3], deletion);
    expect(gone).not.toBe(there);
    for (const sequence of permutations().slice(0, 30)) {
      const meant = sequence.indexOf(4) > sequence.indexOf(3) ? gone : there;
      expect({ sequence, came: await overviewAfter(sequence, deletion) }).toEqual({ sequence, came: meant });
    }
  });

  test('the same series in each wire form gives the same bytes, recurrenceId apart', async () => {
    const times = { put: 'form', start: '2026-10-14 09:00', minutes: 45 };
    const template = { recurrenceType: 'wk', weeklyTemplate: { wednesday: true, weekInterval: 1 }, occurrenceCount: 4 };
    const excluded = { ...template, timezone: 'Europe/Copenhagen', excludingDate: ['2026-10-21'] };
    const forms: Step[] = [
      { ...times, template: excluded },
      { ...times, template: excluded, longUrls: true },
      { ...times, rrule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=4\nEXDATE;TZID=Europe/Copenhagen:20261021T090000' },
    ];
    const texts: string[] = [];
    for (const [index, form] of forms.entries()) {
      // As long as the first, so that nothing but the name is replaced.
      const value = `form-${index}`;
      await take(service, municipality, { ...form, put: value });
      await take(service, municipality, { put: `ex-${index}`, of: value, original: '2026-10-28 09:00', start: '2026-10-29 13:00' });
      expect(await seen(service)).toHaveLength(3);
      const { text } = await postOverview(service, await service.citizen(cpr)).expect(200);
      const [id = ''] = (JSON.parse(text).entry[0].resource.id as string).split('.');
      texts.push(text.replaceAll(id, 'id').replaceAll(`${SYSTEM}","value":"${value}`, `${SYSTEM}","value":"form`));
      await take(service, municipality, { delete: value });
      await take(service, municipality, { delete: `ex-${index}` });
    }
    const numberOf = new RegExp(`\\{"url":"${EXT.recurrenceId}","valuePositiveInt":\\d+\\},?`, 'g');
    expect(texts[0]).toMatch(numberOf);
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]).toBe(texts[0]?.replace(numberOf, ''));
  });
});
