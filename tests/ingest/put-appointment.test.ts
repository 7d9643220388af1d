import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { appointment, citizen, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

describe.each(engines)('a conditional PUT on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  const overviewOf = async (cpr: string) => (await postOverview(service, await service.citizen(cpr)).expect(200)).body;
  const starts = async (cpr: string) =>
    ((await overviewOf(cpr)).entry ?? []).map((entry: { resource: { start: string } }) => entry.resource.start);

  test('creates, and an identical one stores nothing and says so', async () => {
    const created = await putAppointment(service, municipality, appointment('same')).expect(201);
    expect(created.headers['etag']).toBe('W/"1"');
    expect(created.headers['location']).toBe(`http://aftaledeling.test/fhir/Appointment/${created.body.id}/_history/1`);
    const again = await putAppointment(service, municipality, appointment('same')).expect(200);
    expect(again.headers['etag']).toBe('W/"1"');
    const versions = await service.deps.db
      .selectFrom('appointment_version')
      .selectAll()
      .where('appointment_id', '=', created.body.id)
      .execute();
    expect(versions).toHaveLength(1);
  });

  test('gives a new version where anything differs, whatever the order of members', async () => {
    const first = appointment('order');
    await putAppointment(service, municipality, first).expect(201);
    const reordered = Object.fromEntries(Object.entries(first).reverse());
    await putAppointment(service, municipality, reordered).expect(200).expect('ETag', 'W/"1"');
    await putAppointment(service, municipality, { ...first, priority: 3 })
      .expect(200)
      .expect('ETag', 'W/"2"');
  });

  test('makes one appointment with one version of 64 that arrive at once', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, () => putAppointment(service, municipality, appointment('storm'))));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(63);
    expect(new Set(answers.map((answer) => answer.headers['etag']))).toEqual(new Set(['W/"1"']));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  test('keeps every version of 30 different ones that arrive at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => putAppointment(service, municipality, appointment('changes', { priority: index }))),
    );
    expect(new Set(answers.map((answer) => answer.headers['etag'])).size).toBe(30);
  });

  test('is the sender’s own: the same identifier of another sender is another appointment', async () => {
    const ours = await putAppointment(service, municipality, appointment('shared-id')).expect(201);
    const theirs = await putAppointment(service, await service.sender('regional'), appointment('shared-id')).expect(201);
    expect(theirs.body.id).not.toBe(ours.body.id);
  });

  test('refuses the identifiers of two appointments in one body, and stores nothing', async () => {
    await putAppointment(service, municipality, appointment('one')).expect(201);
    await putAppointment(service, municipality, appointment('two')).expect(201);
    const both = appointment('one', {
      identifier: [
        { system: SYSTEM, value: 'one' },
        { system: SYSTEM, value: 'two' },
      ],
    });
    const refused = await putAppointment(service, municipality, both).expect(409);
    expect(refused.body.issue[0].details.coding[0].code).toBe('identity-several');
  });

  test('moves an appointment to another citizen under a new id, and leaves the old one gone', async () => {
    const before = await putAppointment(service, municipality, appointment('wrong-citizen', {}, people.max.cpr)).expect(201);
    const after = await putAppointment(service, municipality, appointment('wrong-citizen', {}, people.else.cpr)).expect(201);
    expect(after.body.id).not.toBe(before.body.id);
    await request(service.app).get(`/fhir/Appointment/${before.body.id}`).set(municipality).expect(410);
    expect(await starts(people.max.cpr)).toEqual([]);
    expect(await starts(people.else.cpr)).toEqual(['2026-03-04T10:15:00+01:00']);
  });

  test('revives a deleted identity with its next version', async () => {
    const { body } = await putAppointment(service, municipality, appointment('deleted', {}, people.einer.cpr)).expect(201);
    await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|deleted` })
      .set(municipality)
      .expect(204);
    expect(await starts(people.einer.cpr)).toEqual([]);
    await request(service.app).get(`/fhir/Appointment/${body.id}`).set(municipality).expect(410);
    const revived = await putAppointment(service, municipality, appointment('deleted', {}, people.einer.cpr)).expect(201);
    expect(revived.body.id).toBe(body.id);
    expect(revived.headers['etag']).toBe('W/"3"');
    expect(await starts(people.einer.cpr)).toEqual(['2026-03-04T10:15:00+01:00']);
  });

  test('refuses a change on top of an older version', async () => {
    await putAppointment(service, municipality, appointment('matched')).expect(201);
    await putAppointment(service, municipality, appointment('matched', { priority: 1 }))
      .set('If-Match', 'W/"1"')
      .expect(200);
    await putAppointment(service, municipality, appointment('matched', { priority: 2 }))
      .set('If-Match', 'W/"1"')
      .expect(412);
  });

  test('shows a cancelled one as cancelled for 14 Danish days, at its last known time', async () => {
    const lonni = people.lonni.cpr;
    const coming = { start: '2026-03-30T09:00:00+02:00', end: '2026-03-30T09:30:00+02:00' };
    await putAppointment(service, municipality, appointment('cancelled', coming, lonni)).expect(201);
    const { start: _start, end: _end, ...timeless } = appointment('cancelled', { status: 'cancelled' }, lonni);
    await putAppointment(service, municipality, timeless).expect(200);
    const [shown] = (await overviewOf(lonni)).entry;
    expect(shown.resource).toMatchObject({ status: 'cancelled', start: '2026-03-30T09:00:00+02:00' });
    service.setNow('2026-03-15T22:59:59Z');
    expect(await starts(lonni)).toHaveLength(1);
    service.setNow('2026-03-15T23:00:00Z');
    expect(await starts(lonni)).toEqual([]);
    service.setNow('2026-03-02T08:00:00Z');
  });

  test('expands a series inside the sharing window and its time zone', async () => {
    const value = 'weekly';
    const cpr = '0104909995';
    const weekly = series(value, 'FREQ=WEEKLY', { start: '2026-03-18T09:00:00+01:00', end: '2026-03-18T09:30:00+01:00' }, cpr);
    await putAppointment(service, municipality, weekly).expect(201);
    expect(await starts(cpr)).toEqual(['2026-03-18T09:00:00+01:00', '2026-03-25T09:00:00+01:00']);
    service.setNow('2026-03-03T08:00:00Z');
    expect(await starts(cpr)).toEqual(['2026-03-18T09:00:00+01:00', '2026-03-25T09:00:00+01:00', '2026-04-01T09:00:00+02:00']);
    service.setNow('2026-03-02T08:00:00Z');
  });

  test('leaves nothing of a refused body behind', async () => {
    const refused = await putAppointment(service, municipality, appointment('bad', { participant: [citizen(), citizen(people.max.cpr)] }));
    expect(refused.status).toBe(422);
    const found = await request(service.app)
      .get('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|bad` })
      .set(municipality)
      .expect(200);
    expect(found.body.total).toBe(0);
  });

  test('answers in the manner that Prefer asks for', async () => {
    const minimal = await putAppointment(service, municipality, appointment('prefer')).set('Prefer', 'return=minimal').expect(201);
    expect(minimal.text).toBe('');
    const outcome = await putAppointment(service, municipality, appointment('prefer')).set('Prefer', 'return=OperationOutcome').expect(200);
    expect(outcome.body.resourceType).toBe('OperationOutcome');
    expect(outcome.headers['content-type']).toContain(FHIR_JSON);
  });
});
