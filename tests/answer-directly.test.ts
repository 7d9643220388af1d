import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { appointment, SYSTEM } from './support/appointment.ts';
import { engines } from './support/database.ts';
import { people } from './support/people.ts';
import { FHIR_JSON, startTestService, type TestService } from './support/service.ts';

/** `; charset` makes Express answer. */
const ways = { directly: FHIR_JSON, 'by Express': `${FHIR_JSON}; charset=utf-8` } as const;

describe.each(engines.slice(0, 1))('a call that Express need not see, on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  type Headers = Readonly<Record<string, string>>;

  const put = (type: string, headers: Headers, body: object | string, id: string) =>
    request(service.app)
      .put('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${id}` })
      .set({ 'Content-Type': type, 'X-Request-Id': 'same', ...headers })
      .send(typeof body === 'string' ? body : JSON.stringify(body));

  const look = (type: string, headers: Headers, body: string) =>
    request(service.app)
      .post('/fhir/Patient/$aftaleoversigt')
      .set({ 'Content-Type': type, 'X-Request-Id': 'same', ...headers })
      .send(body);

  const PARAMETERS = JSON.stringify({ resourceType: 'Parameters' });

  /** Without what no two answers share. */
  const comparable = ({ status, headers, body }: request.Response) => {
    const { date: _date, 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = headers;
    return { status, headers: rest, body };
  };

  const both = async (call: (type: string) => request.Test) => ({
    direct: comparable(await call(ways.directly)),
    express: comparable(await call(ways['by Express'])),
  });

  test('is answered with the same headers and the same body', async () => {
    const sender = await service.sender('municipal');
    await put(ways.directly, sender, appointment('one'), 'one').expect(201);
    const again = await both((type) => put(type, sender, appointment('one'), 'one'));
    expect(again.direct).toEqual(again.express);
    const citizen = await service.citizen(people.nancy.cpr);
    const seen = await both((type) => look(type, citizen, PARAMETERS));
    expect(seen.direct).toEqual(seen.express);
    expect(seen.direct.body.total).toBe(1);
  });

  test('is refused in the same words', async () => {
    const sender = await service.sender('municipal');
    const citizen = await service.citizen(people.nancy.cpr);
    const refusals: readonly ((type: string) => request.Test)[] = [
      (type) => put(type, {}, appointment('two'), 'two'),
      (type) => put(type, { Authorization: 'Bearer x' }, appointment('two'), 'two'),
      (type) => put(type, citizen, appointment('two'), 'two'),
      (type) => put(type, sender, '{"resourceType":', 'two'),
      (type) => put(type, sender, { ...appointment('two'), status: 'no' }, 'two'),
      (type) => put(type, sender, appointment('three'), 'two'),
      (type) => put(type, { ...sender, 'If-Match': 'W/"9"' }, appointment('one'), 'one'),
      (type) => look(type, sender, PARAMETERS),
      (type) => look(type, citizen, '{"resourceType":"Patient"}'),
      (type) => look(type, citizen, ''),
    ];
    for (const refusal of refusals) {
      const { direct, express } = await both(refusal);
      expect(direct).toEqual(express);
      expect(direct.status).toBeGreaterThanOrEqual(400);
    }
  });

  test('leaves one line in the log, whichever way and however it ends', async () => {
    const citizen = await service.citizen(people.nancy.cpr);
    const linesOf = async (type: string, headers: Headers) => {
      const before = service.lines.length;
      await look(type, headers, PARAMETERS);
      await new Promise((resolve) => setTimeout(resolve, 20));
      const lines = service.lines.slice(before).map((line) => JSON.parse(line));
      return lines.filter(({ msg }) => msg === 'call').map((line) => ({ ...line, ms: 0, time: '' }));
    };
    for (const headers of [citizen, {}]) {
      const lines = await linesOf(ways.directly, headers);
      expect(lines).toHaveLength(1);
      expect(lines).toEqual(await linesOf(ways['by Express'], headers));
    }
  });

  test('is counted under its route', async () => {
    const { text } = await request(service.app).get('/metrics').expect(200);
    const counted = text.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
    const routes = new Set(counted.map((line) => /route="([^"]*)"/.exec(line)?.[1]));
    expect([...routes]).toEqual(expect.arrayContaining(['/fhir/Appointment', '/fhir/Patient/\\\\$aftaleoversigt']));
  });
});
