import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { engines } from './support/database.ts';
import { people } from './support/people.ts';
import { postOverview, startTestService, type TestService } from './support/service.ts';

const [engine] = engines;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const HEADERS = { 'X-Request-Id': 'case-17.b', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };

describe('a call’s line in the service’s own log', () => {
  let service: TestService;
  let citizen: Record<string, string>;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    citizen = await service.citizen(people.nancy.cpr);
  });
  afterAll(() => service?.close());

  const last = async (): Promise<Record<string, unknown>> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return JSON.parse(service.lines.at(-1) ?? '{}');
  };
  const named = { requestId: 'case-17.b', trace: TRACE, parent: '00f067aa0ba902b7', span: expect.stringMatching(/^[0-9a-f]{16}$/) };

  test.each([
    ['by Express', () => request(service.app).get('/fhir/metadata')],
    ['ahead of Express', () => postOverview(service, citizen)],
  ])('holds the id that the client sent, which the answer repeats, and the trace it is part of: %s', async (_way, call) => {
    const { headers } = await call().set(HEADERS);
    expect(headers['x-request-id']).toBe('case-17.b');
    expect(await last()).toMatchObject(named);
  });

  test('has an id of ours and no trace where the client sends none, or what could be a number of a citizen', async () => {
    for (const headers of [{}, { 'X-Request-Id': people.nancy.cpr, traceparent: 'nonsense' }]) {
      const answer = await request(service.app).get('/fhir/metadata').set(headers);
      const line = await last();
      expect(line['requestId']).toBe(answer.headers['x-request-id']);
      expect(line['requestId']).toMatch(/^[0-9a-f-]{36}$/);
      expect(line).not.toHaveProperty('trace');
    }
  });
});
