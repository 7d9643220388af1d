import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment, BundleEntry } from '../../src/fhir/types.ts';
import { appointment, citizen, own, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, startTestService, type TestService } from '../support/service.ts';

/** DESIGN §3 `POST /fhir`; R4 §3.1.0.11. */
describe.each(engines)('a bundle on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  const post = (type: string, entry: unknown) =>
    request(service.app)
      .post('/fhir')
      .set({ ...municipality, 'Content-Type': FHIR_JSON })
      .send(JSON.stringify({ resourceType: 'Bundle', type, entry }));
  const put = (resource: Partial<Appointment>, more: Partial<BundleEntry> = {}) => ({
    request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${encodeURIComponent(resource.identifier?.[0]?.value ?? '')}` },
    resource,
    ...more,
  });
  const named = (value: string) =>
    request(service.app)
      .get('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${value}` })
      .set(municipality)
      .expect(200);
  const count = async (value: string): Promise<number> => (await named(value)).body.total;
  const statuses = (body: { entry: { response: { status: string } }[] }) => body.entry.map(({ response }) => response.status.slice(0, 3));
  const firstIssue = (response: { outcome: { issue: { expression?: string[]; details: { coding?: { code: string }[] } }[] } }) => {
    const [issue] = response.outcome.issue;
    return [issue?.details.coding?.[0]?.code, issue?.expression?.[0]];
  };

  describe('of type batch', () => {
    test('does what it can, and answers each entry in its place', async () => {
      const { body } = await post('batch', [
        put(appointment('first')),
        put(appointment('no-citizen', { contained: [], participant: [] })),
        put({ ...appointment('two-citizens'), contained: [], participant: [citizen(), citizen(people.max.cpr)] }),
        { request: { method: 'DELETE', url: `Appointment?identifier=${SYSTEM}|nothing` } },
        put(appointment('last')),
        put(appointment('first')),
      ]).expect(200);
      expect(body.type).toBe('batch-response');
      expect(statuses(body)).toEqual(['201', '400', '400', '204', '201', '200']);
      expect(body.entry[0].response).toMatchObject({
        etag: 'W/"1"',
        location: expect.stringMatching(/\/Appointment\/[\da-f-]{36}\/_history\/1$/),
      });
      expect(body.entry[5].response.location).toBe(body.entry[0].response.location);
      expect(body.entry[1].response.outcome.issue[0].expression[0]).toMatch(/^Bundle\.entry\[1\]\.resource\./);
      expect([await count('first'), await count('last'), await count('no-citizen'), await count('two-citizens')]).toEqual([1, 1, 0, 0]);
    });

    test('tells by the path of the entry what only the store could know', async () => {
      const both = { ...appointment('left'), identifier: ['left', 'right'].map((value) => ({ system: SYSTEM, value })) };
      const { body } = await post('batch', [put(appointment('left')), put(appointment('right')), put(both)]).expect(200);
      expect(statuses(body)).toEqual(['201', '201', '409']);
      expect(firstIssue(body.entry[2].response)).toEqual(['identity-several', 'Bundle.entry[2].resource.identifier']);
    });

    const odd: [string, unknown, string, string][] = [
      ['an entry that is a text', 'x', '400', ''],
      ['an entry without a request', { resource: appointment('odd') }, '422', ''],
      ['a url that is a number', put(appointment('odd'), { request: { method: 'PUT', url: 5 } as never }), '400', '.request.url'],
      [
        'an If-Match that is a number',
        put(appointment('odd'), { request: { method: 'DELETE', url: 'Appointment?identifier=a|b', ifMatch: 5 } as never }),
        '400',
        '.request.ifMatch',
      ],
      [
        'a method of no HTTP',
        put(appointment('odd'), { request: { method: 'STEAL', url: 'Appointment' } as never }),
        '400',
        '.request.method',
      ],
      ['a PATCH', put(appointment('odd'), { request: { method: 'PATCH', url: 'Appointment?identifier=a|b' } }), '422', '.request.method'],
      [
        'a condition of no identifier',
        put(appointment('odd'), { request: { method: 'PUT', url: 'Appointment?status=booked' } }),
        '400',
        '.request.url',
      ],
      [
        'a condition that the body does not carry',
        put(appointment('odd'), { request: { method: 'PUT', url: 'Appointment?identifier=a|b' } }),
        '400',
        '.resource.identifier',
      ],
      ['a condition with U+0000', { request: { method: 'DELETE', url: 'Appointment?identifier=a|%00' } }, '400', '.parameter'],
      [
        'an id that is none of ours',
        put({ ...appointment('odd'), id: 'abc' }, { request: { method: 'PUT', url: 'Appointment/abc' } }),
        '405',
        '',
      ],
      [
        'a creation with an id',
        put(appointment('odd'), { request: { method: 'POST', url: 'Appointment/11111111-1111-4111-8111-111111111111' } }),
        '400',
        '.request.url',
      ],
      ['no resource', { request: { method: 'POST', url: 'Appointment' } }, '400', '.resource'],
      ['a resource that is a text', { request: { method: 'POST', url: 'Appointment' }, resource: 'x' }, '400', '.resource'],
      ['another resource', { request: { method: 'POST', url: 'Appointment' }, resource: { resourceType: 'Patient' } }, '400', '.resource'],
    ];
    test.each(odd)('refuses %s, and that alone', async (what, entry, status, path) => {
      const { body } = await post('batch', [put(appointment(`before ${what}`)), entry, put(appointment(`after ${what}`))]).expect(200);
      expect(statuses(body)).toEqual(['201', status, '201']);
      expect(body.entry[1].response.outcome.issue[0].expression).toEqual([`Bundle.entry[1]${path}`]);
      expect(await count('odd')).toBe(0);
    });

    test('takes the same identity twice as two versions, in order', async () => {
      const { body } = await post('batch', [put(appointment('again')), put(appointment('again', { priority: 1 }))]).expect(200);
      expect(body.entry.map((entry: BundleEntry) => entry.response?.etag)).toEqual(['W/"1"', 'W/"2"']);
      expect((await named('again')).body.entry[0].resource.priority).toBe(1);
    });

    test('takes 500 entries, of several citizens, in one answer in their order', async () => {
      const citizens = Object.values(people).map(({ cpr }) => cpr);
      const entries = Array.from({ length: 500 }, (_, index) => put(appointment(`of-500-${index}`, {}, citizens[index % citizens.length])));
      const { body } = await post('batch', entries).expect(200);
      expect(body.entry).toHaveLength(500);
      expect(new Set(statuses(body))).toEqual(new Set(['201']));
      const again = await post('batch', entries.toReversed()).expect(200);
      expect(new Set(statuses(again.body))).toEqual(new Set(['200']));
      const locations = (answer: { entry: BundleEntry[] }) => answer.entry.map(({ response }) => response?.location);
      expect(locations(again.body).reverse()).toEqual(locations(body));
    });
  });

  describe('of type transaction', () => {
    test('does all', async () => {
      const { body } = await post('transaction', [
        put(appointment('all-1')),
        { request: { method: 'POST', url: 'Appointment' }, resource: appointment('all-2') },
        { request: { method: 'POST', url: 'Appointment', ifNoneExist: `identifier=${SYSTEM}|all-1` }, resource: appointment('all-3') },
        { request: { method: 'DELETE', url: `Appointment?identifier=${SYSTEM}|all-2` } },
      ]).expect(200);
      expect(body.type).toBe('transaction-response');
      expect(statuses(body)).toEqual(['201', '201', '200', '204']);
      expect(body.entry[2].response.location).toBe(body.entry[0].response.location);
      expect([await count('all-1'), await count('all-2'), await count('all-3')]).toEqual([1, 0, 0]);
    });

    test('does nothing where one entry is wrong, and names all that are', async () => {
      const wrong = { contained: [], participant: [] };
      const refused = await post('transaction', [
        put(appointment('none-0')),
        put(appointment('none-1', wrong)),
        put(appointment('none-2')),
        put(appointment('none-3', wrong)),
      ]).expect(400);
      expect(refused.body.resourceType).toBe('OperationOutcome');
      const entries = refused.body.issue.map((issue: { expression: string[] }) => issue.expression[0]?.slice(0, 15));
      expect(new Set(entries)).toEqual(new Set(['Bundle.entry[1]', 'Bundle.entry[3]']));
      for (const index of [0, 1, 2, 3]) expect(await count(`none-${index}`)).toBe(0);
    });

    test('does nothing where one entry cannot be done', async () => {
      const refused = await post('transaction', [
        put(appointment('undone')),
        put(appointment('undone-too'), {
          request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|undone-too`, ifMatch: 'W/"7"' },
        }),
      ]).expect(412);
      expect(refused.body.issue[0].expression).toEqual(['Bundle.entry[1]']);
      expect([await count('undone'), await count('undone-too')]).toEqual([0, 0]);
    });

    const seriesUrl = 'urn:uuid:6ff32fd4-64c4-4c34-8f9c-2b1a6e63a0f1';
    const exception = (reference: unknown) =>
      appointment(
        'exception',
        {
          start: '2026-03-05T08:00:00+01:00',
          end: '2026-03-05T08:20:00+01:00',
          extension: [
            { url: EXT.originatingAppointment, valueReference: { reference } as never },
            { url: own('original-start'), valueInstant: '2026-03-05T07:00:00+01:00' },
          ],
        },
        people.lonni.cpr,
      );

    test('lets an exception name its series by urn:uuid, whichever comes first', async () => {
      const { body } = await post('transaction', [
        put(exception(seriesUrl)),
        put(series('series', 'FREQ=DAILY;COUNT=3', {}, people.lonni.cpr), { fullUrl: seriesUrl }),
      ]).expect(200);
      expect(statuses(body)).toEqual(['201', '201']);
      const overview = await postOverview(service, await service.citizen(people.lonni.cpr), { to: '2026-03-31' }).expect(200);
      const shown = overview.body.entry.map(({ resource }: { resource: Appointment }) => [resource.start, resource.identifier?.[0]?.value]);
      const ofSeries = shown.filter(([, value]: [string, string]) => value === 'series');
      expect(ofSeries.map(([start]: [string]) => start.slice(0, 16))).toEqual(['2026-03-04T07:00', '2026-03-05T08:00', '2026-03-06T07:00']);
    });

    test.each([
      ['a urn that no entry has', 'urn:uuid:00000000-0000-4000-8000-000000000000', 422],
      ['a reference that is a number', 5, 400],
    ])('refuses %s', async (_what, reference, status) => {
      const refused = await post('transaction', [put(exception(reference))]).expect(status);
      expect(refused.body.issue[0].expression[0]).toMatch(/^Bundle\.entry\[0\]\.resource\.extension/);
    });

    test.each([['x'], [[5]], [{}]])('refuses identifiers that are %j', async (identifier) => {
      await post('transaction', [
        put(appointment('shape'), { fullUrl: seriesUrl, resource: { ...appointment('shape'), identifier } as never }),
      ]).expect(400);
    });

    test('refuses one fullUrl of two entries', async () => {
      const refused = await post('transaction', [
        put(appointment('one'), { fullUrl: seriesUrl }),
        put(appointment('two'), { fullUrl: seriesUrl }),
      ]);
      expect(refused.status).toBe(422);
      expect(refused.body.issue[0].details.text).toMatch(/^bdl-7/);
      expect(await count('one')).toBe(0);
    });
  });

  test.each(['Patient', 'Location', 'Organization', 'HealthcareService'])('takes no %s, and tells the way', async (type) => {
    const foreign = { request: { method: 'PUT', url: `${type}?identifier=a|b` }, resource: { resourceType: type } };
    const { body } = await post('batch', [foreign, put(appointment(`beside ${type}`))]).expect(200);
    expect(statuses(body)).toEqual(['422', '201']);
    const { outcome } = body.entry[0].response;
    expect(outcome.issue[0]).toMatchObject({ code: 'not-supported', expression: ['Bundle.entry[0].request.url'] });
    expect(outcome.issue[0].details.text).toMatch(/contained.*actor\.identifier/);
    await post('transaction', [foreign, put(appointment(`with ${type}`))]).expect(422);
    expect(await count(`with ${type}`)).toBe(0);
  });

  test.each(['batch', 'transaction'])('that is empty is an empty %s-response', async (type) => {
    for (const entry of [undefined, []]) {
      expect((await post(type, entry).expect(200)).body).toEqual({ resourceType: 'Bundle', type: `${type}-response` });
    }
  });

  test.each([
    ['a list', '[]', 'Bundle'],
    ['another resource', '{"resourceType":"Appointment"}', 'Bundle'],
    ['a Bundle without a type', '{"resourceType":"Bundle"}', 'Bundle.type'],
    ['a Bundle of a type that R4 does not have', '{"resourceType":"Bundle","type":"heap"}', 'Bundle.type'],
    ['a collection', '{"resourceType":"Bundle","type":"collection"}', 'Bundle.type'],
    ['a Bundle whose entry is an object', '{"resourceType":"Bundle","type":"batch","entry":{}}', 'Bundle.entry'],
  ])('that is %s is refused', async (_what, body, expression) => {
    const refused = await request(service.app)
      .post('/fhir')
      .set({ ...municipality, 'Content-Type': FHIR_JSON })
      .send(body)
      .expect(400);
    expect(refused.body.issue[0].expression).toEqual([expression]);
  });

  test('of more than 5,000 entries is refused', async () => {
    const entry = { request: { method: 'DELETE', url: `Appointment?identifier=${SYSTEM}|none` } };
    const refused = await post('batch', Array(5_001).fill(entry)).expect(413);
    expect(refused.body.issue[0].expression).toEqual(['Bundle.entry']);
  });

  test('is a sender’s to send', async () => {
    const call = request(service.app).post('/fhir').set('Content-Type', FHIR_JSON);
    await call
      .set(await service.citizen(people.nancy.cpr))
      .send('{"resourceType":"Bundle","type":"batch"}')
      .expect(403);
  });
});
