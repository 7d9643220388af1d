import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { handOver, type MinlogTarget, waitMs } from '../../src/access/hand-over.ts';
import { setHandedOver } from '../../src/store/minlog-outbox.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

interface Received {
  readonly authorization: string | undefined;
  readonly traceparent: unknown;
  readonly bundle: { entry: { request: { method: string; url: string }; resource: { id: string; entity: unknown[] } }[] };
}

describe.each(engines)('MinLog on the $engine engine', (engine) => {
  let service: TestService;
  let receiver: Server;
  let target: MinlogTarget;
  let received: Received[] = [];
  let answer: (bundle: Received['bundle']) => [number, string] = () => [200, ''];
  let now = new Date('2026-03-02T08:00:00Z');

  beforeAll(async () => {
    service = await startTestService(engine);
    receiver = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk) => {
        body += chunk;
      });
      req.on('end', () => {
        const bundle = JSON.parse(body);
        const { authorization, traceparent } = req.headers;
        received.push({ authorization, traceparent, bundle });
        const [status, text] = answer(bundle);
        res.writeHead(status).end(text);
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const address = receiver.address();
    target = { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/fhir`, token: 'secret-token' };
    await setHandedOver(service.deps.db, true);
    await putAppointment(service, await service.sender('municipal'), appointment('one')).expect(201);
  });
  afterAll(async () => {
    receiver?.close();
    await service?.close();
  });
  beforeEach(async () => {
    received = [];
    answer = () => [200, ''];
    await sql`delete from minlog_outbox`.execute(service.deps.db);
  });

  const look = async () => postOverview(service, await service.professional(), { cpr: people.nancy.cpr }).expect(200);
  const waiting = async () => (await sql<{ n: number }>`select count(*)::int as n from minlog_outbox`.execute(service.deps.db)).rows[0]?.n;
  const work = () => handOver({ ...service.deps, machineClock: () => now, target });

  test('gets a professional’s look-ups, and nobody else’s', async () => {
    await look();
    await postOverview(service, await service.citizen(people.nancy.cpr)).expect(200);
    await putAppointment(service, await service.sender('regional'), appointment('two')).expect(201);
    expect(await waiting()).toBe(1);
    expect(await work()).toBe(1);
    expect(await waiting()).toBe(0);
    const [{ authorization, traceparent, bundle } = { authorization: '', traceparent: '', bundle: { entry: [] } }] = received;
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(authorization).toBe('Bearer secret-token');
    const [entry] = bundle.entry;
    expect(entry?.request).toEqual({ method: 'PUT', url: `AuditEvent/${entry?.resource.id}` });
    expect(entry?.resource.entity[0]).toMatchObject({ what: { identifier: { value: people.nancy.cpr } } });
    expect(JSON.stringify(service.lines)).not.toContain('secret-token');
  });

  test('is told again of what it did not take, ever more seldom, and of nothing that it took', async () => {
    await look();
    await look();
    answer = ({ entry }) => [
      200,
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'batch-response',
        entry: entry.map((_one, index) => ({ response: { status: index === 0 ? '201 Created' : '503' } })),
      }),
    ];
    expect(await work()).toBe(1);
    expect(await waiting()).toBe(1);
    expect(await work()).toBe(0);
    const before = received.length;
    now = new Date(now.getTime() + waitMs(1) + 1);
    answer = () => [200, 'thanks'];
    expect(await work()).toBe(1);
    expect(received).toHaveLength(before + 1);
    expect(await waiting()).toBe(0);
  });

  test.each([[500], [401], [302]])('keeps all for one that answers %i', async (status) => {
    await look();
    answer = () => [status, ''];
    expect(await work()).toBe(0);
    expect(await waiting()).toBe(1);
  });

  test('keeps all for one that is not there, and goes on when whoever held them was killed', async () => {
    await look();
    expect(await handOver({ ...service.deps, machineClock: () => now, target: { url: 'http://127.0.0.1:1/', token: undefined } })).toBe(0);
    expect(await waiting()).toBe(1);
    now = new Date(now.getTime() + 60_001);
    expect(await work()).toBe(1);
  });

  test('waits twice as long each time, an hour at most', () => {
    expect([1, 2, 3, 11, 40].map(waitMs)).toEqual([5_000, 10_000, 20_000, 3_600_000, 3_600_000]);
  });

  test('gets nothing where it is not set', async () => {
    await setHandedOver(service.deps.db, false);
    await look();
    expect(await waiting()).toBe(0);
    await setHandedOver(service.deps.db, true);
  });
});
