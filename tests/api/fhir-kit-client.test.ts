/** Every interaction, by a client that nobody here wrote, against a service that listens. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import { appointment, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { type ListeningService, startListening } from '../support/listen.ts';
import { people } from '../support/people.ts';

type Resource = Record<string, unknown> & { resourceType: string };
type Entry = { resource?: Resource; search?: { mode: string }; response: { status: string; etag?: string; location?: string } };

const resourceType = 'Appointment';
const idOf = (resource: Resource): string => String(resource['id']);
const entriesOf = (bundle: Resource): Entry[] => (bundle['entry'] ?? []) as Entry[];
const responseOf = (answer: Resource): Response => Client.httpFor(answer as never).response as unknown as Response;

/** Status and first issue of the error that the client throws. */
async function refused(call: Promise<unknown>): Promise<{ status: number; code: string | undefined }> {
  try {
    await call;
  } catch (cause) {
    const { response } = cause as { response: { status: number; data: { issue?: { code: string }[] } } };
    return { status: response.status, code: response.data.issue?.[0]?.code };
  }
  throw new Error('it was not refused');
}

describe.each(engines)('fhir-kit-client on the $engine engine', (engine) => {
  let service: ListeningService;
  let sender: Client;
  let citizen: Client;
  let professional: Client;
  const clientOf = async (headers: Promise<Record<string, string>>): Promise<Client> =>
    new Client({ baseUrl: service.baseUrl, customHeaders: await headers });
  beforeAll(async () => {
    service = await startListening(engine);
    sender = await clientOf(service.sender('municipal'));
    citizen = await clientOf(service.citizen(people.nancy.cpr));
    professional = await clientOf(service.professional());
  });
  afterAll(() => service?.close());

  const create = async (value: string, changes = {}, cpr?: string): Promise<Resource> =>
    (await sender.create({ resourceType, body: appointment(value, changes, cpr) as never })) as Resource;
  const put = (value: string, changes = {}, headers = {}) =>
    sender.update({
      resourceType,
      searchParams: { identifier: `${SYSTEM}|${value}` },
      body: appointment(value, changes) as never,
      options: { headers },
    }) as Promise<Resource>;

  test('reads the capabilities', async () => {
    expect((await citizen.capabilityStatement()).resourceType).toBe('CapabilityStatement');
  });

  test('creates, and reads what it created with its version and time', async () => {
    const created = await create('created');
    expect(responseOf(created).status).toBe(201);
    const read = (await sender.read({ resourceType, id: idOf(created) })) as Resource;
    expect(read).toEqual(created);
    expect(responseOf(read).headers.get('etag')).toBe('W/"1"');
    expect(Date.parse(responseOf(read).headers.get('last-modified') ?? '')).toBe(Date.parse('2026-03-02T08:00:00Z'));
  });

  test('creates only where nothing is there yet', async () => {
    const ifNoneExist = { headers: { 'If-None-Exist': `identifier=${SYSTEM}|once` } };
    const first = (await sender.create({ resourceType, body: appointment('once') as never, options: ifNoneExist })) as Resource;
    const again = (await sender.create({
      resourceType,
      body: appointment('once', { priority: 2 }) as never,
      options: ifNoneExist,
    })) as Resource;
    expect([responseOf(first).status, responseOf(again).status]).toEqual([201, 200]);
    expect(again).toEqual(first);
  });

  test('is told of several where a conditional creation names more than one', async () => {
    await create('several-1');
    await create('several-2');
    const headers = { 'If-None-Exist': `identifier=${SYSTEM}|several-1,${SYSTEM}|several-2` };
    expect(await refused(sender.create({ resourceType, body: appointment('several-3') as never, options: { headers } }))).toEqual({
      status: 412,
      code: 'multiple-matches',
    });
  });

  test('updates by id, and not on top of an older version', async () => {
    const created = await create('by-id');
    const id = idOf(created);
    const body = { ...appointment('by-id', { priority: 1 }), id } as never;
    const updated = (await sender.update({ resourceType, id, body, options: { headers: { 'If-Match': 'W/"1"' } } })) as Resource;
    expect(responseOf(updated).headers.get('etag')).toBe('W/"2"');
    expect((await refused(sender.update({ resourceType, id, body, options: { headers: { 'If-Match': 'W/"1"' } } }))).status).toBe(412);
  });

  test('updates by its own identifier, and stores nothing when it says the same again', async () => {
    const [first, second, third] = [
      await put('conditional'),
      await put('conditional', { priority: 1 }),
      await put('conditional', { priority: 1 }),
    ];
    expect([first, second, third].map((answer) => responseOf(answer).headers.get('etag'))).toEqual(['W/"1"', 'W/"2"', 'W/"2"']);
  });

  test('patches, with a test that has to hold', async () => {
    const id = idOf(await create('patched'));
    const patched = (await sender.patch({
      resourceType,
      id,
      jsonPatch: [
        { op: 'test', path: '/status', value: 'booked' },
        { op: 'replace', path: '/status', value: 'arrived' },
        { op: 'add', path: '/priority', value: 4 },
        { op: 'add', path: '/identifier/-', value: { use: 'secondary', system: SYSTEM, value: 'alias' } },
        { op: 'copy', from: '/identifier/1', path: '/identifier/-' },
        { op: 'remove', path: '/identifier/2' },
        { op: 'move', from: '/priority', path: '/minutesDuration' },
      ] as never,
      options: { headers: { 'If-Match': 'W/"1"' } },
    })) as Resource;
    expect(patched).toMatchObject({ status: 'arrived', minutesDuration: 4, meta: { versionId: '2' } });
    expect(patched['identifier']).toHaveLength(2);
    const failing = [{ op: 'test', path: '/status', value: 'booked' }] as never;
    expect(await refused(sender.patch({ resourceType, id, jsonPatch: failing }))).toEqual({ status: 422, code: 'business-rule' });
    const late = sender.patch({ resourceType, id, jsonPatch: failing, options: { headers: { 'If-Match': 'W/"1"' } } });
    expect((await refused(late)).status).toBe(412);
    const invalid = sender.patch({ resourceType, id, jsonPatch: [{ op: 'remove', path: '/status' }] as never });
    expect((await refused(invalid)).status).toBe(400);
  });

  test('reads each version, and the history with a deletion in it', async () => {
    const id = idOf(await put('history'));
    await put('history', { priority: 1 });
    await sender.delete({ resourceType, id });
    const old = (await sender.vread({ resourceType, id, version: '1' })) as Resource;
    expect(old).toMatchObject({ id, meta: { versionId: '1' } });
    expect(old['priority']).toBeUndefined();
    expect(await refused(sender.vread({ resourceType, id, version: '3' }))).toEqual({ status: 410, code: 'deleted' });
    expect((await refused(sender.vread({ resourceType, id, version: '4' }))).status).toBe(404);
    expect((await refused(sender.read({ resourceType, id }))).status).toBe(410);
    const history = (await sender.history({ resourceType, id })) as Resource;
    const methods = entriesOf(history).map((entry) => (entry as unknown as { request: { method: string } }).request.method);
    expect(methods).toEqual(['DELETE', 'PUT', 'POST']);
    expect(entriesOf(history).map(({ resource }) => resource?.['meta'])).toMatchObject(
      [{}, { versionId: '2' }, { versionId: '1' }].map((meta, at) => (at === 0 ? undefined : meta)) as never,
    );
    expect((await refused(citizen.history({ resourceType, id }))).status).toBe(403);
  });

  test('gets a history in pages that together are the whole', async () => {
    const id = idOf(await put('long-history'));
    for (let priority = 1; priority <= 4; priority += 1) await put('long-history', { priority });
    let page = (await sender.request(`Appointment/${id}/_history?_count=2`)) as Resource;
    const versions: string[] = [];
    for (;;) {
      versions.push(...entriesOf(page).map(({ response }) => response.etag ?? ''));
      const next = (await sender.nextPage({ bundle: page as never })) as Resource | undefined;
      if (next === undefined) break;
      page = next;
    }
    expect(versions).toEqual(['W/"5"', 'W/"4"', 'W/"3"', 'W/"2"', 'W/"1"']);
  });

  test('deletes by id and by identifier, and once more without a word', async () => {
    const id = idOf(await create('deleted'));
    expect(responseOf((await sender.delete({ resourceType, id })) as Resource).status).toBe(204);
    expect(responseOf((await sender.delete({ resourceType, id })) as Resource).status).toBe(204);
    await create('deleted-by-identifier');
    const address = `Appointment?identifier=${SYSTEM}|deleted-by-identifier`;
    for (let time = 0; time < 2; time += 1)
      expect(responseOf((await sender.request(address, { method: 'DELETE' })) as Resource).status).toBe(204);
    expect((await sender.search({ resourceType, searchParams: { identifier: `${SYSTEM}|deleted-by-identifier` } }))['total']).toBe(0);
  });

  const entry = (value: string, method: 'PUT' | 'POST', changes = {}) => ({
    resource: appointment(value, changes),
    request: { method, url: method === 'PUT' ? `Appointment?identifier=${SYSTEM}|${value}` : 'Appointment' },
  });

  test('sends a batch in which one bad entry drops no other', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [entry('b-1', 'PUT'), entry('b-2', 'POST', { status: 'unknown' }), entry('b-3', 'POST')],
    };
    const answer = (await sender.batch({ body: bundle as never })) as Resource;
    expect(entriesOf(answer).map(({ response }) => response.status.slice(0, 3))).toEqual(['201', '400', '201']);
  });

  test('sends a transaction whose entries name each other, all or none', async () => {
    const uuid = 'urn:uuid:6f9d1c0e-61a4-4c0f-9f0f-5f3f2f1f0e01';
    const moved = (value: string, reference: string) =>
      appointment(value, {
        start: '2026-03-05T09:00:00+01:00',
        end: '2026-03-05T09:20:00+01:00',
        extension: [
          {
            url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.originatingAppointment',
            valueReference: { reference },
          },
          { url: 'https://aftaledeling.dk/fhir/StructureDefinition/original-start', valueInstant: '2026-03-05T07:00:00+01:00' },
        ],
      });
    const request = { method: 'POST', url: 'Appointment' };
    const bundle = (reference: string, name: string) => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: uuid, resource: series(`${name}-series`, 'FREQ=DAILY;COUNT=3'), request },
        { resource: moved(`${name}-moved`, reference), request },
      ],
    });
    const answer = (await sender.transaction({ body: bundle(uuid, 'tx') as never })) as Resource;
    expect(entriesOf(answer).map(({ response }) => response.status)).toEqual(['201 Created', '201 Created']);
    const found = (await citizen.search({ resourceType, searchParams: { identifier: `${SYSTEM}|tx-series` } })) as Resource;
    expect(entriesOf(found).map(({ resource }) => resource?.['start'])).toEqual([
      '2026-03-04T07:00:00+01:00',
      '2026-03-05T09:00:00+01:00',
      '2026-03-06T07:00:00+01:00',
    ]);
    for (const reference of ['urn:uuid:6f9d1c0e-61a4-4c0f-9f0f-5f3f2f1f0e02', 'Appointment/6f9d1c0e-61a4-4c0f-9f0f-5f3f2f1f0e03']) {
      expect((await refused(sender.transaction({ body: bundle(reference, 'tx-none') as never }))).status).toBe(422);
    }
    expect((await sender.search({ resourceType, searchParams: { identifier: `${SYSTEM}|tx-none-series` } }))['total']).toBe(0);
  });

  test('searches by GET and by POST, and goes through the pages', async () => {
    const ids = [];
    for (let day = 10; day < 17; day += 1) {
      const times = { start: `2026-03-${day}T10:00:00+01:00`, end: `2026-03-${day}T10:30:00+01:00` };
      ids.push(idOf(await create(`page-${day}`, times, people.max.cpr)));
    }
    const byNumber = { 'patient:identifier': `urn:oid:1.2.208.176.1.2|${people.max.cpr}`, _count: '3', _sort: '-date' };
    let page = (await professional.search({ resourceType, searchParams: byNumber, options: { postSearch: true } })) as Resource;
    expect(page['total']).toBe(7);
    const found: string[] = [];
    for (;;) {
      const links = page['link'] as { url: string }[];
      for (const { url } of links) expect(url).not.toContain(people.max.cpr);
      found.push(
        ...entriesOf(page).flatMap(({ resource, search }) => (search?.mode === 'match' && resource !== undefined ? [idOf(resource)] : [])),
      );
      const next = (await professional.nextPage({ bundle: page as never })) as Resource | undefined;
      if (next === undefined) break;
      page = next;
    }
    expect(found).toEqual(ids.reverse());
    expect((await refused(professional.search({ resourceType, searchParams: byNumber }))).status).toBe(400);
  });

  test('gets a reference to a citizen by their number, and reads it', async () => {
    const searchParams = { identifier: `urn:oid:1.2.208.176.1.2|${people.einer.cpr}` };
    const found = (await professional.search({ resourceType: 'Patient', searchParams, options: { postSearch: true } })) as Resource;
    const [patient] = entriesOf(found).map(({ resource }) => resource as Resource);
    expect(patient).toMatchObject({ resourceType: 'Patient', identifier: [{ value: people.einer.cpr }] });
    expect(await professional.read({ resourceType: 'Patient', id: idOf(patient as Resource) })).toMatchObject({
      id: idOf(patient as Resource),
      identifier: [{ value: people.einer.cpr }],
    });
    expect((await refused(citizen.read({ resourceType: 'Patient', id: idOf(patient as Resource) }))).status).toBe(404);
  });

  test('has the overview by the citizen, and by the reference that the overview gives', async () => {
    await create('overview');
    const overview = (await citizen.operation({
      resourceType: 'Patient',
      name: '$aftaleoversigt',
      input: { resourceType: 'Parameters' } as never,
    })) as Resource;
    const [first] = entriesOf(overview);
    const participants = (first?.resource?.['participant'] ?? []) as { actor: { reference: string } }[];
    const id = participants[0]?.actor.reference.replace('Patient/', '') ?? '';
    const again = (await citizen.operation({ resourceType: 'Patient', id, name: '$aftaleoversigt', method: 'GET' })) as Resource;
    expect(again['entry']).toEqual(overview['entry']);
  });

  test('validates without storing anything', async () => {
    const validated = (body: object, name = '$validate') =>
      sender.operation({ resourceType, name, input: body as never }) as Promise<Resource>;
    const issues = async (answer: Promise<Resource>) => (await answer)['issue'] as { severity: string; code: string }[];
    expect((await issues(validated(appointment('dry-run'))))[0]?.severity).not.toBe('error');
    expect((await sender.search({ resourceType, searchParams: { identifier: `${SYSTEM}|dry-run` } }))['total']).toBe(0);
    expect((await issues(validated({ resourceType: 'Appointment' })))[0]).toMatchObject({ severity: 'error', code: 'required' });
    await create('known');
    const asParameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'resource', resource: appointment('known', { priority: 9 }) },
        { name: 'mode', valueCode: 'create' },
      ],
    };
    expect((await issues(validated(asParameters)))[0]).toMatchObject({ severity: 'error', code: 'duplicate' });
    const byCitizen = await citizen.operation({ resourceType, name: '$validate', input: appointment('x') as never });
    expect(byCitizen.resourceType).toBe('OperationOutcome');
  });

  test('is refused an unknown parameter under strict handling, and lenient handling shows that it was passed over', async () => {
    const searchParams = { identifier: `${SYSTEM}|x`, colour: 'red' };
    const strict = sender.search({ resourceType, searchParams, options: { headers: { Prefer: 'handling=strict' } } });
    expect(await refused(strict)).toEqual({ status: 400, code: 'not-supported' });
    const lenient = (await sender.search({ resourceType, searchParams })) as Resource;
    expect((lenient['link'] as { url: string }[])[0]?.url).not.toContain('colour');
  });
});
