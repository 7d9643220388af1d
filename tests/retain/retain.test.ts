import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';
import { deriveContextAt } from '../../src/derive/derived.ts';
import { examine } from '../../src/doctor/examine.ts';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { rebuild } from '../../src/rebuild/rebuild.ts';
import { type Retained, retain } from '../../src/retain/retain.ts';
import { findPastCandidates, removeAppointments } from '../../src/store/past-appointment.ts';
import { isCollision } from '../../src/store/write-set.ts';
import { systemClock } from '../../src/time/clock.ts';
import { appointment, citizen, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { at, exception, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

/** 730 days before the run are 2 March 2024: all is kept from 1 March on, which begins at 23:00 UTC. */
const RUN = '2026-03-02T08:00:00Z';

const on = (start: string, end?: string, more: Partial<Appointment> = {}): Partial<Appointment> => ({
  start,
  ...(end === undefined ? { _end: unknown, end: undefined as never } : { end }),
  ...more,
});
const unknown = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] };
const {
  start: _start,
  end: _end,
  contained: _contained,
  ...timeless
} = appointment('timeless', { status: 'proposed', participant: [citizen()] });
const daily = { start: '2024-01-15T07:00:00+01:00', end: '2024-01-15T07:20:00+01:00' };

/** What becomes of each at the border. */
const cases: readonly [appointment: Partial<Appointment>, stays: boolean][] = [
  [appointment('ends the minute before', on('2024-02-29T23:00:00+01:00', '2024-02-29T23:59:00+01:00')), false],
  [appointment('ends at the border', on('2024-02-29T23:00:00+01:00', '2024-03-01T00:00:00+01:00')), false],
  [appointment('reaches over the border', on('2024-02-29T23:30:00+01:00', '2024-03-01T00:30:00+01:00')), true],
  [appointment('begins at the border', on('2024-03-01T00:00:00+01:00', '2024-03-01T00:10:00+01:00')), true],
  [appointment('begins just before without an end', on('2024-02-29T23:59:00+01:00')), false],
  [appointment('the day before', on('2024-02-29T00:00:00+01:00')), false],
  [appointment('the day of the border', on('2024-03-01T00:00:00+01:00')), true],
  [appointment('a stay', on('2024-01-20T12:00:00+01:00', '2024-03-05T12:00:00+01:00')), true],
  [appointment('no-show', on('2024-02-10T10:00:00+01:00', '2024-02-10T10:15:00+01:00', { status: 'noshow' })), false],
  [{ ...timeless }, false],
  [series('ended', 'FREQ=DAILY;COUNT=5', daily), false],
  [
    exception('of ended', [ofSeries('ended'), at('2024-01-17T06:00:00Z')], on('2024-01-17T12:00:00+01:00', '2024-01-17T12:20:00+01:00')),
    false,
  ],
  [series('ended with one moved on', 'FREQ=DAILY;COUNT=5', daily), true],
  [
    exception(
      'moved on',
      [ofSeries('ended with one moved on'), at('2024-01-17T06:00:00Z')],
      on('2024-03-05T12:00:00+01:00', '2024-03-05T12:20:00+01:00'),
    ),
    true,
  ],
  [
    series('still proposed', 'FREQ=DAILY;COUNT=3', {
      start: '2024-03-02T07:00:00+01:00',
      end: '2024-03-02T07:20:00+01:00',
      status: 'proposed',
    }),
    true,
  ],
  [series('going on', 'FREQ=DAILY', daily), true],
  [
    exception(
      'moved to a later month',
      [ofSeries('going on'), at('2024-02-10T06:00:00Z')],
      on('2024-03-10T15:00:00+01:00', '2024-03-10T15:20:00+01:00'),
    ),
    true,
  ],
  [
    exception(
      'moved within what is past',
      [ofSeries('going on'), at('2024-02-11T06:00:00Z')],
      on('2024-02-12T15:00:00+01:00', '2024-02-12T15:20:00+01:00'),
    ),
    false,
  ],
  [
    exception(
      'moved into what is past',
      [ofSeries('going on'), at('2024-03-08T06:00:00Z')],
      on('2024-02-13T15:00:00+01:00', '2024-02-13T15:20:00+01:00'),
    ),
    true,
  ],
  [
    exception(
      'of nothing and past',
      [ofSeries('nothing'), at('2024-02-10T06:00:00Z')],
      on('2024-02-10T10:00:00+01:00', '2024-02-10T10:15:00+01:00'),
    ),
    false,
  ],
  [
    exception(
      'of nothing and kept',
      [ofSeries('nothing'), at('2024-02-10T06:00:00Z')],
      on('2024-03-10T10:00:00+01:00', '2024-03-10T10:15:00+01:00'),
    ),
    true,
  ],
  [appointment('deleted before', on('2024-03-20T10:00:00+01:00', '2024-03-20T10:15:00+01:00')), false],
  [appointment('deleted since', on('2024-01-20T10:00:00+01:00', '2024-01-20T10:15:00+01:00')), true],
];

