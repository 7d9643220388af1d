import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { dropQuarantined } from '../../src/retain/drop-quarantined.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';

type Headers = Record<string, string>;
interface Part {
  name: string;
  valueString?: string;
  valuePositiveInt?: number;
  resource?: { issue: { details: { coding?: { code: string }[] } }[] };
}

describe.each(engines)('the quarantine on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Headers;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  const post = (path: string, headers: Headers, body: unknown) =>
    request(service.app)
      .post(path)
      .set(headers)
      .set('Content-Type', FHIR_JSON)
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const entryOf = (resource: object, value: string) => ({
    resource,
    request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${value}` },
  });
  const batch = (headers: Headers, entry: unknown[]) => post('/fhir', headers, { resourceType: 'Bundle', type: 'batch', entry });
  const list = async (headers: Headers): Promise<Part[][]> => {
    const { body } = await request(service.app).get('/fhir/$quarantine').set(headers).expect(200);
    return body.parameter.flatMap((one: { name: string; part?: Part[] }) => (one.name === 'entry' ? [one.part] : []));
  };
  const part = (parts: Part[] | undefined, name: string): Part | undefined => parts?.find((one) => one.name === name);
  const entryParameter = (id: string | undefined, resource?: object) => ({
    name: 'entry',
    part: [{ name: 'id', valueString: id }, ...(resource === undefined ? [] : [{ name: 'resource', resource }])],
  });
  const resend = (headers: Headers, ...parameter: object[]) =>
    post('/fhir/$quarantine-resend', headers, { resourceType: 'Parameters', parameter });

  test('keeps the one broken entry of 500, of which 499 are stored, until it is sent again mended', async () => {
    const entries = Array.from({ length: 500 }, (_, index) =>
      entryOf(appointment(`of-500-${index}`, index === 250 ? { status: 'late' as never } : {}), `of-500-${index}`),
    );
    const { body } = await batch(municipality, entries).expect(200);
    const statuses = body.entry.map(({ response }: { response: { status: string } }) => response.status);
    expect(statuses.filter((status: string) => status === '201 Created')).toHaveLength(499);
    expect(body.entry[250].response.status).toBe('400');
    const told = body.entry[250].response.outcome.issue.at(-1);
    expect(told).toMatchObject({ severity: 'information', details: { coding: [{ code: 'quarantined' }] } });
    const [kept, ...others] = await list(municipality);
    expect(others).toEqual([]);
    expect(JSON.parse(part(kept, 'body')?.valueString ?? '')).toEqual(appointment('of-500-250', { status: 'late' as never }));
    expect(part(kept, 'issues')?.resource?.issue[0]?.details.coding?.[0]?.code).toBe('base-binding');
    const id = part(kept, 'id')?.valueString;
    const unmended = await resend(municipality, entryParameter(id)).expect(200);
    expect(unmended.body.entry[0].response.status).toBe('400');
    expect(part((await list(municipality))[0], 'times')?.valuePositiveInt).toBe(2);
    const mended = await resend(municipality, entryParameter(id, appointment('of-500-250'))).expect(200);
    expect(mended.body.entry[0].response.status).toBe('201 Created');
    expect(await list(municipality)).toEqual([]);
    const found = await request(service.app)
      .get('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|of-500-250` })
      .set(municipality)
      .expect(200);
    expect(found.body.total).toBe(1);
  });

  test('is its sender’s alone', async () => {
    await batch(municipality, [entryOf(appointment('private', { status: 'late' as never }), 'private')]).expect(200);
    const [kept] = await list(municipality);
    const region = await service.sender('regional');
    expect(await list(region)).toEqual([]);
    const id = part(kept, 'id')?.valueString;
    await resend(region, entryParameter(id)).expect(404);
    await request(service.app)
      .get('/fhir/$quarantine')
      .set(await service.citizen(people.nancy.cpr))
      .expect(403);
    await post('/fhir/$quarantine-discard', municipality, { resourceType: 'Parameters', parameter: [entryParameter(id)] }).expect(200);
    expect(await list(municipality)).toEqual([]);
  });

  test('tells the citizen that their entry was looked at', async () => {
    await batch(municipality, [entryOf(appointment('looked-at', { status: 'late' as never }, people.else.cpr), 'looked-at')]).expect(200);
    await list(municipality);
    const citizenId = service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: people.else.cpr });
    const lines = await service.deps.db.selectFrom('audit_event').select('line').where('citizen_id', '=', citizenId).execute();
    expect(lines.map(({ line }) => JSON.parse(line).operation)).toEqual(['$quarantine']);
  });

  test('keeps of a practice the replacement alone, and of what is no appointment a hash, a size and what is wrong', async () => {
    const practice = await service.sender('practice');
    const secret = 'Ny undersøgelse for kønssygdom';
    const telling = appointment('practice', {
      status: 'late' as never,
      description: secret,
      reasonCode: [{ text: secret }],
      comment: secret,
    });
    await batch(practice, [
      entryOf(telling, 'practice'),
      entryOf({ resourceType: 'Observation', note: [{ text: secret }] }, secret),
      7,
    ]).expect(200);
    await post('/fhir', practice, `{"resourceType":"Bundle","note":"${secret}"`).expect(400);
    const kept = await list(practice);
    expect(kept.map((parts) => part(parts, 'body') !== undefined).sort()).toEqual([false, false, true]);
    expect(JSON.stringify(kept)).not.toContain(secret);
    expect(JSON.stringify(kept)).toContain('Aftale hos praktiserende læge');
    const stored = await service.deps.db.selectFrom('quarantined_entry').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  test('keeps a body that is no bundle as it came, and one that no text can hold by its hash', async () => {
    const other = await service.sender('municipal', 'another-sender');
    await post('/fhir', other, '{"resourceType":"Bundle",').expect(400);
    await post('/fhir', other, '{"resourceType":"Bundle\u0000"').expect(400);
    expect((await list(other)).map((parts) => part(parts, 'body')?.valueString).sort()).toEqual(['{"resourceType":"Bundle",', undefined]);
  });

  test('gives its entries in pages, and keeps the same entry once', async () => {
    const region = await service.sender('regional');
    const entries = Array.from({ length: 7 }, (_, index) =>
      entryOf(appointment(`page-${index}`, { status: 'late' as never }), `page-${index}`),
    );
    await batch(region, entries).expect(200);
    await batch(region, entries.slice(0, 2)).expect(200);
    const ids: string[] = [];
    let path: string | undefined = '/fhir/$quarantine?_count=3';
    while (path !== undefined) {
      const { body }: { body: { parameter: { name: string; part: Part[]; valueUrl?: string }[] } } = await request(service.app)
        .get(path)
        .set(region)
        .expect(200);
      ids.push(...body.parameter.flatMap((one) => (one.name === 'entry' ? (part(one.part, 'id')?.valueString ?? []) : [])));
      path = body.parameter.find(({ name }) => name === 'next')?.valueUrl?.replace('http://aftaledeling.test', '');
    }
    expect(ids).toHaveLength(7);
    expect(new Set(ids).size).toBe(7);
  });
});

