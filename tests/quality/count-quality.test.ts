/** What senders send is counted by rule, whichever way it came. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { createQualityCounts } from '../../src/quality/count-quality.ts';
import { findQualityCounts } from '../../src/store/sender-quality.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import { appointment, own, SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, NOW, putAppointment, startTestService, type TestService } from '../support/service.ts';

type Headers = Record<string, string>;

const TODAY = '2026-03-02' as LocalDate;
const sourceUpdated = (instant: string) => ({ url: own('source-updated'), valueInstant: instant });

describe.each(engines)('quality is counted on the $engine engine', (engine) => {
  let service: TestService;
  let sender: Headers;
  let senderId = '';
  let senders = 0;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  beforeEach(async () => {
    service.setNow(NOW);
    senders += 1;
    senderId = `sender-${senders}`;
    sender = await service.sender('municipal', senderId);
  });
  afterAll(() => service?.close());

  const post = (path: string, body: unknown, type = FHIR_JSON, headers = sender) =>
    request(service.app)
      .post(path)
      .set(headers)
      .set('Content-Type', type)
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const entryOf = (value: string, changes: object = {}) => ({
    resource: appointment(value, changes),
    request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${value}` },
  });
  /** `measure name` → count, of one day, those that every message of these tests meets left out. */
  async function counted(day: LocalDate = TODAY): Promise<Record<string, number>> {
    await service.deps.qualityCounts.flush();
    const counts = await findQualityCounts(service.deps.db, { senderIds: [senderId], from: day, to: day });
    const usual = ['told sector-absent', 'told performer-missing', 'told place-without-address', 'message doubted'];
    return Object.fromEntries(
      counts.map(({ measure, name, count }) => [`${measure} ${name}`, count] as const).filter(([key]) => !usual.includes(key)),
    );
  }

  test('of single messages: what became of them, and the rules that were met', async () => {
    await putAppointment(service, sender, appointment('a', { minutesDuration: 5 })).expect(201);
    await putAppointment(service, sender, appointment('a', { minutesDuration: 5 })).expect(200);
    await putAppointment(service, sender, appointment('a', { minutesDuration: 6 })).expect(200);
    await putAppointment(service, sender, appointment('b', { status: 'late' as never })).expect(400);
    await post('/fhir/Appointment', appointment('a')).expect(409);
    await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|a` })
      .set(sender)
      .expect(204);
    await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|a` })
      .set(sender)
      .expect(204);
    await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|none` })
      .set(sender)
      .expect(204);
    expect(await counted()).toEqual({
      'message created': 1,
      'message updated': 1,
      'message unchanged': 1,
      'message deleted': 2,
      'message refused': 2,
      'refused base-binding': 1,
      'refused identity-known': 1,
      'told time-length-differs': 2,
    });
  });

  test('a rule once a message, however often the message meets it', async () => {
    const twice = [{ actor: {} }, { actor: {} }, ...(appointment('x').participant ?? [])] as never;
    await putAppointment(service, sender, appointment('twice', { participant: twice })).expect(400);
    const [, ...rules] = Object.values(await counted());
    expect(rules.every((count) => count === 1)).toBe(true);
  });

  test('of what cannot be read, by every door', async () => {
    await request(service.app)
      .put(`/fhir/Appointment?identifier=${SYSTEM}|x`)
      .set(sender)
      .set('Content-Type', FHIR_JSON)
      .send('{')
      .expect(400);
    await post('/fhir/Appointment', '{"resourceType":null}').expect(400);
    await post('/fhir', '{').expect(400);
    await post('/fhir/$import-apd', '<ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'text/xml').expect(400);
    await post('/fhir/Appointment', 'x', 'text/plain').expect(415);
    expect(await counted()).toMatchObject({
      'message refused': 5,
      'refused apd-document': 1,
      'refused quarantined': 1,
      'refused not-supported': 1,
    });
  });

  test('of each entry of a batch, of a transaction that is refused once, and of what is sent again from quarantine', async () => {
    const late = { status: 'late' as never };
    const batch = { resourceType: 'Bundle', type: 'batch', entry: [entryOf('1'), entryOf('2', late), entryOf('3', late)] };
    await post('/fhir', batch).expect(200);
    expect(await counted()).toMatchObject({
      'message created': 1,
      'message refused': 2,
      'refused base-binding': 2,
      'refused quarantined': 2,
    });
    await post('/fhir', { ...batch, type: 'transaction' }).expect(400);
    await post('/fhir', { ...batch, type: 'transaction', entry: [entryOf('4'), entryOf('5')] }).expect(200);
    expect(await counted()).toMatchObject({ 'message created': 3, 'message refused': 3, 'refused base-binding': 3 });
    const { body } = await request(service.app).get('/fhir/$quarantine').set(sender).expect(200);
    const parameter = body.parameter
      .filter(({ name }: { name: string }) => name === 'entry')
      .map(({ part }: { part: { name: string; valueString?: string }[] }) => ({
        name: 'entry',
        part: [
          part[0],
          ...(part.some(({ valueString }) => valueString?.endsWith('|2')) ? [{ name: 'resource', resource: appointment('2') }] : []),
        ],
      }));
    await post('/fhir/$quarantine-resend', { resourceType: 'Parameters', parameter }).expect(200);
    expect(await counted()).toMatchObject({ 'message refused': 4, 'refused quarantined': 2 });
  });

  test('of an APD-DK document', async () => {
    const document = readFileSync(new URL('../apd/documents/municipality-office-as-place.xml', import.meta.url), 'utf8');
    await post('/fhir/$import-apd', document, 'text/xml').expect(201);
    expect(await counted()).toMatchObject({ 'message created': 1, 'told place-of-performer': 1 });
  });

  test('and how long a change took from the source to here', async () => {
    const sent = (value: string, instant: string) => appointment(value, { extension: [sourceUpdated(instant)] });
    await putAppointment(service, sender, sent('now', NOW)).expect(201);
    await putAppointment(service, sender, sent('ahead', '2026-03-02T09:00:00Z')).expect(201);
    await putAppointment(service, sender, sent('minute', '2026-03-02T07:59:00Z')).expect(201);
    await putAppointment(service, sender, sent('minute', '2026-03-02T07:59:00Z')).expect(200);
    const late = await putAppointment(service, sender, { ...sent('minute', '2026-03-02T07:58:00Z'), minutesDuration: 15 }).expect(200);
    expect(late.body.resourceType).toBe('OperationOutcome');
    expect(await counted()).toMatchObject({ 'lag 0': 2, 'lag 19': 1, 'message unchanged': 2, 'told source-updated-late': 1 });
  });

  test('on the Danish day that it came', async () => {
    service.setNow('2026-03-02T23:30:00Z');
    await putAppointment(service, sender, appointment('night')).expect(201);
    expect(await counted()).toEqual({});
    expect(await counted('2026-03-03' as LocalDate)).toEqual({ 'message created': 1 });
  });

  test('not what only asks, nor what others send', async () => {
    const citizen = await service.citizen(people.nancy.cpr);
    await post('/fhir/Appointment/$validate', appointment('x', { status: 'late' as never })).expect(200);
    await post('/fhir/$check', '{').expect(400);
    await request(service.app)
      .get('/fhir/Appointment?nonsense=')
      .set({ ...sender, Prefer: 'handling=strict' })
      .expect(400);
    await request(service.app).get('/fhir/Appointment/nothing').set(sender).expect(404);
    await post('/fhir/Appointment', appointment('x'), FHIR_JSON, citizen).expect(403);
    await post('/fhir/Appointment/_search', 'x', 'text/plain').expect(415);
    expect(await counted()).toEqual({});
  });

  test('adds up over processes, and keeps what could not be written for the next time', async () => {
    const { db, clock } = service.deps;
    let away = true;
    const flaky = db.withPlugin({
      transformQuery: ({ node }) => {
        if (away) throw new Error('away');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const [one, other] = [createQualityCounts(flaky, clock), createQualityCounts(db, clock)];
    const issue = { severity: 'error', code: 'structure', text: '' } as const;
    for (const counts of [one, other, other]) counts.refused(senderId, [issue]);
    await expect(one.flush()).rejects.toThrow('away');
    away = false;
    one.refused(senderId, [issue]);
    await Promise.all([one.flush(), other.flush(), one.flush()]);
    expect(await counted()).toEqual({ 'message refused': 4, 'refused structure': 4 });
  });
});
