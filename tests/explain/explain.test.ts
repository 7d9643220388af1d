import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { decisions } from '../../src/explain/decision.ts';
import type { ParametersParameter } from '../../src/fhir/types.ts';
import { addDays, basicUtc, type LocalDate } from '../../src/time/zone.ts';
import { type Case, ids, instantOf, type Step, take } from '../conformance/series-steps.ts';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';

const cases: Case[] = JSON.parse(readFileSync(new URL('../conformance/cases/exceptions.json', import.meta.url), 'utf8'));

/** Parts by name; of one that comes several times, the last. */
const toObject = (parts: readonly ParametersParameter[] = []): Record<string, unknown> =>
  Object.fromEntries(
    parts.map(({ name, part, resource, ...value }) => [name, part === undefined ? (resource ?? Object.values(value)[0]) : toObject(part)]),
  );

interface Named {
  readonly name: string;
  readonly part?: readonly Named[];
}

const defined: { parameter: Named[] } = JSON.parse(
  readFileSync(new URL('../../fhir-profiles/OperationDefinition/explain.json', import.meta.url), 'utf8'),
);

const namesOf = (parts: readonly Named[]): string[] =>
  parts.flatMap(({ name, part = [] }) => [name, ...namesOf(part).map((inner) => `${name}.${inner}`)]);

const engine = engines.at(-1);
if (engine === undefined) throw new Error('there is an engine');