describe.each(engines)('the room in quarantine on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine, { QUARANTINE_MAX: '3' });
  });
  afterAll(() => service?.close());

  const refusedAs = async (names: readonly string[], pad = ''): Promise<string[]> => {
    const entry = names.map((name) => ({
      resource: appointment(name, { status: 'late' as never, ...(pad !== '' && { description: pad }) }),
      request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${name}` },
    }));
    const { body } = await request(service.app)
      .post('/fhir')
      .set(await service.sender('municipal'))
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }))
      .expect(200);
    return body.entry.map(
      ({ response }: { response: { outcome: { issue: { details: { coding: { code: string }[] } }[] } } }) =>
        response.outcome.issue.at(-1)?.details.coding[0]?.code,
    );
  };
  const left = async (): Promise<number> => (await service.deps.db.selectFrom('quarantined_entry').selectAll().execute()).length;

  test('is so many entries of a sender: what came first stays, what comes again has its place, and the sender is told', async () => {
    expect(await refusedAs(['a', 'b'])).toEqual(['quarantined', 'quarantined']);
    expect(await refusedAs(['c', 'd', 'a'])).toEqual(['quarantined', 'quarantine-full', 'quarantined']);
    await request(service.app)
      .post('/fhir')
      .set(await service.sender('municipal'))
      .set('Content-Type', FHIR_JSON)
      .send('{')
      .expect(400);
    expect(await left()).toBe(3);
  });

  test('comes free once nobody has sent or mended an entry for so many days', async () => {
    const drop = () => dropQuarantined({ ...service.deps, quarantineRetentionDays: 90 });
    service.setNow('2026-05-31T21:59:00Z');
    expect(await refusedAs(['b'])).toEqual(['quarantined']);
    expect(await drop()).toBe(0);
    service.setNow('2026-05-31T22:00:00Z');
    expect(await drop()).toBe(2);
    expect(await left()).toBe(1);
    expect(await refusedAs(['e'])).toEqual(['quarantined']);
  });

  test('is none for the text of what is longer than a megabyte', async () => {
    expect(await refusedAs(['long'], 'x'.repeat(1_000_000))).toEqual(['quarantined']);
    const entry = await service.deps.db.selectFrom('quarantined_entry').selectAll().where('size', '>', 1_000_000).executeTakeFirst();
    expect([entry?.body, entry?.request]).toEqual([null, null]);
  });
});
