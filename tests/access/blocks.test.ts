import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { appointment, own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const NURSE = { personId: 'nurse-1', sor: '191901000016999', cvr: '55133018' };
const SOR = 'urn:oid:1.2.208.176.1.1';

/** A block as small as it may be, with what a case adds to its one provision. */
const block = (provision: Record<string, unknown> = {}) => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: people.nancy.cpr } },
  policy: [{ uri: 'https://aftaledeling.dk/fhir/policy/spaerring' }],
  provision: { provision: [{ type: 'deny', ...provision }] },
});

const reader = (system: string, value: string, more: Record<string, unknown> = {}) => ({
  actor: [{ role: { coding: [{ code: 'IRCP' }] }, reference: { identifier: { system, value } }, ...more }],
});

const effect = (valueCode: string) => ({ extension: [{ url: own('block-effect'), valueCode }] });

describe.each(engines)('blocks on the $engine engine', (engine) => {
  let service: TestService;
  let citizen: Record<string, string>;
  let nurse: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    citizen = await service.citizen(people.nancy.cpr);
    nurse = await service.professional(NURSE);
    const regional = { start: '2026-03-10T08:00:00+01:00', end: '2026-03-10T09:00:00+01:00' };
    await putAppointment(service, await service.sender('municipal'), appointment('home')).expect(201);
    await putAppointment(service, await service.sender('regional'), appointment('hospital', regional)).expect(201);
  });
  afterAll(() => service?.close());
  beforeEach(async () => {
    const { body } = await request(service.app).get('/fhir/Consent').set(citizen).expect(200);
    for (const { resource } of body.entry ?? []) await request(service.app).delete(`/fhir/Consent/${resource.id}`).set(citizen).expect(204);
  });

  const set = (consent: object) =>
    request(service.app).post('/fhir/Consent').set(citizen).set('Content-Type', FHIR_JSON).send(JSON.stringify(consent));
  const seenBy = async (headers: Record<string, string>): Promise<string[]> => {
    const { body } = await postOverview(service, headers, { cpr: people.nancy.cpr }).expect(200);
    return (body.entry ?? [])
      .filter((entry: { search: { mode: string } }) => entry.search.mode === 'match')
      .map(({ resource }: { resource: { identifier?: { value: string }[] } }) => resource.identifier?.[0]?.value ?? 'busy');
  };

  test.each([
    ['everything from everyone', {}, []],
    ['this person', reader('urn:ids', NURSE.personId), []],
    ['another person', reader('urn:ids', 'nurse-2'), ['home', 'hospital']],
    ['this organisation by its SOR id', reader(SOR, NURSE.sor), []],
    ['this organisation by its CVR number', reader('http://cvr.dk', NURSE.cvr), []],
    ['another organisation', reader(SOR, '325431000016004'), ['home', 'hospital']],
    ['municipal data', { code: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'MunicipalityAppointment' }] }] }, ['hospital']],
    [
      'the region’s data',
      { data: [{ meaning: 'authoredby', reference: { identifier: { system: SOR, value: '359011000016003' } } }] },
      ['home'],
    ],
    ['a span of days', { dataPeriod: { start: '2026-03-04', end: '2026-03-04' } }, ['hospital']],
    ['a time that has not come', { period: { start: '2026-03-03' } }, ['home', 'hospital']],
    ['a time that is over', { period: { end: '2026-03-01' } }, ['home', 'hospital']],
    ['today, the last day', { period: { end: '2026-03-02' } }, []],
    ['all but the time', effect('busy-only'), ['busy', 'busy']],
  ] as const)('of %s bind as they say', async (_what, provision, expected) => {
    await set(block(provision)).expect(201);
    expect(await seenBy(nurse)).toEqual(expected);
    expect(await seenBy(citizen)).toEqual(['home', 'hospital']);
  });

  test('never hide from professionals what their own organisation sent', async () => {
    await set(block()).expect(201);
    const own = await service.professional({ personId: 'nurse-3', cvr: '35209115' });
    expect(await seenBy(own)).toEqual(['home']);
  });

  test('are looked past with a reason, which the citizen reads', async () => {
    await set(block()).expect(201);
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'patient', valueIdentifier: { system: 'urn:oid:1.2.208.176.1.2', value: people.nancy.cpr } },
        { name: 'override', valueCode: 'emergency' },
        { name: 'override-reason', valueString: 'Bevidstløs ved ankomst' },
      ],
    };
    const { body } = await request(service.app)
      .post('/fhir/Patient/$aftaleoversigt')
      .set(nurse)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(parameters))
      .expect(200);
    expect(body.total).toBe(2);
    const log = await request(service.app).get('/fhir/AuditEvent').set(citizen).expect(200);
    const [event] = log.body.entry;
    expect(event.resource.purposeOfEvent.map((purpose: { coding: { code: string }[] }) => purpose.coding[0]?.code)).toContain('BTG');
    expect(JSON.stringify(event)).toContain('Bevidstløs ved ankomst');
  });

  test('are lifted by an inactive status and by deletion, from the next read on', async () => {
    const { body } = await set(block()).expect(201);
    expect(await seenBy(nurse)).toEqual([]);
    const lifted = { ...block(), id: body.id, status: 'inactive' };
    await request(service.app)
      .put(`/fhir/Consent/${body.id}`)
      .set(citizen)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(lifted))
      .expect(200)
      .expect('ETag', 'W/"2"');
    expect(await seenBy(nurse)).toEqual(['home', 'hospital']);
  });

  test('keep a hidden appointment from being read by its id, and a masked one from being told of', async () => {
    const found = await postOverview(service, nurse, { cpr: people.nancy.cpr }).expect(200);
    const { id } = found.body.entry[0].resource;
    await request(service.app).get(`/fhir/Appointment/${id}`).set(nurse).expect(200);
    const { body } = await set(block()).expect(201);
    await request(service.app).get(`/fhir/Appointment/${id}`).set(nurse).expect(404);
    await request(service.app).delete(`/fhir/Consent/${body.id}`).set(citizen).expect(204);
    await set(block(effect('busy-only'))).expect(201);
    const masked = await request(service.app).get(`/fhir/Appointment/${id}`).set(nurse).expect(200);
    expect(Object.keys(masked.body).sort()).toEqual(['end', 'extension', 'id', 'meta', 'participant', 'resourceType', 'start', 'status']);
    expect(masked.body.extension).toHaveLength(1);
    expect(masked.body.meta.security).toEqual([{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'MASKED' }]);
  });

  test('are the citizen’s own: nobody else reads, sets or lifts them', async () => {
    const { body } = await set(block()).expect(201);
    const other = await service.citizen(people.max.cpr);
    await request(service.app).get(`/fhir/Consent/${body.id}`).set(other).expect(404);
    await request(service.app).delete(`/fhir/Consent/${body.id}`).set(other).expect(404);
    await request(service.app).get('/fhir/Consent').set(nurse).expect(403);
    await request(service.app).post('/fhir/Consent').set(other).set('Content-Type', FHIR_JSON).send(JSON.stringify(block())).expect(403);
  });

  test.each([
    ['without a nested provision', { ...block(), provision: { type: 'permit' } }],
    ['that permits', block({ type: 'permit' })],
    ['under another policy', { ...block(), policy: [{ uri: 'https://example.org' }] }],
    ['whose reader has no number', block({ actor: [{ role: { coding: [{ code: 'IRCP' }] }, reference: { display: 'Doktoren' } }] })],
    ['of an unknown sector', block({ code: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'Dentist' }] }] })],
    ['that ends before it starts', block({ period: { start: '2026-03-05', end: '2026-03-04' } })],
  ])('%s are refused', async (_what, consent) => {
    const { body } = await set(consent).expect(422);
    expect(body.issue[0].expression[0]).toMatch(/^Consent/);
  });
});
