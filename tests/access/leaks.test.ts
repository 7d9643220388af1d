/** The ways in which other FHIR servers let data out (reported against HAPI, Microsoft's, Medplum, InterSystems and others), tried here. */
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';
import { asOwner } from '../../src/store/owner.ts';
import { appointment, own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { block, busyOnly, liftBlocks, ofSector, postBlock, toReader } from './blocks.ts';

const { nancy, bruno, max } = people;
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe.each(engines)('on the $engine engine', (engine) => {
  let service: TestService;
  let self: Record<string, string>;
  let nurse: Record<string, string>;
  let nancys: string;
  let brunos: string;
  const patient = (cpr: string) => service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr });

  beforeAll(async () => {
    service = await startTestService(engine);
    self = await service.citizen(nancy.cpr);
    nurse = await service.professional();
    const municipal = await service.sender('municipal');
    const secret = { reasonCode: [{ text: 'Sårpleje', coding: [{ system: 'https://sender.example/reasons', code: 'wound' }] }] };
    nancys = (await putAppointment(service, municipal, appointment('hers', secret)).expect(201)).body.id;
    brunos = (await putAppointment(service, municipal, appointment('his', secret, bruno.cpr)).expect(201)).body.id;
  });
  afterAll(() => service?.close());

  const get = (address: string, headers = self) => request(service.app).get(`/fhir/${address}`).set(headers);

  test.each(['_include=*', '_include=Appointment:patient', '_include:iterate=*', '_revinclude=*', '_revinclude=AuditEvent:entity'])(
    '1: %s brings in nothing of another citizen',
    async (include) => {
      const { status, text } = await get(`Appointment?${include}`);
      expect([200, 400]).toContain(status);
      for (const his of [brunos, patient(bruno.cpr), bruno.cpr]) expect(text).not.toContain(his);
    },
  );

  test('1: a page’s cursor is no right: another’s is refused, and so is one’s own moved to another search', async () => {
    await putAppointment(service, await service.sender('regional'), appointment('more')).expect(201);
    const { body } = await get('Appointment?_count=1').expect(200);
    const next = new URL(body.link.find(({ relation }: { relation: string }) => relation === 'next').url);
    const cursor = next.searchParams.get('_cursor') ?? '';
    await get(`${next.pathname.replace('/fhir/', '')}${next.search}`).expect(200);
    const stranger = await service.citizen(bruno.cpr);
    await get(`Appointment?_count=1&_cursor=${cursor}`, stranger).expect(400);
    await get(`Appointment?patient=Patient/${patient(nancy.cpr)}&_count=1&_cursor=${cursor}`, stranger).expect(404);
    await get(`Appointment?_count=1&status=booked&_cursor=${cursor}`).expect(400);
    await request(service.app)
      .delete('/fhir/Appointment?identifier=https://sender.example/appointments|more')
      .set(await service.sender('regional'));
  });

  test.each([
    '_has:Consent:patient:status=active',
    'patient.identifier=x',
    'patient.name=Nancy',
    '_filter=status eq booked',
    '_query=x',
    '_content=wound',
  ])('2: %s judges nothing: refused where that is asked for, and else passed over', async (criterion) => {
    await get(`Appointment?${encodeURI(criterion)}`)
      .set('Prefer', 'handling=strict')
      .expect(400);
    const { body, status } = await get(`Appointment?${encodeURI(criterion)}`);
    if (status === 200) expect(body.total).toBe((await get('Appointment')).body.total);
  });

  test('3: what a mask hides is not found by looking for it, nor sorted by', async () => {
    await postBlock(service, self, block(nancy.cpr, busyOnly)).expect(201);
    const total = async (criterion: string) =>
      (await get(`Appointment?patient=Patient/${patient(nancy.cpr)}&${criterion}`, nurse).expect(200)).body.total;
    expect(await total('status=booked')).toBe(1);
    expect(await total('reason-code=wound')).toBe(0);
    expect(await total('reason-code:not=wound')).toBe(1);
    expect(await total('identifier=https://sender.example/appointments|hers')).toBe(0);
    await get(`Appointment?patient=Patient/${patient(nancy.cpr)}&_sort=reason-code`, nurse)
      .set('Prefer', 'handling=strict')
      .expect(400);
    await liftBlocks(service, self);
  });

  test('4: what is another’s and what is not there are answered alike', async () => {
    const alike = async (one: string, other: string, headers = self) => {
      const [his, nobodys] = await Promise.all([get(one, headers), get(other, headers)]);
      expect([his.status, his.text]).toEqual([nobodys.status, nobodys.text]);
    };
    await alike(`Appointment/${brunos}`, `Appointment/${NOBODY}`);
    await alike(`Patient/${patient(bruno.cpr)}`, `Patient/${NOBODY}`);
    await alike(`Patient/${patient(bruno.cpr)}/$aftaleoversigt`, `Patient/${NOBODY}/$aftaleoversigt`);
    await alike(`Appointment?patient=Patient/${patient(bruno.cpr)}`, `Appointment?patient=Patient/${NOBODY}`);
    await alike(`AuditEvent?patient=Patient/${patient(bruno.cpr)}`, `AuditEvent?patient=Patient/${NOBODY}`);
    const byNumber = async (cpr: string) => (await postOverview(service, self, { cpr })).text;
    expect(await byNumber(bruno.cpr)).toBe(await byNumber(people.aage.cpr));
    const researcher = await service.professional({ purpose: 'HRESCH' });
    await alike(`Appointment/${brunos}`, `Appointment/${NOBODY}`, researcher);
    await alike(`Appointment?_id=${brunos}`, `Appointment?_id=${NOBODY}`, researcher);
    await alike(`Appointment/${brunos}`, `Appointment/${NOBODY}`, await service.sender('regional'));
    await postBlock(service, await service.citizen(bruno.cpr), block(bruno.cpr)).expect(201);
    await alike(`Appointment/${brunos}`, `Appointment/${NOBODY}`, nurse);
    await liftBlocks(service, await service.citizen(bruno.cpr));
  });

  test.each([
    (mine: string, his: string) => `patient=Patient/${mine},Patient/${his}`,
    (mine: string, his: string) => `patient=Patient/${mine}&patient=Patient/${his}`,
    (mine: string, his: string) => `actor=Patient/${mine}&patient=Patient/${his}`,
    (mine: string, his: string) => `patient=${mine}&actor:Patient=${his}`,
  ])('5: two citizens are not one, however they are named (%#)', async (query) => {
    for (const headers of [self, nurse]) {
      const { status, text } = await get(`Appointment?${query(patient(nancy.cpr), patient(bruno.cpr))}`, headers);
      expect([400, 403, 404]).toContain(status);
      expect(text).not.toContain(brunos);
    }
  });

  test('6: of several blocks each binds, and what one lets through another may hide', async () => {
    await postBlock(service, self, block(nancy.cpr, busyOnly)).expect(201);
    await postBlock(service, self, block(nancy.cpr, toReader('urn:ids', 'somebody-else'))).expect(201);
    expect((await postOverview(service, nurse, { cpr: nancy.cpr })).text).toContain('"MASKED"');
    await postBlock(service, self, block(nancy.cpr, ofSector('MunicipalityAppointment'))).expect(201);
    expect((await postOverview(service, nurse, { cpr: nancy.cpr })).body.total).toBe(0);
    await liftBlocks(service, self);
  });

  test('6: a reader is bound by whatever number the registry knows them by, though their token shows another', async () => {
    await postBlock(service, self, block(nancy.cpr, toReader('http://cvr.dk', '35209115'))).expect(201);
    const bySor = await service.professional({ sor: '325431000016004' });
    const visible = await request(service.app).get(`/fhir/Appointment/${nancys}`).set(bySor);
    // Their own organisation's data they see; what another sent they do not.
    expect(visible.status).toBe(200);
    await putAppointment(service, await service.sender('regional'), appointment('foreign')).expect(201);
    const { text } = await postOverview(service, bySor, { cpr: nancy.cpr }).expect(200);
    expect(text).not.toContain('foreign');
    await request(service.app)
      .delete('/fhir/Appointment?identifier=https://sender.example/appointments|foreign')
      .set(await service.sender('regional'));
    await liftBlocks(service, self);
  });

  test('6: a block that no reader could ever be bound by is refused instead of kept', async () => {
    await postBlock(service, self, block(nancy.cpr, toReader('urn:oid:1.2.208.176.1.4', '012345'))).expect(422);
    await postBlock(service, self, block(nancy.cpr, toReader('urn:oid:1.2.208.176.1.2', max.cpr))).expect(422);
    const modified = { ...block(nancy.cpr), modifierExtension: [{ url: own('not'), valueBoolean: true }] };
    await postBlock(service, self, modified).expect(422);
  });

  test('7: blocks that cannot be read let nothing out', async () => {
    await asOwner(service.deps.db, (owner) => sql`alter table block rename to block_away`.execute(owner));
    try {
      for (const headers of [nurse, self]) {
        const { status, text } = await postOverview(service, headers, { cpr: nancy.cpr });
        expect(status).toBe(500);
        expect(text).not.toContain('Sårpleje');
      }
      expect((await get(`Appointment/${nancys}`, nurse)).status).toBe(500);
      expect((await get(`Appointment?patient=Patient/${patient(nancy.cpr)}`, nurse)).status).toBe(500);
    } finally {
      await asOwner(service.deps.db, (owner) => sql`alter table block_away rename to block`.execute(owner));
    }
  });

  test('7: a log that cannot be written lets nothing out', async () => {
    await asOwner(service.deps.db, (owner) => sql`alter table audit_head rename to audit_head_away`.execute(owner));
    try {
      for (const call of [
        postOverview(service, self),
        get(`Appointment/${nancys}`),
        get('Appointment'),
        get('Consent'),
        get('AuditEvent'),
      ]) {
        const { status, text } = await call;
        expect(status).toBe(500);
        expect(text).not.toContain('Sårpleje');
        expect(text).not.toContain(nancy.cpr);
      }
    } finally {
      await asOwner(service.deps.db, (owner) => sql`alter table audit_head_away rename to audit_head`.execute(owner));
    }
  });

  test('8: nothing is prepared for later under an address of its own', async () => {
    const { status, headers } = await get('Appointment').set('Prefer', 'respond-async');
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('content-location');
    await get('$export').set('Prefer', 'respond-async').expect(404);
  });

  test('9: no address in a token or a body is fetched', async () => {
    let fetched = 0;
    const trap = createServer((_req, res) => {
      fetched++;
      res.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const address = trap.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/keys`;
    const [head = '', claims = '', signature = ''] = (self['Authorization'] ?? '').replace('Bearer ', '').split('.');
    const pointed = { ...JSON.parse(Buffer.from(head, 'base64url').toString()), jku: url, x5u: url };
    const token = `${Buffer.from(JSON.stringify(pointed)).toString('base64url')}.${claims}.${signature}`;
    await get('Appointment', { Authorization: `Bearer ${token}` }).expect(401);
    const body = { ...appointment('pointed'), implicitRules: url, meta: { profile: [url] }, extension: [{ url, valueUrl: url }] };
    await putAppointment(service, await service.sender('municipal'), body);
    await postBlock(service, self, { ...block(nancy.cpr, {}, 'inactive'), sourceAttachment: { url } });
    trap.close();
    expect(fetched).toBe(0);
  });

  test.each(['/fhir/Appointment?identifier=a|b', '/fhir/$import-apd', '/fhir'])(
    '10: a document type in XML to %s is refused',
    async (address) => {
      const xml = '<!DOCTYPE Appointment><Appointment xmlns="http://hl7.org/fhir"><status value="booked"/></Appointment>';
      const type = address.endsWith('apd') ? 'text/xml' : 'application/fhir+xml';
      const call = address.includes('?') ? request(service.app).put(address) : request(service.app).post(address);
      const { status, text } = await call
        .set(await service.sender('municipal'))
        .set('Content-Type', type)
        .send(xml);
      expect(status).toBe(400);
      expect(text).toContain('DOCTYPE');
    },
  );

  test.each(['application/zip', 'application/gzip', 'application/x-tar', 'multipart/form-data; boundary=x'])(
    '11: %s is not unpacked',
    async (type) => {
      const sender = await service.sender('municipal');
      await request(service.app).post('/fhir').set(sender).set('Content-Type', type).send('PK').expect(415);
      await request(service.app).post('/fhir/$import-apd').set(sender).set('Content-Type', type).send('PK').expect(415);
    },
  );

  test('12: a token of one citizen opens nothing of another by any id', async () => {
    const stranger = await service.citizen(bruno.cpr);
    const addresses = [`Appointment/${nancys}`, `Patient/${patient(nancy.cpr)}`, `Patient/${patient(nancy.cpr)}/$aftaleoversigt`];
    for (const address of addresses) {
      const { status, text } = await get(address, stranger);
      expect(status).toBe(404);
      expect(text).not.toContain(nancy.cpr);
    }
    const found = await get(`Appointment?_id=${nancys}`, stranger).expect(200);
    expect(found.body.total).toBe(0);
  });

  test.each(['$graphql', 'Appointment/$graphql', '$graphql?query={AppointmentList{id}}'])('13: %s is not there', async (address) => {
    const { status } = await get(encodeURI(address));
    expect(status).toBe(404);
  });

  test('what is about a citizen is kept by nobody on the way', async () => {
    for (const address of [
      'Appointment',
      'Consent',
      'AuditEvent',
      `Appointment/${nancys}`,
      `Patient/${patient(nancy.cpr)}/$aftaleoversigt`,
    ]) {
      const { headers } = await get(address).expect(200);
      expect(headers['cache-control']).toMatch(/no-store|private/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });

  test('names in a body that objects are born with change nothing', async () => {
    const body = JSON.stringify(appointment('born')).replace('{', '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"x":1}},');
    const { status } = await request(service.app)
      .put('/fhir/Appointment?identifier=https://sender.example/appointments|born')
      .set(await service.sender('municipal'))
      .set('Content-Type', FHIR_JSON)
      .send(body);
    expect([400, 422]).toContain(status);
    expect(({} as Record<string, unknown>)['role']).toBeUndefined();
  });
});
