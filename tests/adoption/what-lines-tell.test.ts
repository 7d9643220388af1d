/** What the log's lines tell for the figures: what a write did to what is shared, and whether a look went across sectors. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import type { AuditLine } from '../../src/access/audit-line.ts';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { appointment, own, SYSTEM } from '../support/appointment.ts';
import { putAll } from '../support/bundle.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const { cpr } = people.nancy;
/** The tests' clock stands at 08:00:00Z. */
const changed = (instant: string) => ({ extension: [{ url: own('source-updated'), valueInstant: instant }] });

describe.each(engines)('a line of the log on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
  });
  afterAll(() => service?.close());

  async function newestLine(number = cpr): Promise<AuditLine> {
    const { db, citizenIdOf } = service.deps;
    const row = await db
      .selectFrom('audit_event')
      .select('line')
      .where('citizen_id', '=', citizenIdOf({ system: CPR_SYSTEM, value: number }))
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    return JSON.parse(row.line);
  }

  const put = async (change: Parameters<typeof appointment>[1]) => {
    await putAppointment(service, municipality, appointment('one', change, cpr));
    return (await newestLine()).wrote;
  };

  test('tells what each version did, and how long after its source’s change', async () => {
    expect(await put({ status: 'proposed' })).toBeUndefined();
    expect(await put({ status: 'booked', ...changed('2026-03-02T07:59:30Z') })).toEqual({ created: 1, lagsS: [30] });
    expect(await put({ status: 'arrived', ...changed('2026-03-02T08:00:10Z') })).toEqual({ updated: 1, lagsS: [0] });
    expect(await put({ status: 'cancelled', ...changed('2026-03-02T08:00:10Z') })).toEqual({ cancelled: 1, lagsS: [0] });
    expect(await put({ status: 'noshow', ...changed('2026-03-02T08:00:10Z') })).toEqual({ withdrawn: 1, lagsS: [0] });
    expect(await put({ status: 'booked', ...changed('2026-03-02T08:00:10Z') })).toEqual({ created: 1, lagsS: [0] });
    await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|one` })
      .set(municipality)
      .expect(204);
    expect((await newestLine()).wrote).toEqual({ withdrawn: 1 });
  });

  test('counts up what one message did to one citizen', async () => {
    const { cpr: other } = people.bruno;
    await putAll(service, municipality, [appointment('a', {}, cpr), appointment('b', {}, other), appointment('c', {}, other)]);
    expect([(await newestLine()).wrote, (await newestLine(other)).wrote]).toEqual([{ created: 1 }, { created: 2 }]);
    await putAll(service, municipality, [
      appointment('b', { status: 'cancelled', ...changed('2026-03-02T06:00:00Z') }, other),
      appointment('d', changed('2026-03-02T07:00:00Z'), other),
      appointment('c', { minutesDuration: 10 }, other),
    ]);
    expect((await newestLine(other)).wrote).toEqual({ created: 1, updated: 1, cancelled: 1, lagsS: [7200, 3600] });
  });

  test('tells whether a professional was shown another sector’s', async () => {
    const number = people.caesar.cpr;
    const municipal = await service.professional({ cvr: '35209115' });
    const regional = await service.professional({ cvr: '29190909', personId: 'nurse-2', sector: 'regional' });
    const unknown = await service.professional({ cvr: '29189854', personId: 'nurse-3' });
    const lookBy = async (who: Record<string, string>) => {
      await postOverview(service, who, { cpr: number }).expect(200);
      return (await newestLine(number)).acrossSectors;
    };
    expect(await lookBy(regional)).toBe(false);
    await putAppointment(service, municipality, appointment('seen', {}, number)).expect(201);
    expect([await lookBy(municipal), await lookBy(regional), await lookBy(unknown)]).toEqual([false, true, true]);
    const search = (who: Record<string, string>) =>
      request(service.app)
        .post('/fhir/Appointment/_search')
        .set(who)
        .type('form')
        .send({ 'patient:identifier': `${CPR_SYSTEM}|${number}` });
    const { body } = await search(regional).expect(200);
    expect((await newestLine(number)).acrossSectors).toBe(true);
    await request(service.app).get(`/fhir/Appointment/${body.entry[0].resource.id}`).set(municipal).expect(200);
    expect(await newestLine(number)).toMatchObject({ interaction: 'read', acrossSectors: false });
    await postOverview(service, await service.citizen(number)).expect(200);
    expect((await newestLine(number)).acrossSectors).toBeUndefined();
  });

  test('is in the chain with all that it tells', async () => {
    expect(await verifyAudit(service.deps.db)).toMatchObject({ citizens: 3, broken: [] });
  });
});
