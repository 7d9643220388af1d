/** The registry of senders and their systems, kept by administrators through Organization and Device. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Device, Organization } from '@medplum/fhirtypes';
import request from 'supertest';
import type { SenderCaller } from '../../src/access/caller.ts';
import { enterSender, findSenderVersions, replaceSender } from '../../src/store/sender.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, putAppointment, startTestService, type TestService } from '../support/service.ts';

const KIND = 'https://aftaledeling.dk/fhir/CodeSystem/sender-kind';
const MUNICIPALITY = 'http://hl7.dk/fhir/core/CodeSystem/dk-core-municipality-codes';

const kind = (code: string) => [{ coding: [{ system: KIND, code }] }];

const aarhus: Organization = {
  resourceType: 'Organization',
  identifier: [
    { system: 'urn:oid:1.2.208.176.1.1', value: '325421000016001' },
    { system: 'http://cvr.dk', value: '55133018' },
    { system: MUNICIPALITY, value: '0751' },
  ],
  type: kind('municipal'),
  name: 'Aarhus Kommune',
  telecom: [{ system: 'email', value: 'aftaler@aarhus.example' }],
};

const nexus = (id: string, more: Partial<Device> = {}): Device => ({
  resourceType: 'Device',
  manufacturer: 'KMD',
  deviceName: [{ name: 'Nexus', type: 'user-friendly-name' }],
  version: [{ value: '24.1' }],
  owner: { reference: `Organization/${id}` },
  ...more,
});

type Headers = Record<string, string>;

describe.each(engines)('the registry on the $engine engine', (engine) => {
  let running: TestService;
  let admin: Headers;
  beforeAll(async () => {
    running = await startTestService(engine);
    admin = { Authorization: `Bearer ${await running.token({ role: 'admin' })}` };
  });
  afterAll(() => running?.close());

  const get = (path: string, headers = admin) => request(running.app).get(`/fhir/${path}`).set(headers);
  const send = (method: 'post' | 'put', path: string, body: object, headers: Headers = {}) =>
    request(running.app)
      [method](`/fhir/${path}`)
      .set({ ...admin, ...headers })
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(body));
  const remove = (path: string, headers: Headers = {}) =>
    request(running.app)
      .delete(`/fhir/${path}`)
      .set({ ...admin, ...headers });
  const namesIn = ({ body }: { body: { entry?: { resource: Organization }[] } }) => (body.entry ?? []).map(({ resource }) => resource.name);

  test('enters a sender under the id that its tokens will name, and gives it back as it was sent', async () => {
    const { body, headers } = await send('put', 'Organization/aarhus-nexus', aarhus).expect(201);
    expect(headers['etag']).toBe('W/"1"');
    expect(headers['location']).toBe('http://aftaledeling.test/fhir/Organization/aarhus-nexus/_history/1');
    const { meta, ...content } = body;
    expect(content).toEqual({ ...aarhus, id: 'aarhus-nexus', active: true });
    expect(meta).toMatchObject({ versionId: '1', extension: [{ valueString: expect.stringMatching(/^admin-/) }] });
    expect((await get('Organization/aarhus-nexus').expect(200)).body).toEqual(body);
    await get('Organization/aarhus-nexus').set('If-None-Match', 'W/"1"').expect(304);
  });

  test('gives an id of its own to one that is posted', async () => {
    const { body } = await send('post', 'Organization', { ...aarhus, name: 'Aarhus Kommune, Cura' }).expect(201);
    expect(body.id).toMatch(/^[\da-f-]{36}$/);
    await get(`Organization/${body.id}`).expect(200);
  });

  test('knows the system that a sender runs on, by the same id', async () => {
    await send('post', 'Device', nexus('nobody')).expect(422);
    const { body } = await send('post', 'Device', nexus('aarhus-nexus')).expect(201);
    expect(body).toMatchObject({ ...nexus('aarhus-nexus'), id: 'aarhus-nexus', status: 'active' });
    await send('post', 'Device', nexus('aarhus-nexus')).expect(409);
    const changed = await send('put', 'Device/aarhus-nexus', { ...body, version: [{ value: '24.2' }] }).expect(200);
    expect(changed.body.version).toEqual([{ value: '24.2' }]);
    const row = await running.deps.db.selectFrom('sender').selectAll().where('id', '=', 'aarhus-nexus').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ vendor: 'KMD', system_name: 'Nexus', system_version: '24.2', municipality_code: '0751', version: 3 });
  });

  test('changes nothing by the same again', async () => {
    const { body } = await get('Organization/aarhus-nexus');
    const { headers } = await send('put', 'Organization/aarhus-nexus', body).expect(200);
    expect(headers['etag']).toBe(`W/"${body.meta.versionId}"`);
  });

  test('changes on top of the newest version alone, where If-Match says so', async () => {
    const { body } = await get('Organization/aarhus-nexus');
    const changed = { ...body, name: 'Aarhus Kommune, Sundhed og Omsorg' };
    await send('put', 'Organization/aarhus-nexus', changed, { 'If-Match': 'W/"1"' }).expect(412);
    await send('put', 'Organization/aarhus-nexus', changed, { 'If-Match': `W/"${body.meta.versionId}"` }).expect(200);
    await send('put', 'Organization/new-one', aarhus, { 'If-Match': 'W/"1"' }).expect(412);
    await get('Organization/new-one').expect(404);
  });

  test('of two changes at one moment keeps one, and tells the other', async () => {
    const { body } = await get('Organization/aarhus-nexus');
    const both = ['A', 'B'].map((name) =>
      send('put', 'Organization/aarhus-nexus', { ...body, name }, { 'If-Match': `W/"${body.meta.versionId}"` }),
    );
    const statuses = (await Promise.all(both)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    await send('put', 'Organization/aarhus-nexus', body).expect(200);
  });

  test('puts a version in the place of the one before it alone', async () => {
    const { db } = running.deps;
    const row = await db.selectFrom('sender').selectAll().where('id', '=', 'aarhus-nexus').executeTakeFirstOrThrow();
    expect(await replaceSender(db, { ...row, version: row.version + 2 })).toBe(false);
    expect(await replaceSender(db, row)).toBe(false);
    expect(await enterSender(db, { ...row, version: 1 })).toBe(false);
    const versions = await findSenderVersions(db, 'aarhus-nexus');
    expect(versions[0]).toEqual(row);
    expect(versions.length).toBe(row.version);
  });

  test('keeps every version, with who made it', async () => {
    const other = { Authorization: `Bearer ${await running.token({ role: 'admin', name: 'Berit' })}` };
    const { body } = await get('Organization/aarhus-nexus');
    await send('put', 'Organization/aarhus-nexus', { ...body, telecom: [{ system: 'phone', value: '89 40 20 00' }] }, other).expect(200);
    const history = (await get('Organization/aarhus-nexus/_history').expect(200)).body;
    const versions = history.entry.map(({ resource }: { resource: Organization }) => Number(resource.meta?.versionId));
    expect(versions).toEqual([...versions].sort((a, b) => b - a));
    expect(versions.at(-1)).toBe(1);
    const [newest, before] = history.entry.map(({ resource }: { resource: Organization }) => resource.meta?.extension?.[0]?.valueString);
    expect(newest).not.toBe(before);
    const first = (await get('Organization/aarhus-nexus/_history/1').expect(200)).body;
    expect(first.name).toBe('Aarhus Kommune');
    await get('Organization/aarhus-nexus/_history/99').expect(404);
    await get('Device/aarhus-nexus/_history/1').expect(404);
    const devices = (await get('Device/aarhus-nexus/_history').expect(200)).body;
    expect(devices.entry.at(-1).resource.version).toEqual([{ value: '24.1' }]);
  });

  test.each([
    ['without a name', { name: undefined }, 400, ['Organization.name']],
    ['without a kind', { type: undefined }, 400, ['Organization.type']],
    ['of a kind that is none', { type: kind('private') }, 400, ['Organization.type']],
    ['of two kinds', { type: [...kind('municipal'), ...kind('regional')] }, 400, ['Organization.type']],
    [
      'of a municipality that is none',
      { identifier: [{ system: MUNICIPALITY, value: '0411' }] },
      400,
      ['Organization.identifier[0].value', 'Organization.identifier'],
    ],
    [
      'with a SOR id of letters',
      {
        identifier: [
          { system: MUNICIPALITY, value: '0751' },
          { system: 'urn:oid:1.2.208.176.1.1', value: 'x' },
        ],
      },
      400,
      ['Organization.identifier[1].value'],
    ],
    [
      'with an identifier that is not kept',
      {
        identifier: [
          { system: MUNICIPALITY, value: '0751' },
          { system: 'urn:x', value: '1' },
        ],
      },
      422,
      ['Organization.identifier[1]'],
    ],
    ['with a citizen’s number for a name', { name: people.nancy.cpr }, 400, ['Organization.name']],
    ['with elements that are not kept', { alias: ['Århus'], partOf: { display: 'x' } }, 422, ['Organization.alias', 'Organization.partOf']],
    ['with a region of its own', { address: [{ state: 'Region Midtjylland' }] }, 422, ['Organization.address']],
    ['with an extension that is not known', { extension: [{ url: 'urn:x', valueBoolean: true }] }, 422, ['Organization.extension[0]']],
    [
      'with a modifier that is not known',
      { modifierExtension: [{ url: 'urn:x', valueBoolean: true }] },
      422,
      ['Organization.modifierExtension'],
    ],
    ['that is no organization', { resourceType: 'Location' }, 400, ['Organization']],
  ])('refuses an Organization %s, by the element at fault', async (_what, more, status, expressions) => {
    const { body } = await send('post', 'Organization', { ...aarhus, ...more }).expect(status);
    expect(body.issue.flatMap((issue: { expression?: string[] }) => issue.expression ?? [])).toEqual(expressions);
  });

  test.each([
    ['without a manufacturer', { manufacturer: undefined }, 400, ['Device.manufacturer']],
    ['without a name', { deviceName: undefined }, 400, ['Device.deviceName']],
    ['of nobody', { owner: undefined }, 400, ['Device.owner']],
    ['out of its mind', { status: 'entered-in-error' }, 400, ['Device.status']],
    ['with a serial number', { serialNumber: '1' }, 422, ['Device.serialNumber']],
  ])('refuses a Device %s, by the element at fault', async (_what, more, status, expressions) => {
    const { body } = await send('post', 'Device', { ...nexus('aarhus-nexus'), ...more }).expect(status);
    expect(body.issue.flatMap((issue: { expression?: string[] }) => issue.expression ?? [])).toEqual(expressions);
  });

  test('keeps a sender in its sector, and an id to its address', async () => {
    await send('put', 'Organization/aarhus-nexus', { ...aarhus, type: kind('regional') }).expect(422);
    await send('put', 'Organization/aarhus-nexus', { ...aarhus, id: 'other' }).expect(400);
    await send('put', 'Organization/two%20words', aarhus).expect(400);
  });

  test('knows regions and practices, with what is theirs alone', async () => {
    const region = {
      resourceType: 'Organization',
      type: kind('regional'),
      name: 'Hospitaler øst',
      address: [{ state: 'Region Østdanmark' }],
    };
    expect((await send('put', 'Organization/region-oest', region).expect(201)).body).toMatchObject(region);
    await send('put', 'Organization/region-x', { ...region, address: [{ state: 'Region X' }] }).expect(400);
    const practice = {
      resourceType: 'Organization',
      extension: [{ url: 'https://aftaledeling.dk/fhir/StructureDefinition/pseudonymise-staff', valueBoolean: true }],
      type: kind('specialist-practice'),
      name: 'Hudlægen',
    };
    expect((await send('put', 'Organization/hud', practice).expect(201)).body).toMatchObject(practice);
    const row = await running.deps.db.selectFrom('sender').selectAll().where('id', '=', 'hud').executeTakeFirstOrThrow();
    expect(row).toMatchObject({ sector: 'practice', practice_kind: 'specialist', policy: { pseudonymise_staff: true } });
  });

  test.each([
    ['Organization?name=aarhus', ['Aarhus Kommune, Cura', 'Aarhus Kommune, Sundhed og Omsorg']],
    ['Organization?name=hud', ['Hudlægen']],
    ['Organization?type=specialist-practice,regional&name=h', ['Hospitaler øst', 'Hudlægen']],
    ['Organization?identifier=http://cvr.dk|55133018&_id=aarhus-nexus', ['Aarhus Kommune, Sundhed og Omsorg']],
    ['Organization?identifier=urn:oid:2.16.840.1.113883.2.24.1.1|55133018&_id=aarhus-nexus', ['Aarhus Kommune, Sundhed og Omsorg']],
    [`Organization?identifier=${MUNICIPALITY}|0751&_id=hud`, []],
    ['Organization?identifier=0751&_id=aarhus-nexus', ['Aarhus Kommune, Sundhed og Omsorg']],
    ['Organization?active=false', []],
  ])('finds %s', async (path, names) => {
    expect(namesIn(await get(path).expect(200)).sort()).toEqual(names);
  });

  test.each([
    ['Device?organization=Organization/aarhus-nexus', 1],
    ['Device?manufacturer=kmd&device-name=nex&status=active', 1],
    ['Device?manufacturer=systematic', 0],
  ])('finds %s', async (path, total) => {
    expect((await get(path).expect(200)).body.total).toBe(total);
  });

  test('passes over what it does not know, or refuses it where asked to', async () => {
    await get('Organization?phone=1').expect(200);
    await get('Organization?phone=1', { ...admin, Prefer: 'handling=strict' }).expect(400);
    await get('Organization?name:exact=x').expect(400);
    const form = request(running.app).post('/fhir/Organization/_search').set(admin).type('form');
    expect(namesIn(await form.send({ name: 'hud' }).expect(200))).toEqual(['Hudlægen']);
  });

  test('shows administrators no card, and others no registry', async () => {
    await get('Organization?patient=Patient/00000000-0000-4000-8000-000000000000').expect(403);
    const citizen = await running.citizen(people.nancy.cpr);
    await get('Organization/aarhus-nexus', citizen).expect(404);
    await get('Device/aarhus-nexus', citizen).expect(403);
    await get('Organization/aarhus-nexus/_history', citizen).expect(403);
    await send('put', 'Organization/aarhus-nexus', aarhus, citizen).expect(403);
    const reader = { Authorization: `Bearer ${await running.token({ role: 'admin', scope: 'user/Organization.rs' })}` };
    await send('put', 'Organization/aarhus-nexus', aarhus, reader).expect(403);
    await get('Device/aarhus-nexus', reader).expect(403);
    await get('Organization/aarhus-nexus', reader).expect(200);
  });

  describe('ties a sender’s token to its entry', () => {
    const post = async (senderId: string, identity: object = {}) => {
      const headers = { Authorization: `Bearer ${await running.token({ role: 'sender', senderId, sector: 'municipal', ...identity })}` };
      return putAppointment(running, headers, appointment(`tied-${senderId}`));
    };

    test('the registry holds where the token says otherwise', async () => {
      await send('put', 'Organization/regional-one', { resourceType: 'Organization', type: kind('regional'), name: 'Region' }).expect(201);
      expect((await post('regional-one')).status).toBe(201);
      const { sector } = await running.deps.db
        .selectFrom('appointment')
        .select('sector')
        .where('sender_id', '=', 'regional-one')
        .executeTakeFirstOrThrow();
      expect(sector).toBe('regional');
    });

    test('an inactive sender may send no more, until it is active again', async () => {
      expect((await post('aarhus-nexus')).status).toBe(201);
      const { headers } = await remove('Organization/aarhus-nexus').expect(204);
      await remove('Organization/aarhus-nexus').expect(204).expect('ETag', String(headers['etag']));
      expect((await post('aarhus-nexus')).status).toBe(403);
      const { body } = await get('Organization/aarhus-nexus').expect(200);
      expect(body.active).toBe(false);
      expect(namesIn(await get('Organization?active=false').expect(200))).toEqual([body.name]);
      await send('put', 'Organization/aarhus-nexus', { ...body, active: true }).expect(200);
      expect((await post('aarhus-nexus')).status).toBe(200);
    });

    test('nor may one whose system is inactive', async () => {
      await remove('Device/aarhus-nexus', { 'If-Match': 'W/"1"' }).expect(412);
      await remove('Device/aarhus-nexus').expect(204);
      expect((await get('Device/aarhus-nexus').expect(200)).body.status).toBe('inactive');
      expect((await post('aarhus-nexus')).status).toBe(403);
      await send('put', 'Device/aarhus-nexus', nexus('aarhus-nexus')).expect(200);
      expect((await post('aarhus-nexus')).status).toBe(200);
      await remove('Device/hud').expect(404);
    });

    test('a sender of a configured issuer has to be entered first', async () => {
      const caller: SenderCaller = {
        ...{ role: 'sender', senderId: 'silkeborg-cura', sector: 'municipal' },
        ...{ clientId: 'silkeborg', subject: 'silkeborg', tokenId: 't', scopes: [], development: false },
      };
      await expect(running.deps.senders.get(caller)).rejects.toMatchObject({ status: 403 });
      await send('put', 'Organization/silkeborg-cura', {
        ...aarhus,
        name: 'Silkeborg Kommune',
        identifier: [{ system: MUNICIPALITY, value: '0740' }],
      }).expect(201);
      expect(await running.deps.senders.get(caller)).toMatchObject({ name: 'Silkeborg Kommune', municipality_code: '0740' });
    });

    test('one that development entered is in the registry too, with its first version', async () => {
      await post('odense-nexus');
      const { body } = await get('Organization/odense-nexus').expect(200);
      expect(body).toMatchObject({ name: 'Odense Kommune', type: kind('municipal'), meta: { versionId: '1' } });
      expect((await get('Device/odense-nexus').expect(200)).body.manufacturer).toBe('KMD Nexus');
      expect((await get('Organization/odense-nexus/_history').expect(200)).body.total).toBe(1);
      await send('put', 'Organization/odense-nexus', { ...body, name: 'Odense Kommune, ældre' }).expect(200);
    });
  });
});