describe('$explain', () => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  async function explain(id: string): Promise<Record<string, unknown>> {
    const { body } = await get(`${id}/$explain`).expect(200);
    expect(namesOf(defined.parameter)).toEqual(expect.arrayContaining(namesOf(body.parameter)));
    return toObject(body.parameter);
  }
  const get = (path: string) => request(service.app).get(`/fhir/Appointment/${path}`).set(municipality);
  const send = async (...steps: Step[]) => {
    for (const step of steps) await take(service, municipality, step);
  };
  const occurrenceOf = (value: string, local: string): string => `${ids.get(value)}.${basicUtc(new Date(instantOf(local)))}`;

  const weekly: Step = { put: 's', start: '2026-10-14 09:00', rrule: 'FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=12\nEXDATE:20261118T080000Z' };
  const now = '2026-10-12T08:00:00Z';

  test('tells series, rule, exception, status and window of an occurrence', async () => {
    await send({ now }, weekly, { put: 'e', of: 's', number: 3, start: '2026-10-29 13:00' });
    expect(await explain(occurrenceOf('s', '2026-10-28 09:00'))).toEqual({
      shown: true,
      decision: 'shown',
      text: decisions.shown,
      kind: 'occurrence',
      appointment: expect.objectContaining({ version: 1, status: 'booked', received: '2026-10-12' }),
      series: {
        reference: { reference: `Appointment/${ids.get('s')}` },
        version: 1,
        form: 'rrule',
        zone: 'Europe/Copenhagen',
        rule: 'FREQ=WEEKLY;COUNT=12;BYDAY=WE',
        dates: 0,
        exclusions: 1,
        'made-until': '2026-12-11',
      },
      occurrence: {
        reference: { reference: `Appointment/${occurrenceOf('s', '2026-10-28 09:00')}` },
        'original-start': '2026-10-28T09:00:00+01:00',
        excluded: false,
        start: '2026-10-29T13:00:00+01:00',
      },
      exception: {
        reference: { reference: `Appointment/${ids.get('e')}` },
        version: 1,
        status: 'booked',
        effect: 'stands',
        'original-start': '2026-10-28T09:00:00+01:00',
      },
      status: { code: 'booked', sharing: 'shared' },
      window: { binds: true, today: '2026-10-12', days: 30, ends: '2026-11-11' },
      findings: expect.objectContaining({ resourceType: 'OperationOutcome' }),
    });
  });

  test.each<{ decision: string; steps: Step[]; of: string; start?: string }>([
    { decision: 'shown', steps: [], of: 's' },
    { decision: 'beyond-window', steps: [], of: 's', start: '2026-11-11 09:00' },
    { decision: 'excluded', steps: [], of: 's', start: '2026-11-18 09:00' },
    { decision: 'no-occurrence', steps: [], of: 's', start: '2026-10-15 09:00' },
    { decision: 'not-extended', steps: [{ now: '2026-12-14T08:00:00Z' }], of: 's', start: '2026-12-23 09:00' },
    { decision: 'no-occurrence-shown', steps: [{ ...weekly, start: '2026-12-16 09:00' }], of: 's' },
    { decision: 'before-received', steps: [{ ...weekly, start: '2026-10-07 09:00' }], of: 's', start: '2026-10-07 09:00' },
    { decision: 'entered-in-error', steps: [{ ...weekly, status: 'entered-in-error' }], of: 's', start: '2026-10-21 09:00' },
    { decision: 'entered-in-error', steps: [{ ...weekly, status: 'entered-in-error' }], of: 's' },
    { decision: 'status-kept', steps: [{ ...weekly, status: 'proposed' }], of: 's' },
    {
      decision: 'status-kept',
      steps: [{ put: 'e', of: 's', number: 2, start: '2026-10-21 09:00', status: 'noshow' }],
      of: 's',
      start: '2026-10-21 09:00',
    },
    {
      decision: 'cancelled-long-ago',
      steps: [{ put: 'e', of: 's', number: 3, status: 'cancelled' }, { now: '2026-10-26T08:00:00Z' }],
      of: 'e',
    },
    { decision: 'deleted', steps: [{ delete: 's' }], of: 's', start: '2026-10-21 09:00' },
    { decision: 'deleted', steps: [{ delete: 's' }], of: 's' },
    { decision: 'without-series', steps: [{ put: 'e', of: 'nobody', number: 3, start: '2026-10-29 13:00' }], of: 'e' },
    { decision: 'without-occurrence', steps: [{ put: 'e', of: 's', number: 30, start: '2026-10-29 13:00' }], of: 'e' },
    {
      decision: 'superseded',
      steps: [
        { put: 'e', of: 's', number: 3, start: '2026-10-29 13:00' },
        { put: 'f', of: 's', number: 3, start: '2026-10-29 14:00' },
      ],
      of: 'e',
    },
    {
      decision: 'entered-in-error',
      steps: [{ put: 'e', of: 's', number: 3, start: '2026-10-29 13:00', status: 'entered-in-error' }],
      of: 'e',
    },
    { decision: 'shown', steps: [{ put: 'i', start: '2027-03-01 09:00' }], of: 'i' },
    { decision: 'beyond-window', steps: [{ put: 'g', start: '2027-03-01 09:00', group: 'g' }], of: 'g' },
    { decision: 'no-start', steps: [{ put: 'n', status: 'cancelled' }], of: 'n' },
    { decision: 'status-kept', steps: [{ put: 'i', start: '2027-03-01 09:00', status: 'pending' }], of: 'i' },
  ])('says $decision of $of (case $#)', async ({ decision, steps, of, start }) => {
    await send({ now }, ...['s', 'e', 'f', 'g', 'i', 'n'].map((value) => ({ delete: value })), weekly, ...steps);
    const explained = await explain(start === undefined ? (ids.get(of) ?? '') : occurrenceOf(of, start));
    expect(explained).toMatchObject({ decision, shown: decision === 'shown', text: decisions[decision as keyof typeof decisions] });
  });

  test('says shown of exactly what can be read, whatever was sent', async () => {
    for (const { name, now: then, steps } of cases) {
      await send({ now: then });
      for (const step of steps.filter(({ shown }) => shown === undefined)) await take(service, municipality, step);
      const told: Record<string, boolean> = {};
      const read: Record<string, boolean> = {};
      const values = [...new Set(steps.flatMap((step) => step.put ?? []))];
      for (const id of values.flatMap((value) => idsToAsk(value, steps))) {
        told[id] = (await explain(id))['shown'] === true;
        read[id] = (await get(id)).status === 200;
      }
      expect({ name, told }).toEqual({ name, told: read });
      await send(...values.map((value) => ({ delete: value })));
    }
  });

  /** The occurrences that a series has or had; what stands alone is asked about by its own id in the table above. */
  function idsToAsk(value: string, steps: readonly Step[]): string[] {
    if (!steps.some((step) => step.put === value && (step.rrule ?? step.template) !== undefined)) return [];
    const days = Array.from({ length: 10 }, (_, week) => addDays('2026-10-07' as LocalDate, 7 * week));
    return days.flatMap((day) => [occurrenceOf(value, `${day} 09:00`), occurrenceOf(value, `${day} 10:00`)]);
  }

  test('is the sender’s alone, and a look-up that the citizen can read of', async () => {
    await send({ now }, weekly);
    const id = ids.get('s') ?? '';
    await request(service.app)
      .get(`/fhir/Appointment/${id}/$explain`)
      .set(await service.sender('regional'))
      .expect(404);
    await request(service.app)
      .get(`/fhir/Appointment/${id}/$explain`)
      .set(await service.professional())
      .expect(403);
    await get('00000000-0000-4000-8000-000000000000/$explain').expect(404);
    await get(`${ids.get('e')}.20261028T080000Z/$explain`).expect(404);
    await get('no-id/$explain').expect(404);
    const before = await lookUps();
    await explain(id);
    expect(await lookUps()).toBe(before + 1);
  });

  const lookUps = async (): Promise<number> => {
    const { db } = service.deps;
    const lines = await db.selectFrom('audit_event').select('line').execute();
    return lines.filter(({ line }) => line.includes('$explain')).length;
  };
});
