import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment } from '../support/service.ts';
import { hasServer, PATIENCE, type ServiceBehindProxy, startBehindProxy } from './behind-proxy.ts';
import { checkStore } from './check-store.ts';

/** A connection is waited for, and then an answer on it; the rest is what a busy machine takes. */
const BOUND_MS = PATIENCE.connectMs + PATIENCE.answerMs + 2_000;

let service: ServiceBehindProxy;
let sender: Record<string, string>;
let citizen: Record<string, string>;

beforeEach(async () => {
  if (!hasServer) return;
  service = await startBehindProxy();
  sender = await service.sender('municipal');
  citizen = await service.citizen(people.nancy.cpr);
  await put('first').expect(201);
  await overview().expect(200);
});
afterEach(() => service?.close());

const body = (value: string, name: string, cpr?: string): Appointment =>
  appointment(value, { contained: [{ resourceType: 'Location', id: 'place', name }] }, cpr);
const put = (value: string, name = value, cpr?: string) => putAppointment(service, sender, body(value, name, cpr));
const overview = () => postOverview(service, citizen);
const batch = (values: readonly string[]) =>
  request(service.app)
    .post('/fhir')
    .set(sender)
    .set('Content-Type', FHIR_JSON)
    .send(
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'batch',
        entry: values.map((value) => ({
          request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${value}` },
          resource: body(value, value),
        })),
      }),
    );

const tenEntries = Array.from({ length: 10 }, (_, n) => `batched${n}`);

/** One of each kind of call, for several citizens. */
const allKinds = () => [
  overview(),
  batch(tenEntries),
  ...Object.values(people).map(({ cpr, name }) => put(`of ${name}`, 'somewhere', cpr)),
];

async function timed(call: PromiseLike<Response>): Promise<{ status: number; retryAfter: string | undefined; ms: number }> {
  const begun = performance.now();
  const { status, headers } = await call;
  return { status, retryAfter: headers['retry-after'], ms: performance.now() - begun };
}

async function expectUnavailable(calls: readonly PromiseLike<Response>[]): Promise<void> {
  for (const { status, retryAfter, ms } of await Promise.all(calls.map(timed))) {
    expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: '2' });
    expect(ms).toBeLessThan(BOUND_MS);
  }
}

async function expectNormal(): Promise<void> {
  for (const { status } of await Promise.all(allKinds())) expect(status).toBeLessThan(300);
}

(hasServer ? describe : describe.skip)('a database that is', () => {
  test('slow, 50 ms each way, is waited for', async () => {
    service.proxy.delay(50);
    for (const { status, ms } of await Promise.all(allKinds().map(timed))) {
      expect(status).toBeLessThan(300);
      expect(ms).toBeGreaterThan(100);
    }
    expect(await service.deps.isReady()).toBe(true);
  });

  test.each(['none', 'questions'] as const)(
    'silent (passed on: %s) is given up in bounded time, and is normal once it speaks',
    async (passing) => {
      service.proxy.pass(passing);
      const ready = service.deps.isReady();
      await expectUnavailable(allKinds());
      expect(await ready).toBe(false);
      service.proxy.pass('all');
      await expectNormal();
      expect(await service.deps.isReady()).toBe(true);
    },
  );

  test('gone without a word is given up in bounded time, by the connections that were open too', async () => {
    service.proxy.leaveHalfOpen();
    service.proxy.pass('none');
    await expectUnavailable(allKinds());
    service.proxy.pass('all');
    await expectNormal();
  });
});

(hasServer ? describe : describe.skip)('a connection that is cut', () => {
  const cuts = [
    { when: 'unheard', isStored: false },
    { when: 'answered', isStored: true },
    { when: 'half answered', isStored: true },
  ] as const;

  test.each(cuts)('while a write is $when is 503; it is stored: $isStored, and sent again it is there once', async ({ when, isStored }) => {
    service.proxy.cutAt('cut here', when);
    expect(await timed(put('first', 'cut here'))).toMatchObject({ status: 503, retryAfter: '2' });
    const wrongWith = async (acknowledged: string[], doubtful?: string) =>
      (await checkStore(service.direct.db, [{ value: 'first', acknowledged, doubtful }])).wrong;
    expect(await wrongWith(['first', ...(isStored ? ['cut here'] : [])])).toEqual([]);
    await put('first', 'cut here').expect(200);
    expect(await wrongWith(['first', 'cut here'])).toEqual([]);
  });

  test('while a batch is written is 503 as a whole, and no entry is taken for a bad one', async () => {
    service.proxy.cutAt('batched7', 'unheard');
    expect(await timed(batch(tenEntries))).toMatchObject({ status: 503, retryAfter: '2' });
    const { body: answer } = await batch(tenEntries).expect(200);
    expect(new Set(answer.entry.map(({ response }: { response: { status: string } }) => response.status))).toEqual(
      new Set(['201 Created']),
    );
  });

  test('in the middle of what a look-up reads is 503, and the next is answered', async () => {
    const words = service.deps.citizenIdOf({ system: CPR_SYSTEM, value: people.nancy.cpr });
    service.proxy.cutAt(words, 'half answered');
    expect(await timed(overview())).toMatchObject({ status: 503, retryAfter: '2' });
    await overview().expect(200);
  });
});
