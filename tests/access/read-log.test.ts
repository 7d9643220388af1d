import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { AuditEvent } from '../../src/fhir/types.ts';
import { validate } from '../../src/fhir/validate.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { block, postBlock } from './blocks.ts';

const { nancy, max, bruno } = people;

describe.each(engines)('the log that a citizen reads on the $engine engine', (engine) => {
  let service: TestService;
  let self: Record<string, string>;
  let nurse: Record<string, string>;
  let id: string;
  beforeAll(async () => {
    service = await startTestService(engine);
    self = await service.citizen(nancy.cpr);
    nurse = await service.professional({ name: 'Nete Nørgaard', authorisationCode: 'BCD12' });
    const { body } = await putAppointment(service, await service.sender('municipal'), appointment('one')).expect(201);
    id = body.id;
  });
  afterAll(() => service?.close());

  const patientId = () => service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: nancy.cpr });
  const headers = async (identity: Parameters<TestService['token']>[0]) => ({ Authorization: `Bearer ${await service.token(identity)}` });
  async function newest(query = '', more = self): Promise<AuditEvent> {
    const { body } = await request(service.app)
      .get(`/fhir/AuditEvent?patient=Patient/${patientId()}&_count=1${query}`)
      .set(more)
      .expect(200);
    return body.entry[0].resource;
  }

  test('follows BALP’s PatientQuery for a look-up, its query with our id of the citizen', async () => {
    await postOverview(service, nurse, { cpr: nancy.cpr }).expect(200);
    const event = await newest();
    expect(validate(event, { type: 'AuditEvent' })).toEqual([]);
    expect(event).toMatchObject({ action: 'E', outcome: '0', subtype: [{ code: 'operation', display: 'Opslag i aftaleoversigten' }] });
    const [client, server, user, organisation] = event.agent;
    expect(client).toMatchObject({ type: { coding: [{ code: '110153' }] }, requestor: false, network: { address: expect.any(String) } });
    expect(server).toMatchObject({ type: { coding: [{ code: '110152' }] }, network: { address: 'http://aftaledeling.test', type: '5' } });
    expect(user).toMatchObject({ type: { coding: [{ code: 'IRCP' }] }, requestor: true, name: 'Nete Nørgaard' });
    expect(user?.who?.identifier).toEqual({ system: 'https://autregweb.sst.dk', value: 'BCD12' });
    expect(user?.policy?.[0]).toMatch(/^urn:ietf:params:oauth:jti:/);
    expect(user).not.toHaveProperty('network');
    expect(organisation?.who?.identifier?.value).toBe('306861000016006');
    const query = event.entity?.find(({ role }) => role?.code === '24');
    expect(Buffer.from(query?.query ?? '', 'base64').toString()).toBe(`Appointment/$aftaleoversigt?patient=Patient/${patientId()}`);
    expect(query).not.toHaveProperty('name');
    expect(query?.description).toBe('Opslag i aftaleoversigten');
  });

  test.each([
    ['read', () => request(service.app).get(`/fhir/Appointment/${id}`).set(nurse), 'R', '110152', 'IRCP'],
    [
      'update',
      () => service.sender('municipal').then((sender) => putAppointment(service, sender, appointment('one', { minutesDuration: 9 }))),
      'U',
      '110153',
      'AUT',
    ],
    [
      'create',
      () => service.sender('regional').then((sender) => putAppointment(service, sender, appointment('two'))),
      'C',
      '110153',
      'AUT',
    ],
    [
      'delete',
      () =>
        service
          .sender('regional')
          .then((sender) =>
            request(service.app).delete('/fhir/Appointment?identifier=https://sender.example/appointments|two').set(sender),
          ),
      'D',
      '110150',
      'CST',
    ],
  ])('follows BALP for a %s', async (interaction, call, action, client, user) => {
    await call();
    const event = await newest();
    expect(validate(event, { type: 'AuditEvent' })).toEqual([]);
    expect(event).toMatchObject({ action, subtype: [{ code: interaction }] });
    expect(event.agent.map(({ type }) => type?.coding?.[0]?.code)).toEqual(expect.arrayContaining([client, user]));
  });

  test('tells who tried and was refused, without showing them anything', async () => {
    const stranger = await service.citizen(bruno.cpr);
    await postOverview(service, stranger, { cpr: nancy.cpr }).expect(403);
    expect(await newest()).toMatchObject({ outcome: '4', subtype: [{ display: 'Opslag i aftaleoversigten, afvist: intet blev vist' }] });
    await request(service.app).get(`/fhir/Appointment/${id}`).set(stranger).expect(404);
    expect(await newest()).toMatchObject({ outcome: '4', subtype: [{ code: 'read' }] });
    await postOverview(service, await service.professional({ purpose: 'HRESCH' }), { cpr: nancy.cpr }).expect(403);
    expect(await newest()).toMatchObject({ outcome: '4', purposeOfEvent: [{ coding: [{ code: 'HRESCH' }] }] });
  });

  test('tells of a blocked appointment that was asked for by its id', async () => {
    const { body } = await postBlock(service, self, block(nancy.cpr)).expect(201);
    await request(service.app).get(`/fhir/Appointment/${id}`).set(nurse).expect(404);
    expect(await newest()).toMatchObject({ outcome: '4', subtype: [{ code: 'read' }], agent: expect.anything() });
    await request(service.app).delete(`/fhir/Consent/${body.id}`).set(self).expect(204);
  });

  test('tells a look-up that found nothing', async () => {
    const other = await service.professional();
    await postOverview(service, other, { cpr: max.cpr }).expect(200);
    const { body } = await request(service.app)
      .get('/fhir/AuditEvent')
      .set(await service.citizen(max.cpr))
      .expect(200);
    expect(body.entry[0].resource.entity[2].detail).toContainEqual({ type: 'rows', valueString: '0' });
  });

  test('tells of one who acted for the citizen, by name and right, and of reading blocks and the log itself', async () => {
    const proxy = await headers({
      role: 'citizen',
      cpr: max.cpr,
      name: max.name,
      actFor: { cpr: nancy.cpr, relation: 'power-of-attorney' },
    });
    await request(service.app).get(`/fhir/Consent?patient=Patient/${patientId()}`).set(proxy).expect(200);
    const event = await newest();
    expect(event.subtype?.[0]?.display).toBe('Søgning i spærringer');
    expect(event.agent.find(({ requestor }) => requestor)).toMatchObject({ name: max.name, role: [{ text: 'power-of-attorney' }] });
    expect(event.agent.map(({ type }) => type?.coding?.[0]?.code)).toContain('POWATT');
    await newest('', proxy);
    expect(await newest()).toMatchObject({ subtype: [{ display: 'Søgning i loggen' }] });
  });

  test('holds no CPR number and no content, whatever is in it', async () => {
    const { text } = await request(service.app).get('/fhir/AuditEvent?_count=1000').set(self).expect(200);
    for (const { cpr } of Object.values(people)) expect(text).not.toContain(cpr);
    expect(text).not.toContain('Ambulatoriet');
  });

  test('is given by date, and page by page, the same line never twice though lines are added meanwhile', async () => {
    service.setNow('2026-03-05T08:00:00Z');
    await postOverview(service, nurse, { cpr: nancy.cpr }).expect(200);
    const search = async (query: string) => (await request(service.app).get(`/fhir/AuditEvent?${query}`).set(self).expect(200)).body;
    expect((await search('date=2026-03-05')).total).toBe(1);
    expect((await search('date=ge2026-03-02&date=lt2026-03-03&_count=0')).total).toBeGreaterThan(5);
    expect((await search('date=2026-03-04')).total).toBe(0);
    const seen: string[] = [];
    let page = await search('date=lt2026-03-03&_count=4');
    for (;;) {
      seen.push(...page.entry.map(({ resource }: { resource: AuditEvent }) => resource.id));
      const next = page.link.find(({ relation }: { relation: string }) => relation === 'next');
      if (next === undefined) break;
      page = (await request(service.app).get(next.url.replace('http://aftaledeling.test', '')).set(self).expect(200)).body;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength((await search('date=lt2026-03-03&_count=0')).total);
    service.setNow('2026-03-02T08:00:00Z');
  });

  test('opens with another’s cursor nothing but one’s own', async () => {
    const { body } = await request(service.app)
      .get('/fhir/AuditEvent?_cursor=9999')
      .set(await service.citizen(bruno.cpr))
      .expect(200);
    expect(JSON.stringify(body)).not.toContain(`Patient/${patientId()}`);
  });

  test.each([
    ['_cursor', 'x'],
    ['_count', '-1'],
    ['date', 'yesterday'],
  ])('refuses a %s that is none', async (name, value) => {
    await request(service.app).get(`/fhir/AuditEvent?${name}=${value}`).set(self).expect(400);
  });

  test('refuses a parameter that it does not know, when told to be strict', async () => {
    await request(service.app).get('/fhir/AuditEvent?agent=x').set(self).set('Prefer', 'handling=strict').expect(400);
  });
});
