import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { findDueChanges } from '../../src/store/stamkort-change.ts';
import { findItemVersions } from '../../src/store/stamkort-item.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { dentist, type Headers, ofType, postStamkort, relative, send, temporary } from './cards.ts';
import { custody, feed, feedEverything } from './registers.ts';

const NURSING_HOME = '953741000016009';

describe.each(engines)('changing a card on $engine', (engine) => {
  let service: TestService;
  let nancy: Headers;
  let nurse: Headers;
  let patientId: string;

  const idOf = (cpr: string): string => service.deps.citizenIdOf({ system: CPR_SYSTEM, value: cpr });
  const paths = (body: { issue: { expression?: string[] }[] }): (string | undefined)[] =>
    body.issue.map(({ expression }) => expression?.[0]);
  const patch = (headers: Headers, operations: object[], more: Headers = {}) =>
    send(service, 'patch', `/fhir/Patient/${patientId}`, { ...headers, ...more }, operations);

  beforeAll(async () => {
    service = await startTestService(engine);
    nancy = await service.citizen(people.nancy.cpr);
    nurse = await service.professional({ sor: NURSING_HOME });
    patientId = idOf(people.nancy.cpr);
    await feedEverything(service);
  });
  afterAll(() => service.close());

  describe('a relative', () => {
    it('is created, changed, read and deleted, each a version with its time', async () => {
      const created = await send(service, 'post', '/fhir/RelatedPerson', nancy, relative());
      expect([created.status, created.headers['etag']]).toEqual([201, 'W/"1"']);
      expect(created.headers['location']).toBe(`http://aftaledeling.test/fhir/RelatedPerson/${created.body.id}`);
      expect(created.body.relationship[0].coding).toEqual([
        { system: 'urn:oid:1.2.208.184.100.2', code: 'nabo', display: 'Nabo' },
        { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'NBOR' },
      ]);
      const path = `/fhir/RelatedPerson/${created.body.id}`;
      const put = await send(service, 'put', path, { ...nancy, 'If-Match': 'W/"1"' }, { ...created.body, name: [{ given: ['Kirsten'] }] });
      expect([put.status, put.headers['etag']]).toEqual([200, 'W/"2"']);
      const stale = await send(service, 'put', path, { ...nancy, 'If-Match': 'W/"1"' }, created.body);
      expect(stale.status).toBe(412);
      const same = await send(service, 'put', path, nancy, put.body);
      expect([same.status, same.headers['etag']]).toEqual([200, 'W/"2"']);
      expect((await send(service, 'delete', path, nancy)).status).toBe(204);
      expect((await send(service, 'get', path, nancy)).status).toBe(404);
      expect((await send(service, 'put', path, nancy, created.body)).status).toBe(410);
      const versions = await findItemVersions(service.deps.db, patientId, created.body.id);
      expect(versions.map(({ version, deleted }) => [version, deleted])).toEqual([
        [1, false],
        [2, false],
        [3, true],
      ]);
    });

    it('needs a given name and keeps to what the card has', async () => {
      const { status, body } = await send(service, 'post', '/fhir/RelatedPerson', nancy, {
        ...relative(),
        name: [{ family: 'Berggren' }],
        birthDate: '1950-01-01',
        telecom: [{ system: 'fax', value: '1' }],
        extension: [{ url: 'https://aftaledeling.dk/fhir/StructureDefinition/relative-comment', valueString: 'to\nlinjer' }],
      });
      expect(status).toBe(422);
      expect(paths(body).sort()).toEqual([
        'RelatedPerson.birthDate',
        'RelatedPerson.extension',
        'RelatedPerson.name[0].given',
        'RelatedPerson.telecom[0]',
      ]);
    });

    it('that a register gave is refused, each element by its path', async () => {
      const { body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr });
      const child = ofType(body, 'RelatedPerson').find(({ identifier }) => identifier !== undefined);
      const put = await send(service, 'put', `/fhir/RelatedPerson/${child.id}`, nancy, { ...child, name: [{ given: ['En', 'anden'] }] });
      expect([put.status, paths(put.body)]).toEqual([422, ['RelatedPerson.name']]);
      expect((await send(service, 'delete', `/fhir/RelatedPerson/${child.id}`, nancy)).status).toBe(422);
    });

    it('of another is nobody’s to see or change', async () => {
      const { body } = await send(service, 'post', '/fhir/RelatedPerson', nancy, relative());
      const bruno = await service.citizen(people.bruno.cpr);
      expect((await send(service, 'put', `/fhir/RelatedPerson/${body.id}`, bruno, body)).status).toBe(404);
      expect((await send(service, 'post', '/fhir/RelatedPerson', bruno, relative())).status).toBe(403);
      const moved = { ...body, patient: { identifier: { system: CPR_SYSTEM, value: people.bruno.cpr } } };
      expect((await send(service, 'put', `/fhir/RelatedPerson/${body.id}`, nurse, moved)).status).toBe(422);
    });
  });

  describe('the Patient', () => {
    it('refuses each element of a register by its path, and changes nothing then', async () => {
      const { body } = await send(service, 'get', `/fhir/Patient/${patientId}`, nancy);
      const changed = {
        ...body,
        name: [{ use: 'official', given: ['En'], family: 'Anden' }],
        birthDate: '1950-01-01',
        address: [{ use: 'home', line: ['Et andet sted 1'], city: 'Odense' }],
        telecom: [{ system: 'phone', value: '11112222' }],
      };
      const put = await send(service, 'put', `/fhir/Patient/${patientId}`, nancy, changed);
      expect([put.status, paths(put.body).sort()]).toEqual([422, ['Patient.address[0]', 'Patient.birthDate', 'Patient.name']]);
      const after = await send(service, 'get', `/fhir/Patient/${patientId}`, nancy);
      expect(after.body).toEqual(body);
      const removed = await patch(nancy, [{ op: 'remove', path: '/name' }]);
      expect([removed.status, paths(removed.body)]).toEqual([422, ['Patient.name']]);
    });

    it('is changed item by item: who patches one leaves the others', async () => {
      await patch(nancy, [{ op: 'add', path: '/telecom', value: [{ system: 'phone', value: '11112222', use: 'home' }] }]);
      await patch(nurse, [
        { op: 'add', path: '/communication', value: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'pl' }] } }] },
      ]);
      const { body, headers } = await send(service, 'get', `/fhir/Patient/${patientId}`, nancy);
      expect(body.telecom).toHaveLength(1);
      expect(body.communication).toHaveLength(1);
      const put = await send(
        service,
        'put',
        `/fhir/Patient/${patientId}`,
        { ...nancy, 'If-Match': headers['etag'] ?? '' },
        {
          resourceType: 'Patient',
          id: patientId,
          telecom: body.telecom,
        },
      );
      expect(put.status).toBe(200);
      expect(put.body.communication).toBeUndefined();
      expect(put.body.name).toEqual(body.name);
      const stale = await patch(nancy, [{ op: 'remove', path: '/telecom' }], { 'If-Match': headers['etag'] ?? '' });
      expect(stale.status).toBe(412);
    });

    it('has one temporary address, whose days are in order, and one language that there is', async () => {
      const two = await patch(nancy, [
        { op: 'add', path: '/address/-', value: temporary('Forskerparken 10') },
        { op: 'add', path: '/address/-', value: temporary('Torvet 1') },
      ]);
      expect([two.status, paths(two.body)]).toEqual([422, ['Patient.address[2]']]);
      const backwards = { ...temporary('Torvet 1'), period: { start: '2026-05-01', end: '2026-05-02' } };
      expect((await patch(nancy, [{ op: 'add', path: '/address/-', value: backwards }])).status).toBe(200);
      const wrong = await patch(nancy, [{ op: 'replace', path: '/address/1/period/end', value: '2026-04' }]);
      expect([wrong.status, paths(wrong.body)]).toEqual([422, ['Patient.address[1].period']]);
      const language = await patch(nancy, [
        { op: 'add', path: '/communication', value: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'qq' }] } }] },
      ]);
      expect([language.status, paths(language.body)]).toEqual([422, ['Patient.communication[0].language']]);
    });
  });

  describe('the dentist', () => {
    it('is one, comes back as it was sent, and can be set anew after it was deleted', async () => {
      const created = await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
      expect(created.status).toBe(201);
      const again = await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
      expect(again.status).toBe(409);
      const same = await send(service, 'put', `/fhir/CareTeam/${created.body.id}`, nurse, created.body);
      expect([same.status, same.headers['etag']]).toEqual([200, 'W/"1"']);
      expect((await send(service, 'delete', `/fhir/CareTeam/${created.body.id}`, nurse)).status).toBe(204);
      const anew = await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
      expect([anew.status, anew.body.id, anew.headers['etag']]).toEqual([201, created.body.id, 'W/"3"']);
    });
  });

  describe('who entered it', () => {
    it('is told of: the citizen by name, a professional by the organisation, one over the other with a mark', async () => {
      const named = {
        Authorization: `Bearer ${await service.token({ role: 'citizen', cpr: people.nancy.cpr, name: 'Nancy Ann Test Berggren' })}`,
      };
      const { body: own } = await send(service, 'post', '/fhir/RelatedPerson', named, relative());
      const provenance = async () => {
        const { body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr });
        return ofType(body, 'Provenance').find(({ target }) => target[0].reference === `RelatedPerson/${own.id}`);
      };
      expect(await provenance()).toMatchObject({
        recorded: '2026-03-02T09:00:00+01:00',
        agent: [{ who: { reference: `Patient/${patientId}`, display: 'Nancy Ann Test Berggren' } }],
      });
      const put = await send(
        service,
        'put',
        `/fhir/RelatedPerson/${own.id}`,
        { ...nurse, Prefer: 'return=OperationOutcome' },
        {
          ...own,
          telecom: [{ system: 'phone', value: '87654321' }],
        },
      );
      expect(put.body.issue[0]).toMatchObject({ severity: 'warning', details: { coding: [{ code: 'card-overwritten' }] } });
      const over = await provenance();
      expect(over).toMatchObject({
        agent: [{ role: [{ coding: [{ code: 'EnteredHealthcareprofessional' }] }], who: { identifier: { value: NURSING_HOME } } }],
        entity: [{ role: 'revision', agent: [{ who: { display: 'Nancy Ann Test Berggren' } }] }],
      });
      expect(JSON.stringify(over)).not.toMatch(/Test Sygeplejerske|development-nurse/);
      const taken = await send(service, 'put', `/fhir/RelatedPerson/${own.id}`, named, own);
      expect(taken.status).toBe(200);
      expect((await provenance()).entity).toBeUndefined();
    });

    it('is a relative who acts for the citizen, and one with custody of a child', async () => {
      const tokenFor = async (cpr: string, relation: string) => ({
        Authorization: `Bearer ${await service.token({ role: 'citizen', cpr: people.max.cpr, name: 'Max Test Berggren', actFor: { cpr, relation } })}`,
      });
      const proxy = await tokenFor(people.nancy.cpr, 'power-of-attorney');
      expect((await send(service, 'post', '/fhir/RelatedPerson', proxy, relative())).status).toBe(201);
      const { body } = await postStamkort(service, proxy, { cpr: people.nancy.cpr });
      const codes = ofType(body, 'Provenance').flatMap(({ agent }) => agent[0].role?.[0].coding[0].code ?? []);
      expect(codes).toContain('EnteredCitizenRelative');
      expect(
        (await send(service, 'post', '/fhir/RelatedPerson', await tokenFor(people.rikke.cpr, 'custody'), relative(people.rikke.cpr)))
          .status,
      ).toBe(201);
      expect((await send(service, 'post', '/fhir/RelatedPerson', await tokenFor(people.nancy.cpr, 'custody'), relative())).status).toBe(
        403,
      );
      expect((await feed(service, 'cpr', custody(people.rikke.cpr, 'PARAUTH'))).status).toBe(201);
      const child = await postStamkort(service, nurse, { cpr: people.rikke.cpr });
      expect(ofType(child.body, 'RelatedPerson').map(({ relationship }) => relationship[0].text ?? relationship[0].coding[0].code)).toEqual(
        ['nabo', 'Forældremyndighedsindehaver'],
      );
    });
  });

  it('tells whoever holds a copy of whom, and nothing else', async () => {
    const changes = await findDueChanges(service.deps.db, new Date('2026-03-02T08:00:01Z'), 1000);
    expect(changes.length).toBeGreaterThan(10);
    expect(new Set(changes.map(({ citizen_id }) => citizen_id))).toEqual(new Set([patientId, idOf(people.rikke.cpr)]));
    expect(Object.keys(changes[0] ?? {}).sort()).toEqual(['citizen_id', 'due_at', 'id']);
  });
});
