import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { Appointment } from '../../src/fhir/types.ts';
import { appointment, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const UNKNOWN = '11111111-1111-4111-8111-111111111111';

/** DESIGN §4.1, from "identifier" to "A PUT to a deleted identity". */
describe.each(engines)('writing an appointment on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  let region: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
    region = await service.sender('regional');
  });
  afterAll(() => service?.close());

  type Headers = Record<string, string>;
  const post = (body: Partial<Appointment>, headers: Headers = {}) =>
    request(service.app)
      .post('/fhir/Appointment')
      .set({ ...municipality, 'Content-Type': FHIR_JSON, ...headers })
      .send(JSON.stringify(body));
  const put = (body: Partial<Appointment>, headers: Headers = {}) => putAppointment(service, { ...municipality, ...headers }, body);
  const putById = (id: string, body: Partial<Appointment>, headers: Headers = {}) =>
    request(service.app)
      .put(`/fhir/Appointment/${id}`)
      .set({ ...municipality, 'Content-Type': FHIR_JSON, ...headers })
      .send(JSON.stringify({ ...body, id }));
  const deleteById = (id: string, headers: Headers = {}) =>
    request(service.app)
      .delete(`/fhir/Appointment/${id}`)
      .set({ ...municipality, ...headers });
  const deleteBy = (value: string, headers: Headers = {}) =>
    request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${value}` })
      .set({ ...municipality, ...headers });
  const read = (id: string) => request(service.app).get(`/fhir/Appointment/${id}`).set(municipality);
  const versions = async (id: string) =>
    (await service.deps.db.selectFrom('appointment_version').select('version').where('appointment_id', '=', id).execute()).length;
  const ruleOf = (response: { body: { issue: { details: { coding?: { code: string }[] } }[] } }) =>
    response.body.issue[0]?.details.coding?.[0]?.code;
  const create = async (body: Appointment): Promise<string> => (await put(body).expect(201)).body.id;

  describe('a POST', () => {
    test('creates, and tells where and in which version', async () => {
      const { headers, body } = await post(appointment('posted')).expect(201).expect('ETag', 'W/"1"');
      expect(headers['location']).toBe(`http://aftaledeling.test/fhir/Appointment/${body.id}/_history/1`);
      expect(headers['last-modified']).toBe('Mon, 02 Mar 2026 08:00:00 GMT');
      expect((await read(body.id).expect(200)).body).toEqual(body);
    });

    test('of a known identity with the same content stores nothing, and gives the version that is there', async () => {
      const id = await create(appointment('known'));
      const again = await post(appointment('known')).expect(200).expect('ETag', 'W/"1"');
      expect(again.body.id).toBe(id);
      expect(await versions(id)).toBe(1);
    });

    test('of a known identity with other content is refused, and told of the PUT', async () => {
      const id = await create(appointment('other'));
      const refused = await post(appointment('other', { priority: 1 })).expect(409);
      expect(ruleOf(refused)).toBe('identity-known');
      expect(refused.body.issue[0].details.text).toContain('PUT Appointment?identifier=');
      expect(await versions(id)).toBe(1);
    });

    test('does not take the id that its body gives', async () => {
      const { body } = await post({ ...appointment('own-id'), id: 'mine' }).expect(201);
      expect(body.id).not.toBe('mine');
    });

    test('of a deleted identity revives it', async () => {
      const id = await create(appointment('posted-again'));
      await deleteById(id).expect(204);
      const { body } = await post(appointment('posted-again')).expect(201).expect('ETag', 'W/"3"');
      expect(body.id).toBe(id);
    });

    test('with If-None-Exist gives what is there, whatever the content, and stores nothing', async () => {
      const id = await create(appointment('exists'));
      const condition = { 'If-None-Exist': `identifier=${SYSTEM}|exists` };
      const { body } = await post(appointment('exists', { priority: 1 }), condition)
        .expect(200)
        .expect('ETag', 'W/"1"');
      expect(body).toMatchObject({ id });
      expect(body).not.toHaveProperty('priority');
      expect((await post(appointment('another'), { 'If-None-Exist': `?identifier=${SYSTEM}|exists` }).expect(200)).body.id).toBe(id);
      expect(await versions(id)).toBe(1);
    });

    test('with If-None-Exist creates where there is none, or one that is deleted', async () => {
      const condition = { 'If-None-Exist': `identifier=${SYSTEM}|not-there` };
      const { body } = await post(appointment('not-there'), condition).expect(201);
      await deleteById(body.id).expect(204);
      await post(appointment('not-there'), condition).expect(201).expect('ETag', 'W/"3"');
    });

    test('with an If-None-Exist that names no identifier is refused', async () => {
      const refused = await post(appointment('unconditional'), { 'If-None-Exist': 'status=booked' }).expect(400);
      expect(refused.body.issue[0].expression).toEqual(['If-None-Exist']);
    });
  });

  describe('a PUT by id', () => {
    test('is a new version, and an identical one is none', async () => {
      const id = await create(appointment('by-id'));
      await putById(id, appointment('by-id', { priority: 1 }))
        .expect(200)
        .expect('ETag', 'W/"2"');
      await putById(id, appointment('by-id', { priority: 1 }))
        .expect(200)
        .expect('ETag', 'W/"2"');
      expect(await versions(id)).toBe(2);
    });

    test('takes back what was read, and makes no version of it', async () => {
      const id = await create(appointment('round-trip'));
      await putById(id, (await read(id)).body)
        .expect(200)
        .expect('ETag', 'W/"1"');
    });

    test('gives further identities, which then name the same appointment', async () => {
      const id = await create(appointment('first-name'));
      const renamed = appointment('second-name');
      await putById(id, renamed).expect(200);
      expect((await put({ ...renamed, priority: 1 }).expect(200)).body.id).toBe(id);
      expect((await put(appointment('first-name')).expect(200)).body.id).toBe(id);
    });

    test.each([
      ['that nobody has', async () => UNKNOWN],
      ['of another sender', async () => (await putAppointment(service, region, appointment('theirs')).expect(201)).body.id],
      ['that is no uuid', async () => 'abc'],
      ['of an occurrence', async () => `${await create(series('an-occurrence', 'FREQ=DAILY;COUNT=2'))}.20260304T060000Z`],
    ])('with an id %s is 405', async (_which, idOf) => {
      const refused = await putById(await idOf(), appointment('not-mine')).expect(405);
      expect(refused.body.issue[0]).toMatchObject({ code: 'not-supported' });
      expect((await deleteBy('not-mine')).status).toBe(204);
    });

    test('does not move it to another citizen', async () => {
      const id = await create(appointment('stays', {}, people.max.cpr));
      expect(ruleOf(await putById(id, appointment('stays', {}, people.else.cpr)).expect(422))).toBe('citizen-changed');
      expect(await versions(id)).toBe(1);
    });

    test('whose body names another id, or none, is refused', async () => {
      const id = await create(appointment('body-id'));
      for (const other of [{ id: UNKNOWN }, {}]) {
        const refused = await request(service.app)
          .put(`/fhir/Appointment/${id}`)
          .set({ ...municipality, 'Content-Type': FHIR_JSON })
          .send(JSON.stringify({ ...appointment('body-id'), ...other }))
          .expect(400);
        expect(refused.body.issue[0].expression).toEqual(['Appointment.id']);
      }
    });

    test('that names an identity of another appointment is refused', async () => {
      const id = await create(appointment('mine'));
      await create(appointment('also-mine'));
      expect(ruleOf(await putById(id, appointment('also-mine')).expect(409))).toBe('identity-several');
    });

    test('of a deleted one revives it', async () => {
      const id = await create(appointment('revived-by-id'));
      await deleteById(id).expect(204);
      await putById(id, appointment('revived-by-id')).expect(201).expect('ETag', 'W/"3"');
    });
  });

  describe('a DELETE', () => {
    test('by identity of what is not there is 204, as is a second one', async () => {
      await deleteBy('never-there').expect(204);
      const id = await create(appointment('twice'));
      await deleteBy('twice').expect(204).expect('ETag', 'W/"2"');
      await deleteBy('twice').expect(204);
      await deleteById(id).expect(204);
      expect(await versions(id)).toBe(2);
      await read(id).expect(410);
    });

    test('leaves what another sender calls the same', async () => {
      const { body } = await putAppointment(service, region, appointment('same-name')).expect(201);
      await deleteBy('same-name').expect(204);
      await deleteById(body.id).expect(404);
      await request(service.app).get(`/fhir/Appointment/${body.id}`).set(region).expect(200);
    });

    test('by an id that nobody has is 404, and of an occurrence 405', async () => {
      await deleteById(UNKNOWN).expect(404);
      const id = await create(series('a-series', 'FREQ=DAILY;COUNT=2'));
      await deleteById(`${id}.20260304T060000Z`).expect(405);
    });
  });

  describe('If-Match', () => {
    const older = { 'If-Match': 'W/"1"' };
    const newest = { 'If-Match': 'W/"2"' };
    let value = 0;
    /** One with two versions. */
    async function twoVersions(): Promise<{ id: string; name: string }> {
      const name = `matched-${++value}`;
      const id = await create(appointment(name));
      await put(appointment(name, { priority: 1 })).expect(200);
      return { id, name };
    }

    const calls: [string, (name: string, id: string, headers: Headers) => request.Test, number][] = [
      ['a PUT by identity', (name, _id, headers) => put(appointment(name, { priority: 2 }), headers), 200],
      ['a PUT by id', (name, id, headers) => putById(id, appointment(name, { priority: 2 }), headers), 200],
      ['a DELETE by identity', (name, _id, headers) => deleteBy(name, headers), 204],
      ['a DELETE by id', (_name, id, headers) => deleteById(id, headers), 204],
    ];

    test.each(calls)('lets %s through on the newest version alone', async (_call, send, status) => {
      const { id, name } = await twoVersions();
      const refused = await send(name, id, older).expect(412);
      expect(refused.body.issue[0].code).toBe('conflict');
      expect(await versions(id)).toBe(2);
      await send(name, id, newest).expect(status);
      expect(await versions(id)).toBe(3);
    });

    test('refuses even the same content on top of an older version', async () => {
      const { name } = await twoVersions();
      await put(appointment(name, { priority: 1 }), older).expect(412);
    });

    test('of * asks that there be one', async () => {
      const { name } = await twoVersions();
      await put(appointment(name, { priority: 3 }), { 'If-Match': '*' }).expect(200);
      await put(appointment('nothing-here'), { 'If-Match': '*' }).expect(412);
      await put(appointment('nothing-here'), older).expect(412);
      await deleteBy(name).expect(204);
      await put(appointment(name), { 'If-Match': '*' }).expect(412);
    });
  });

  describe('an identity', () => {
    const named = (...identifier: NonNullable<Appointment['identifier']>) => appointment('', { identifier });
    const id = (value: string, use?: 'old' | 'secondary' | 'usual') => ({ system: SYSTEM, value, ...(use && { use }) });

    test('is each identifier of an appointment', async () => {
      const created = await create(named(id('left'), id('right', 'usual')));
      expect((await put(named(id('right'))).expect(200)).body.id).toBe(created);
      expect((await put(named(id('left'))).expect(200)).body.id).toBe(created);
    });

    test('is no identifier of use old or secondary', async () => {
      const first = await create(named(id('current'), id('former', 'old'), id('aside', 'secondary')));
      for (const value of ['former', 'aside']) expect((await put(named(id(value))).expect(201)).body.id).not.toBe(first);
      await put(named(id('current'), id('former', 'old'), id('aside', 'secondary'))).expect(200);
    });

    test('may have a comma or a second question mark, the comma escaped as in any search', async () => {
      const odd = { system: 'https://sender.example/?id', value: 'a,b|c?d' };
      const send = (identifier: string) =>
        request(service.app)
          .put(`/fhir/Appointment?identifier=${identifier}`)
          .set({ ...municipality, 'Content-Type': FHIR_JSON })
          .send(JSON.stringify(named(odd)));
      const { body } = await send('https://sender.example/?id|a\\,b|c?d').expect(201);
      expect((await send(encodeURIComponent('https://sender.example/?id|a\\,b|c?d')).expect(200)).body.id).toBe(body.id);
      await send('https://sender.example/?id|a,b|c?d').expect(400);
    });

    test('that its body gives as old does not satisfy the condition of the address', async () => {
      const refused = await request(service.app)
        .put('/fhir/Appointment')
        .query({ identifier: `${SYSTEM}|as-old` })
        .set({ ...municipality, 'Content-Type': FHIR_JSON })
        .send(JSON.stringify(named(id('as-new'), id('as-old', 'old'))))
        .expect(400);
      expect(ruleOf(refused)).toBe('identity-condition');
    });

    test('goes with its appointment to another citizen, and back', async () => {
      const toMax = await create(appointment('wanders', {}, people.max.cpr));
      const toElse = await create(appointment('wanders', {}, people.else.cpr));
      const back = await create(appointment('wanders', {}, people.max.cpr));
      expect(new Set([toMax, toElse, back]).size).toBe(3);
      for (const gone of [toMax, toElse]) await read(gone).expect(410);
      const { body } = await postOverview(service, await service.citizen(people.else.cpr)).expect(200);
      expect(body.total).toBe(0);
    });
  });
});
