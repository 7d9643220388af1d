import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { validate } from '../../src/fhir/validate.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';
import { type Headers, ofType, postStamkort, send, stateOf } from './cards.ts';
import { coverage, custody, FEED, feed, feedEverything, optOut, person, registerHeaders, registration, reportState } from './registers.ts';

describe.each(engines)('the registers on $engine', (engine) => {
  let service: TestService;
  let nurse: Headers;
  const cardOf = async (cpr: string = people.nancy.cpr) => (await postStamkort(service, nurse, { cpr })).body;

  beforeAll(async () => {
    service = await startTestService(engine);
    nurse = await service.professional();
    await feedEverything(service);
  });
  afterAll(() => service.close());

  it('store nothing for the same again, and a version for a change', async () => {
    expect([(await feed(service, 'cpr', person())).status, (await feed(service, 'cpr', person())).headers['etag']]).toEqual([200, 'W/"1"']);
    const changed = await feed(
      service,
      'cpr',
      person(people.nancy.cpr, { address: [{ line: ['Ny Vej 2'], postalCode: '5000', city: 'Odense C' }] }),
    );
    expect([changed.status, changed.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(ofType(await cardOf(), 'Patient')[0].address).toEqual([
      { use: 'home', line: ['Ny Vej 2'], postalCode: '5000', city: 'Odense C' },
    ]);
  });

  it('write their own kinds alone, of a citizen who is named, and keep an identifier to its citizen', async () => {
    const codes = ({ body }: { body: { issue: { details: { coding: { code: string }[] } }[] } }) => body.issue[0]?.details.coding[0]?.code;
    const others = await feed(service, 'sygesikring', person(people.bruno.cpr));
    expect([others.status, codes(others)]).toEqual([422, 'card-register-kind']);
    const wills = await feed(service, 'organdonor', registration('LivingWillRegistration', true));
    expect([wills.status, codes(wills)]).toEqual([422, 'card-register-kind']);
    const extra = await feed(service, 'cpr', person(people.bruno.cpr, { telecom: [{ system: 'phone', value: '1' }] }));
    expect([extra.status, codes(extra)]).toEqual([422, 'card-register-kind']);
    const unnamed = { ...coverage(), beneficiary: { display: 'Nancy' } };
    const nobody = await feed(service, 'sygesikring', unnamed);
    expect([nobody.status, codes(nobody)]).toEqual([422, 'card-citizen']);
    const moved = await feed(service, 'sygesikring', coverage(people.bruno.cpr));
    expect([moved.status, codes(moved)]).toEqual([422, 'card-citizen']);
    const headers = await registerHeaders(service, 'sygesikring');
    const mismatch = await request(service.app)
      .put('/fhir/Coverage')
      .query({ identifier: `${FEED}|another` })
      .set(headers)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(coverage()));
    expect(mismatch.status).toBe(400);
    expect((await send(service, 'put', '/fhir/Coverage?identifier=x', await service.citizen(people.nancy.cpr), coverage())).status).toBe(
      403,
    );
  });

  it('take away what they gave', async () => {
    await feed(service, 'cpr', custody(people.bruno.cpr, 'PARAUTH'));
    const path = `/fhir/RelatedPerson?identifier=${encodeURIComponent(`${FEED}|custody-PARAUTH`)}`;
    const headers = await registerHeaders(service, 'cpr');
    expect(ofType(await cardOf(people.bruno.cpr), 'RelatedPerson')).toHaveLength(1);
    expect((await send(service, 'delete', path, headers)).status).toBe(204);
    expect((await send(service, 'delete', path, headers)).status).toBe(204);
    expect(ofType(await cardOf(people.bruno.cpr), 'RelatedPerson')).toEqual([]);
    expect((await feed(service, 'cpr', custody(people.bruno.cpr, 'PARAUTH'))).status).toBe(201);
  });

  it('send bundles: of a batch the good entries, of a transaction all or none', async () => {
    const entry = (resource: { identifier: readonly { system: string; value: string }[]; resourceType: string }) => ({
      resource,
      request: {
        method: 'PUT',
        url: `${resource.resourceType}?identifier=${encodeURIComponent(`${FEED}|${resource.identifier[0]?.value}`)}`,
      },
    });
    const good = { ...coverage(people.max.cpr), identifier: [{ system: FEED, value: 'max' }] };
    const bad = { ...coverage(people.max.cpr, '7'), identifier: [{ system: FEED, value: 'max-2' }] };
    const post = async (type: string, ...resources: (typeof good)[]) =>
      send(service, 'post', '/fhir', await registerHeaders(service, 'sygesikring'), {
        resourceType: 'Bundle',
        type,
        entry: resources.map(entry),
      });
    const transaction = await post('transaction', good, bad);
    expect([transaction.status, transaction.body.issue[0].expression]).toEqual([422, ['Bundle.entry[1].resource.class']]);
    expect(ofType(await cardOf(people.max.cpr), 'Coverage')).toEqual([]);
    const batch = await post('batch', bad, good);
    expect(batch.body.entry.map(({ response }: { response: { status: string } }) => response.status)).toEqual(['422', '201']);
    expect(ofType(await cardOf(people.max.cpr), 'Coverage')).toHaveLength(1);
  });

  describe.each(['cpr', 'sygesikring', 'yder', 'organdonor', 'testamente', 'fravalg'])('%s down', (register) => {
    const kinds: Readonly<Record<string, string>> = {
      cpr: 'Patient',
      sygesikring: 'Coverage',
      yder: 'Organization',
      organdonor: 'Observation',
      testamente: 'Observation',
      fravalg: 'Observation',
    };

    it('still leaves a card, which says so, and hides no item', async () => {
      const before = await cardOf();
      expect(await reportState(service, register, 'down', '2026-03-02T07:15:00Z')).toBe(200);
      const body = await cardOf();
      expect(validate(body)).toEqual([]);
      const types = (card: typeof body) =>
        card.entry
          .map(({ resource }: { resource: { resourceType: string } }) => resource.resourceType)
          .filter((type: string) => type !== 'OperationOutcome' && type !== 'Consent');
      expect(types(body)).toEqual(types(before));
      const issues = ofType(body, 'OperationOutcome')
        .flatMap(({ issue }) => issue)
        .filter(({ code }) => code === 'incomplete');
      expect(issues[0].details.text).toMatch(/kan ikke nås i øjeblikket\. Oplysningerne er fra 02\.03\.2026 kl\. 08\.15\.$/);
      const marked = ofType(body, 'Provenance').filter(({ meta }) => meta?.tag?.[0].code === 'down');
      expect(marked.length).toBeGreaterThan(0);
      for (const { extension } of marked)
        expect(extension).toEqual([
          { url: 'https://aftaledeling.dk/fhir/StructureDefinition/as-of', valueInstant: '2026-03-02T07:15:00.000Z' },
        ]);
      expect(marked.every(({ target }) => JSON.stringify(target).includes(kinds[register] ?? '?') || register === 'cpr')).toBe(true);
      expect(stateOf(body)).toBe(register === 'fravalg' ? 'temp-unknown' : false);
      const unknown = ofType(body, 'Observation').filter(
        ({ dataAbsentReason }) => dataAbsentReason?.coding[0].code === 'temp-unknown',
      ).length;
      expect(unknown).toBe({ organdonor: 1, testamente: 2, fravalg: 1 }[register] ?? 0);
      await reportState(service, register, 'ok');
      expect(await cardOf()).toMatchObject({ entry: expect.any(Array) });
      expect(stateOf(await cardOf())).toBe(false);
    });
  });

  it('that said nothing for a day are late, and one that said ok is not', async () => {
    await reportState(service, 'yder', 'ok');
    service.setNow('2026-03-03T09:00:00Z');
    const late = ofType(await cardOf(), 'OperationOutcome').flatMap(({ issue }) => issue);
    expect(late.map(({ details }) => details.text).filter((text) => text.startsWith('Yderregistret er forsinket'))).toHaveLength(1);
    await reportState(service, 'yder', 'ok');
    expect(JSON.stringify(ofType(await cardOf(), 'OperationOutcome'))).not.toContain('Yderregistret');
    service.setNow('2026-03-02T08:00:00Z');
  });

  it('say of the opt-out when it holds from, and it is nobody’s but the citizen’s before', async () => {
    await feed(service, 'fravalg', optOut('active', { dateTime: '2026-02-27T12:00:00+01:00' }));
    expect(stateOf(await cardOf())).toBe('temp-unknown');
    expect(JSON.stringify(await cardOf())).not.toContain('2026-02-27');
    const own = (await postStamkort(service, await service.citizen(people.nancy.cpr))).body;
    expect(ofType(own, 'Consent')).toMatchObject([{ status: 'active', provision: { period: { start: '2026-03-06T12:00:00+01:00' } } }]);
    service.setNow('2026-03-06T11:00:00Z');
    expect(stateOf(await cardOf())).toBe(true);
    expect(ofType(await cardOf(), 'Flag')).toMatchObject([{ status: 'active', code: { coding: [{ code: '304253006' }] } }]);
    await feed(service, 'fravalg', optOut('inactive', { dateTime: '2026-03-06T12:00:00+01:00' }));
    expect(stateOf(await cardOf())).toBe(false);
    expect(ofType(await cardOf(), 'Flag')).toEqual([]);
    service.setNow('2026-03-02T08:00:00Z');
  });
});