describe.each(engines)('retention on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;

  beforeAll(async () => {
    service = await startTestService(engine, { FIXED_NOW: '2024-01-10T08:00:00Z' });
    municipality = await service.sender('municipal');
    for (const [body] of cases) await put(body);
    await remove('deleted before');
    service.setNow('2024-03-01T08:00:00Z');
    await remove('deleted since');
    service.setNow(RUN);
    await extendHorizon({ ...service.deps, machineClock: systemClock });
  });
  afterAll(() => service?.close());

  const put = (body: Partial<Appointment>, expected = [200, 201]) =>
    putAppointment(service, municipality, body).expect(({ status, body: answer }) => {
      if (!expected.includes(status)) throw new Error(JSON.stringify(answer));
    });
  const remove = (value: string) =>
    request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${value}` })
      .set(municipality)
      .expect(204);
  const run = (): Promise<Retained> => retain({ ...service.deps, machineClock: systemClock });
  const values = async (): Promise<string[]> => {
    const { rows } = await sql<{ value: string }>`select value from appointment_identifier order by value`.execute(service.deps.db);
    return rows.map(({ value }) => value);
  };
  const seen = async (from: string, to?: string): Promise<string[]> => {
    const range = to === undefined ? { from } : { from, to };
    const { body } = await postOverview(service, await service.citizen(people.nancy.cpr), range).expect(200);
    return (body.entry ?? []).map(({ resource }: { resource: Appointment }) => resource.start);
  };
  const isOver = sql`starts_at < '2024-02-29T23:00:00Z' and touches_until <= '2024-02-29T23:00:00Z'`;
  const count = async (table: string, condition = sql`true`): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${condition}`.execute(service.deps.db)).rows[0]?.n ??
    0;
  const months = async (): Promise<string[]> => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relispartition and relkind = 'r' and relname like 'occurrence_2024%' order by 1`.execute(
      service.deps.db,
    );
    return rows.map(({ name }) => name);
  };
  const examined = async (): Promise<string[]> => {
    const broken: string[] = [];
    await examine({ ...service.deps, now: service.deps.clock(), tell: ({ name }, what) => broken.push(`${name}: ${what}`) });
    return broken;
  };

  test('takes away what was over before the border, and nothing that touches or follows it', async () => {
    expect(await months()).toContain('occurrence_2024_01');
    const shownBefore = await seen('2024-03-01');
    const retained = await run();
    expect(retained).toMatchObject({ months: ['occurrence_2024_01', 'occurrence_2024_02'], slices: 256 });
    expect(await months()).toEqual(['occurrence_2024_03', 'occurrence_2024_04']);
    const staying = cases.flatMap(([{ identifier }, stays]) => (stays ? [identifier?.[0]?.value ?? ''] : []));
    expect(await values()).toEqual(staying.sort());
    expect(await count('occurrence', isOver)).toBe(0);
    for (const table of ['appointment', 'appointment_owner']) expect([table, await count(table)]).toEqual([table, staying.length]);
    expect(await seen('2024-03-01')).toEqual(shownBefore);
    expect(await seen('2000-01-01', '2024-03-01')).toEqual([
      '2024-01-20T12:00:00+01:00',
      '2024-02-29T23:30:00+01:00',
      '2024-03-01T00:00:00+01:00',
      '2024-03-01T00:00:00+01:00',
      '2024-03-01T07:00:00+01:00',
    ]);
  });

  test('leaves what was moved on, and does not bring back what was moved away', async () => {
    expect(await seen('2024-03-05', '2024-03-05')).toContain('2024-03-05T12:00:00+01:00');
    expect(await seen('2024-03-10', '2024-03-10')).toEqual(
      expect.arrayContaining(['2024-03-10T15:00:00+01:00', '2024-03-10T07:00:00+01:00']),
    );
    expect(await seen('2024-03-08', '2024-03-08')).toEqual([]);
  });

  test('leaves the data whole, and nothing to do', async () => {
    expect(await examined()).toEqual([]);
    expect(await run()).toMatchObject({ months: [], slices: 0, appointments: 0, occurrences: 0 });
  });

  test('has nothing that is past made again, by a new version, the job that extends or a rebuild', async () => {
    await put(series('going on', 'FREQ=DAILY', { ...daily, minutesDuration: 15 }));
    await put(series('ended with one moved on', 'FREQ=DAILY;COUNT=5', { ...daily, minutesDuration: 15 }));
    await sql`update appointment set extended_date = '2024-01-20' where kind = 'series' and extended_date < '9999-01-01'`.execute(
      service.deps.db,
    );
    await sql`update extend_slice set done_date = null`.execute(service.deps.db);
    await extendHorizon({ ...service.deps, machineClock: systemClock });
    const told: unknown[] = [];
    const context = deriveContextAt(service.deps.clock(), service.deps);
    await rebuild({ db: service.deps.db, context, dryRun: false, tell: (difference) => told.push(difference) });
    expect(told).toEqual([]);
    expect(await count('occurrence', isOver)).toBe(0);
    expect(await seen('2024-03-05', '2024-03-05')).toContain('2024-03-05T12:00:00+01:00');
  });

  test('tells a sender that sends a past one again, and takes that away with the next month', async () => {
    const [past] = cases[0] ?? [];
    if (past === undefined) throw new Error('there is a first case');
    const { body } = await put(past, [201]).set('Prefer', 'return=OperationOutcome');
    expect(body.issue.map(({ details }: { details: { coding?: { code: string }[] } }) => details.coding?.[0]?.code)).toContain(
      'past-retention',
    );
    expect(await run()).toMatchObject({ slices: 0 });
    service.setNow('2026-04-05T08:00:00Z');
    expect(await run()).toMatchObject({ months: ['occurrence_2024_03'], slices: 256 });
    expect(await values()).toEqual(['going on']);
    await extendHorizon({ ...service.deps, machineClock: systemClock });
    expect(await examined()).toEqual([]);
  });

  test('meets a writer as another writer would: whoever was first stays', async () => {
    const { db, clock } = service.deps;
    const from = new Date('2024-03-31T22:00:00Z');
    const range = { after: '00000000-0000-0000-0000-000000000000', last: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
    await put(appointment('late', on('2024-02-10T10:00:00+01:00', '2024-02-10T10:15:00+01:00')));
    const found = await findPastCandidates(db, range, from);
    expect(found.map(({ kind }) => kind)).toEqual(['single']);
    await put(appointment('late', on('2026-04-10T10:00:00+01:00', '2026-04-10T10:15:00+01:00')));
    const removing = db.transaction().execute((trx) => removeAppointments(trx, found, clock()));
    expect(isCollision(await removing.catch((cause: unknown) => cause))).toBe(true);
    expect(await values()).toContain('late');
  });

  test('loses nothing that is written meanwhile, in several processes at once', async () => {
    service.setNow('2026-04-05T08:00:00Z');
    const writing = Promise.all(
      Array.from({ length: 4 }, async (_, writer) => {
        for (let n = 0; n < 20; n++) {
          const day = n % 4 === 3 ? '2026-04-10' : '2024-02-10';
          const { body } = await put(
            appointment(`written ${writer}`, on(`${day}T12:00:00+02:00`, `${day}T12:15:00+02:00`, { minutesDuration: n + 1 })),
          ).set('Prefer', 'return=representation');
          expect(body.minutesDuration).toBe(n + 1);
          await sleep(10 * writer);
        }
      }),
    );
    const { rows } = await sql<{ citizen_id: string }>`select citizen_id from citizen`.execute(service.deps.db);
    const slice = Number.parseInt(rows[0]?.citizen_id.slice(0, 2) ?? '', 16);
    const dueAgain = sql`update retain_slice set done_date = null where slice = ${slice}`;
    let isWriting = true;
    void writing.finally(() => {
      isWriting = false;
    });
    let taken = 0;
    while (isWriting) {
      await dueAgain.execute(service.deps.db);
      const runs = await Promise.all([run(), run()]);
      taken += runs.reduce((sum, { appointments }) => sum + appointments, 0);
    }
    await writing;
    await dueAgain.execute(service.deps.db);
    await run();
    expect(taken).toBeGreaterThan(0);
    expect((await values()).filter((value) => value.startsWith('written'))).toHaveLength(4);
    expect((await seen('2026-04-10', '2026-04-10')).filter((start) => start === '2026-04-10T12:00:00+02:00')).toHaveLength(4);
    expect(await examined()).toEqual([]);
  });
});
