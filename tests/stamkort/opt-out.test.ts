import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decideResuscitation, type Statement } from '../../src/stamkort/decide-resuscitation.ts';
import { findDueChanges } from '../../src/store/stamkort-change.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { type Headers, ofType, postStamkort, send, stateOf } from './cards.ts';
import { feed, optOut, ownOptOut, reportState } from './registers.ts';

describe.each(engines)('the opt-out of resuscitation on $engine', (engine) => {
  let service: TestService;
  let nurse: Headers;
  let nancy: Headers;
  let proxy: Headers;
  let consentId = '';
  const cardOf = async (headers: Headers) => (await postStamkort(service, headers, { cpr: people.nancy.cpr })).body;

  beforeAll(async () => {
    service = await startTestService(engine);
    nurse = await service.professional();
    nancy = await service.citizen(people.nancy.cpr);
    const actFor = { cpr: people.nancy.cpr, relation: 'power-of-attorney' };
    proxy = { Authorization: `Bearer ${await service.token({ role: 'citizen', cpr: people.max.cpr, actFor })}` };
  });
  afterAll(() => service.close());

  it('is registered by the citizen alone, from the age of 60', async () => {
    const forAnother = await send(service, 'post', '/fhir/Consent', proxy, ownOptOut('active'));
    expect([forAnother.status, forAnother.body.issue[0].details.coding[0].code]).toEqual([403, 'opt-out-citizen']);
    const kirsten = await service.citizen(people.kirsten.cpr);
    const young = await send(service, 'post', '/fhir/Consent', kirsten, ownOptOut('active', {}, people.kirsten.cpr));
    expect([young.status, young.body.issue[0].details.coding[0].code]).toEqual([422, 'opt-out-age']);
    expect((await send(service, 'post', '/fhir/Consent', nurse, ownOptOut('active'))).status).toBe(403);
    const draft = await send(service, 'post', '/fhir/Consent', nancy, { ...ownOptOut('active'), status: 'draft' });
    expect(draft.status).toBe(422);
  });

  it('counts its seven days from when it was registered here, whatever it says itself', async () => {
    const backdated = { dateTime: '2020-01-01', provision: { type: 'deny', period: { start: '2020-01-08' } } };
    const { status, body } = await send(service, 'post', '/fhir/Consent', nancy, ownOptOut('active', backdated));
    expect(status).toBe(201);
    consentId = body.id;
    expect(body).toMatchObject({ dateTime: '2026-03-02T09:00:00+01:00', provision: { period: { start: '2026-03-09T09:00:00+01:00' } } });
  });

  it('is in nobody’s sight but the citizen’s until it is in force', async () => {
    service.setNow('2026-03-09T07:59:59Z');
    expect(stateOf(await cardOf(nancy))).toBe('temp-unknown');
    expect(ofType(await cardOf(nancy), 'Consent')).toHaveLength(1);
    for (const other of [nurse, proxy]) {
      expect(stateOf(await cardOf(other))).toBe('temp-unknown');
      expect(JSON.stringify(await cardOf(other))).not.toContain(consentId);
    }
    expect((await send(service, 'get', `/fhir/Consent/${consentId}`, proxy)).status).toBe(404);
    const patient = ofType(await cardOf(nancy), 'Patient')[0].id;
    expect((await send(service, 'get', `/fhir/Consent?patient=Patient/${patient}`, proxy)).body.total).toBe(0);
    expect((await send(service, 'get', '/fhir/Consent', nancy)).body.total).toBe(1);
    expect(await findDueChanges(service.deps.db, new Date('2026-03-09T07:59:59Z'), 10)).toEqual([]);
  });

  it('is in force after seven days, for staff a flag, and told to whoever holds a copy', async () => {
    service.setNow('2026-03-09T08:00:00Z');
    const body = await cardOf(nurse);
    expect(stateOf(body)).toBe(true);
    expect(ofType(body, 'Flag')).toMatchObject([{ status: 'active', period: { start: '2026-03-09T09:00:00+01:00' } }]);
    expect(ofType(body, 'Consent')).toMatchObject([{ id: consentId, status: 'active' }]);
    expect(await findDueChanges(service.deps.db, new Date('2026-03-09T08:00:00Z'), 10)).toHaveLength(1);
  });

  it('is not known while the register cannot be reached, which may hold a withdrawal', async () => {
    await reportState(service, 'fravalg', 'down');
    expect(stateOf(await cardOf(nurse))).toBe('temp-unknown');
    expect(ofType(await cardOf(nurse), 'Flag')).toEqual([]);
    await reportState(service, 'fravalg', 'ok');
    expect(stateOf(await cardOf(nurse))).toBe(true);
  });

  it('that a register holds none of, undated, overrides nothing', async () => {
    await feed(service, 'fravalg', optOut('inactive'));
    expect(stateOf(await cardOf(nurse))).toBe(true);
  });

  it('is withdrawn at once, by the citizen alone, and stays an opt-out', async () => {
    expect((await send(service, 'delete', `/fhir/Consent/${consentId}`, proxy)).status).toBe(403);
    const block = { ...ownOptOut('active'), id: consentId, category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }] };
    expect((await send(service, 'put', `/fhir/Consent/${consentId}`, nancy, block)).status).toBe(422);
    const { status } = await send(service, 'put', `/fhir/Consent/${consentId}`, nancy, { ...ownOptOut('inactive'), id: consentId });
    expect(status).toBe(200);
    const body = await cardOf(nurse);
    expect([stateOf(body), ofType(body, 'Flag')]).toEqual([false, []]);
  });

  it('that is registered again waits its seven days again', async () => {
    await send(service, 'put', `/fhir/Consent/${consentId}`, nancy, { ...ownOptOut('active'), id: consentId });
    expect(stateOf(await cardOf(nurse))).not.toBe(true);
    service.setNow('2026-03-16T08:00:00Z');
    expect(stateOf(await cardOf(nurse))).toBe(true);
  });
});

describe('decideResuscitation', () => {
  const day = (n: number): Date => new Date(Date.UTC(2026, 2, n));
  const yes = (said: number, isDated = true): Statement => ({
    optsOut: true,
    saidAt: day(said),
    from: day(said + 7),
    isDated,
    source: undefined,
  });
  const no = (said: number, isDated = true): Statement => ({
    optsOut: false,
    saidAt: day(said),
    from: day(said),
    isDated,
    source: undefined,
  });

  it.each([
    ['nothing said', [], 20, 'temp-unknown'],
    ['only one that is pending', [yes(1)], 7, 'temp-unknown'],
    ['one in force', [yes(1)], 8, true],
    ['a register’s none before one that is pending', [no(1), yes(2)], 5, false],
    ['one withdrawn elsewhere before it was in force', [yes(1), no(3)], 9, false],
    ['one registered after a withdrawal', [no(3), yes(4)], 11, true],
    ['an undated none of a later day', [yes(1), no(9, false)], 10, true],
  ] as const)('of %s', (_what, statements, today, expected) => {
    expect(decideResuscitation([...statements], 'ok', day(today)).optedOut).toBe(expected);
    expect(decideResuscitation([...statements].reverse(), 'ok', day(today)).optedOut).toBe(expected);
    expect(decideResuscitation([...statements], 'down', day(today)).optedOut).toBe('temp-unknown');
  });
});
