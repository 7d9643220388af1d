import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { deriveContextAt } from '../../src/derive/derived.ts';
import { differenceText } from '../../src/rebuild/difference.ts';
import { type Rebuilt, rebuild } from '../../src/rebuild/rebuild.ts';
import { appointment, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { at, exception, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

describe.each(engines)('rebuilding on the $engine engine', (engine) => {
  let service: TestService;

  beforeAll(async () => {
    service = await startTestService(engine);
    const municipality = await service.sender('municipal');
    const region = await service.sender('regional');
    for (const body of [
      series('daily', 'FREQ=DAILY'),
      series('counted', 'FREQ=WEEKLY;COUNT=3'),
      exception('moved', [ofSeries('daily'), at('2026-03-05T06:00:00Z')], {
        start: '2026-03-05T12:00:00+01:00',
        end: '2026-03-05T12:20:00+01:00',
      }),
      exception('orphan', [ofSeries('nowhere'), at('2026-03-05T06:00:00Z')]),
      appointment('cancelled'),
      appointment('cancelled', { status: 'cancelled' }),
    ]) {
      await putAppointment(service, municipality, body).expect(({ status }) => expect([200, 201]).toContain(status));
    }
    await putAppointment(service, region, appointment('x-ray', {}, people.bruno.cpr)).expect(201);
  });
  afterAll(() => service?.close());
  beforeEach(async () => void (await run(false)));

  async function run(dryRun: boolean): Promise<Rebuilt & { told: string[] }> {
    const { db, clock } = service.deps;
    const told: string[] = [];
    const rebuilt = await rebuild({
      db,
      context: deriveContextAt(clock(), service.deps),
      dryRun,
      tell: (difference) => told.push(differenceText(difference)),
    });
    return { ...rebuilt, told };
  }

  const seen = async (cpr: string) => (await postOverview(service, await service.citizen(cpr)).expect(200)).body;

  test('finds nothing where nothing was changed', async () => {
    const { told, ...counts } = await run(true);
    expect(told).toEqual([]);
    expect(counts).toMatchObject({ citizens: 2, appointments: 6, differences: 0 });
    expect(counts.occurrences).toBeGreaterThan(60);
  });

  test.each([
    [
      'a lost occurrence',
      `delete from occurrence where original_start = '2026-03-06T06:00:00Z'`,
      /at 2026-03-06.*is not there and would be/,
    ],
    [
      'an occurrence too many',
      `insert into occurrence select citizen_id, original_start + interval '1 hour', appointment_id, content_id, starts_at, ends_at,
        touches_until, recurrence_id, status, kind, hidden_from from occurrence where original_start = '2026-03-06T06:00:00Z'`,
      /at 2026-03-06T07.*is there and would not be/,
    ],
    [
      'an occurrence of no appointment',
      `insert into occurrence select citizen_id, original_start, gen_random_uuid(), content_id, starts_at, ends_at,
        touches_until, recurrence_id, status, kind, hidden_from from occurrence where original_start = '2026-03-06T06:00:00Z'`,
      /at 2026-03-06T06.*is there and would not be/,
    ],
    [
      'an occurrence under its exception',
      `insert into occurrence select o.citizen_id, o.original_start, a.id, o.content_id, o.starts_at, o.ends_at, o.touches_until,
        o.recurrence_id, o.status, o.kind, o.hidden_from from occurrence o join appointment a using (citizen_id)
        where o.original_start = '2026-03-06T06:00:00Z' and a.kind = 'exception' and a.series_id is not null`,
      /at 2026-03-06T06.*is there and would not be/,
    ],
    [
      'another time',
      `update occurrence set starts_at = starts_at + interval '1 hour' where original_start = '2026-03-06T06:00:00Z'`,
      /at 2026-03-06.*derived otherwise: starts_at/,
    ],
    [
      'an exception off its place',
      `delete from occurrence where content_id <> appointment_id`,
      /at 2026-03-05T06.*is not there and would be/,
    ],
    ['another text', `update appointment set tail = replace(tail, 'Ambulatoriet', 'Klinikken')`, /derived otherwise: tail$/],
    ['another sector', `update appointment set sector = 'practice'`, /derived otherwise: sector$/],
    ['a series that reaches nowhere', `update appointment set extended_date = null`, /derived otherwise: extended_date$/],
  ])('tells of %s, and mends it', async (_what, statement, expected) => {
    const before = [await seen(people.nancy.cpr), await seen(people.bruno.cpr)];
    await sql.raw(statement).execute(service.deps.db);
    const tried = await run(true);
    expect(tried.told.length).toBeGreaterThan(0);
    for (const line of tried.told) expect(line).toMatch(expected);
    expect((await run(true)).told).toEqual(tried.told);
    expect((await run(false)).told).toEqual(tried.told);
    expect((await run(true)).told).toEqual([]);
    expect([await seen(people.nancy.cpr), await seen(people.bruno.cpr)]).toEqual(before);
  });

  test('takes no difference from how far the job has come, and leaves what is past its retention', async () => {
    service.setNow('2026-03-12T08:00:00Z');
    expect((await run(true)).told).toEqual([]);
    await sql`delete from occurrence where touches_until < '2026-03-05T00:00:00Z'`.execute(service.deps.db);
    service.setNow('2028-04-01T08:00:00Z');
    expect((await run(true)).told).toEqual([]);
    service.setNow('2026-03-02T08:00:00Z');
    expect((await run(true)).differences).toBeGreaterThan(0);
  });
});
