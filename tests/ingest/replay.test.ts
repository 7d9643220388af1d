import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { Appointment } from '../../src/fhir/types.ts';
import { random } from '../fuzz/random-search.ts';
import { appointment, own, SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, startTestService, type TestService } from '../support/service.ts';

const APPOINTMENTS = 1_000;
const MESSAGES = 10_000;
const BATCH = 500;
const statuses = ['booked', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error'] as const;
const cprs = Object.values(people).map(({ cpr }) => cpr);

interface Message {
  readonly name: string;
  readonly cpr: string;
  readonly version: number;
  readonly body: Appointment;
}

/** The `version`th word of the source about one appointment; a new one differs in time, place or status. */
function messageOf(name: string, version: number, draw: () => number, cpr: string): Message {
  const hour = String(8 + Math.floor(draw() * 10)).padStart(2, '0');
  const day = String(5 + Math.floor(draw() * 20)).padStart(2, '0');
  const body = appointment(
    name,
    {
      status: statuses[Math.floor(draw() * statuses.length)] ?? 'booked',
      start: `2026-03-${day}T${hour}:00:00+01:00`,
      end: `2026-03-${day}T${hour}:30:00+01:00`,
      priority: version,
      extension: [{ url: own('source-updated'), valueInstant: `2026-03-01T10:00:${String(version).padStart(2, '0')}Z` }],
    },
    cpr,
  );
  return { name, cpr, version, body };
}

const shuffled = <T>(list: readonly T[], draw: () => number): T[] =>
  list
    .map((one) => [draw(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

describe.each(engines)('a replay on the $engine engine', (engine) => {
  let service: TestService;
  let sender: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    sender = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  test('of 10,000 messages in random order, some twice, ends with what each source said last', async () => {
    const draw = random(20_261_122);
    const perAppointment = Math.floor((MESSAGES * 0.8) / APPOINTMENTS);
    const messages = Array.from({ length: APPOINTMENTS }, (_, index) =>
      Array.from({ length: perAppointment }, (_unused, version) =>
        messageOf(`replay-${index}`, version, draw, cprs[index % cprs.length] ?? people.nancy.cpr),
      ),
    );
    const once = messages.flat();
    const again = Array.from({ length: MESSAGES - once.length }, () => once[Math.floor(draw() * once.length)]).flatMap((one) => one ?? []);
    const all = shuffled([...once, ...again], draw);
    expect(all).toHaveLength(MESSAGES);
    for (let from = 0; from < all.length; from += BATCH) {
      const entry = all.slice(from, from + BATCH).map(({ name, body }) => ({
        resource: body,
        request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${name}` },
      }));
      const { body } = await request(service.app)
        .post('/fhir')
        .set(sender)
        .set('Content-Type', FHIR_JSON)
        .send(JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }))
        .expect(200);
      const refused = body.entry.filter(({ response }: { response: { status: string } }) => !/^20[01]/.test(response.status));
      expect(refused).toEqual([]);
    }
    const last = messages.flatMap((versions) => versions.at(-1) ?? []);
    const kept: Appointment[] = [];
    let path: string | undefined = '/fhir/Appointment?_count=1000';
    while (path !== undefined) {
      const { body }: { body: { entry?: { resource: Appointment }[]; link: { relation: string; url: string }[] } } = await request(
        service.app,
      )
        .get(path)
        .set(sender)
        .expect(200);
      kept.push(...(body.entry ?? []).map(({ resource }) => resource));
      path = body.link.find(({ relation }) => relation === 'next')?.url.replace('http://aftaledeling.test', '');
    }
    const told = ({ identifier, status, start, priority }: Partial<Appointment>): string =>
      [identifier?.[0]?.value, status, Date.parse(start ?? ''), priority].join(' ');
    expect(kept.map(told).sort()).toEqual(last.map(({ body }) => told(body)).sort());
    const shown = ['booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled'];
    for (const cpr of cprs) {
      const { body } = await postOverview(service, await service.citizen(cpr)).expect(200);
      const expected = last.filter((message) => message.cpr === cpr && shown.includes(message.body.status ?? ''));
      const seen = (body.entry ?? []).map(({ resource }: { resource: Appointment }) => told(resource));
      expect(seen.sort()).toEqual(expected.map((message) => told(message.body)).sort());
    }
  }, 300_000);
});
