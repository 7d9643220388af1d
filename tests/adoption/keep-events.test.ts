/** What administrators record of municipalities, and withdraw. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { engines } from '../support/database.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';

const parts = (given: Readonly<Record<string, string | boolean>>) => ({
  name: 'event',
  part: Object.entries(given).map(([name, value]) =>
    typeof value === 'boolean'
      ? { name, valueBoolean: value }
      : name === 'date' || name === 'planned'
        ? { name, valueDate: value }
        : { name, valueCode: value },
  ),
});

const used = { municipality: '0751', solution: 'aftaler', kind: 'in-use', date: '2024-02-21' };
const scheduled = { municipality: '0751', solution: 'aftaler', kind: 'schedule-given', date: '2023-01-10', planned: '2024-01-01' };

type Told = Readonly<Record<string, string | boolean>>;

/** Each event's parts by name. */
const toldIn = (body: { parameter?: { part: Record<string, string | boolean>[] }[] }): Told[] =>
  (body.parameter ?? []).map(({ part }) =>
    Object.fromEntries(part.map(({ name, ...value }) => [String(name), Object.values(value)[0] ?? ''])),
  );

describe.each(engines)('the events of adoption on the $engine engine', (engine) => {
  let running: TestService;
  let admin: Record<string, string>;
  beforeAll(async () => {
    running = await startTestService(engine);
    admin = { Authorization: `Bearer ${await running.token({ role: 'admin' })}` };
  });
  afterAll(() => running?.close());

  const post = (operation: string, parameter: unknown, headers = admin) =>
    request(running.app)
      .post(`/fhir/$${operation}`)
      .set(headers)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify({ resourceType: 'Parameters', parameter }));
  const recordEach = (...given: Told[]) => post('adoption-record', given.map(parts));
  const all = async (query = ''): Promise<Told[]> =>
    toldIn((await request(running.app).get(`/fhir/$adoption${query}`).set(admin).expect(200)).body);
  const inUse = async (date: string): Promise<number> =>
    (await request(running.app).get(`/kommuner.json?dato=${date}`).expect(200)).body.inUse;

  test('are told with who recorded them and when, and are on the map from their day', async () => {
    const { body } = await recordEach(used, scheduled).expect(200);
    const [first, second] = toldIn(body);
    expect(first).toMatchObject({ ...used, 'made-up': false, recorded: '2026-03-02T08:00:00.000Z' });
    expect(first?.['recorded-by']).toMatch(/^admin-/);
    expect(second).toMatchObject(scheduled);
    expect([await inUse('2024-02-20'), await inUse('2024-02-21')]).toEqual([0, 1]);
  });

  test('are recorded once, however often they are sent', async () => {
    const before = await all();
    const [again] = toldIn((await recordEach(used, used).expect(200)).body);
    expect(again?.['id']).toBe(before.find((event) => event['kind'] === 'in-use')?.['id']);
    expect(await all()).toEqual(before);
  });

  test('with another planned day are refused, and none of the same call is kept', async () => {
    const before = await all();
    const other = { municipality: '0101', solution: 'stamkort', kind: 'in-use', date: '2024-01-01' };
    const { body } = await recordEach(other, { ...scheduled, planned: '2025-01-01' }).expect(409);
    expect(body.issue[0].expression).toEqual(['Parameters.parameter[1]']);
    expect(await all()).toEqual(before);
  });

  test('that were wrong are withdrawn: they count no more, and stay on record', async () => {
    const wrong = { municipality: '0101', solution: 'aftaler', kind: 'in-use', date: '2024-02-21' };
    const [recorded] = toldIn((await recordEach(wrong).expect(200)).body);
    expect(await inUse('2024-02-21')).toBe(2);
    running.setNow('2026-03-03T08:00:00Z');
    const named = [{ name: 'event', valueUuid: recorded?.['id'] }];
    await post('adoption-withdraw', named).expect(200);
    running.setNow('2026-03-04T08:00:00Z');
    const [withdrawn] = toldIn((await post('adoption-withdraw', named).expect(200)).body);
    expect(withdrawn).toMatchObject({ ...wrong, withdrawn: '2026-03-03T08:00:00.000Z' });
    expect(await inUse('2024-02-21')).toBe(1);
    expect((await all('?municipality=0101')).map((event) => event['withdrawn'])).toEqual(['2026-03-03T08:00:00.000Z']);
    const [anew] = toldIn((await recordEach(wrong).expect(200)).body);
    expect(anew?.['id']).not.toBe(recorded?.['id']);
    expect(await inUse('2024-02-21')).toBe(2);
  });

  test.each([
    ['a municipality that is none', { ...used, municipality: '0411' }, 'Parameters.parameter[0].part[0]'],
    ['another solution', { ...used, solution: 'journal' }, 'Parameters.parameter[0].part[1]'],
    ['another kind', { ...used, kind: 'planned' }, 'Parameters.parameter[0].part[2]'],
    ['a day to come', { ...used, date: '2026-03-09' }, 'Parameters.parameter[0].part[3]'],
    ['a day before there were such municipalities', { ...used, date: '0024-02-21' }, 'Parameters.parameter[0].part[3]'],
    ['no day', { municipality: '0751', solution: 'aftaler', kind: 'in-use' }, 'Parameters.parameter[0]'],
    ['a planned day of what is no schedule', { ...used, planned: '2026-09-01' }, 'Parameters.parameter[0].part[4]'],
    ['a part that is not known', { ...used, note: 'x' }, 'Parameters.parameter[0].part[4]'],
  ])('of %s are refused, by the element at fault', async (_what, given, expression) => {
    const { body } = await recordEach(given).expect(400);
    expect(body.issue.flatMap((issue: { expression?: string[] }) => issue.expression ?? [])).toEqual([expression]);
  });

  test.each([
    ['nothing', [], 400],
    ['something else', [{ name: 'other', valueUuid: 'urn:uuid:00000000-0000-4000-8000-000000000000' }], 400],
    ['no id', [{ name: 'event', valueUuid: 'urn:uuid:1' }], 400],
    ['an id of none', [{ name: 'event', valueUuid: 'urn:uuid:00000000-0000-4000-8000-000000000000' }], 404],
  ])('are not withdrawn by %s', async (_what, parameter, status) => {
    await post('adoption-withdraw', parameter).expect(status);
  });

  test('are for administrators alone', async () => {
    const sender = await running.sender('municipal');
    await post('adoption-record', [parts(used)], sender).expect(403);
    const reader = { Authorization: `Bearer ${await running.token({ role: 'admin', scope: 'user/Organization.rs' })}` };
    await post('adoption-record', [parts(used)], reader).expect(403);
    await request(running.app).get('/fhir/$adoption').set(reader).expect(200);
    await request(running.app).get('/fhir/$adoption?month=1').set(reader).expect(400);
  });
});
