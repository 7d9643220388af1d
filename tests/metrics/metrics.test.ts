import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import { EXT } from '../../src/fhir/extension.ts';
import { createLog } from '../../src/log.ts';
import { setHandedOver } from '../../src/store/minlog-outbox.ts';
import { tellOf } from '../../src/tell-job.ts';
import { systemClock } from '../../src/time/clock.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { readMetrics, type Sample } from './read-metrics.ts';

const TOKEN = 'a-token-for-the-tests-of-it';

describe.each(engines)('/metrics on the $engine engine', (engine) => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService(engine, { METRICS_TOKEN: TOKEN, MAX_WAITING: '7' });
  });
  afterEach(() => service?.close());

  async function samples(): Promise<Sample[]> {
    // One reading of the database serves all that is asked within 200 ms.
    await sleep(250);
    return readMetrics((await request(service.app).get('/metrics').expect(200)).text);
  }
  async function read(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
    const holds = (sample: Sample): boolean => Object.entries(labels).every(([key, value]) => sample.labels[key] === value);
    return (await samples()).find((sample) => sample.name === name && holds(sample))?.value;
  }

  test('tells how soon a sender’s change can be read, and how old it was by the source’s word', async () => {
    const sender = await service.sender('municipal');
    const changed = (updated: string) =>
      appointment('one', { extension: [{ url: EXT.sourceUpdated, valueInstant: updated }], description: updated });
    await putAppointment(service, sender, changed('2026-03-02T08:58:50+01:00')).expect(201);
    await putAppointment(service, sender, changed('2026-03-02T08:58:50+01:00')).expect(200);
    await putAppointment(service, await service.sender('regional'), appointment('two')).expect(201);
    const odense = { sender: 'odense-nexus' };
    expect(await read('appointment_readable_seconds_count', odense)).toBe(1);
    expect(await read('appointment_readable_seconds_bucket', { ...odense, le: '10' })).toBe(1);
    expect(await read('appointment_source_lag_seconds_sum', odense)).toBe(70);
    expect(await read('appointment_readable_seconds_count', { sender: 'region-syddanmark' })).toBe(1);
    expect(await read('appointment_source_lag_seconds_count', { sender: 'region-syddanmark' })).toBeUndefined();
  });

  /** The embedded database is one session in this thread: nothing goes on beside what it does. */
  const onServer = engine.engine === 'server' ? test : test.skip;

  onServer('tells what waits: calls, and lines of the log', async () => {
    const citizen = await service.citizen(people.nancy.cpr);
    await postOverview(service, citizen).expect(200);
    expect(await read('http_requests_under_way')).toBe(0);
    expect(await read('http_requests_under_way_limit')).toBe(7);
    expect(await read('database_connections_limit')).toBe(10);
    let look: Promise<unknown> = Promise.resolve();
    await service.deps.db.transaction().execute(async (trx) => {
      await sql`select from audit_head for update`.execute(trx);
      look = postOverview(service, citizen)
        .expect(200)
        .then(() => {});
      await sleep(200);
      expect(await read('http_requests_under_way')).toBe(1);
      expect(await read('log_lines_under_way')).toBe(1);
    });
    await look;
    expect(await read('http_requests_under_way')).toBe(0);
    expect(await read('log_lines_under_way')).toBe(0);
  });

  onServer('tells of statements that wait for a connection', async () => {
    const limit = (await read('database_connections_limit')) ?? 0;
    const held = Array.from({ length: limit + 2 }, () => sql`select pg_sleep(1)`.execute(service.deps.db));
    await sleep(100);
    const busy = await samples();
    const told = (name: string) => busy.find((sample) => sample.name === name)?.value;
    expect(told('database_connections_waiting')).toBeGreaterThanOrEqual(2);
    expect(told('database_connections')).toBe(limit);
    expect(told('database_connections_idle')).toBe(0);
    await Promise.all(held);
  });

  test('tells how far behind the job is that rolls the window', async () => {
    expect(await read('extend_slices_due')).toBe(256);
    expect(await read('extend_days_behind')).toBe(0);
    await extendHorizon({ ...service.deps, machineClock: systemClock, log: createLog('silent') });
    expect(await read('extend_slices_due')).toBe(0);
    service.setNow('2026-03-04T08:00:00Z');
    expect(await read('extend_slices_due')).toBe(256);
    expect(await read('extend_days_behind')).toBe(2);
  });

  test('tells what MinLog has not taken', async () => {
    await setHandedOver(service.deps.db, true);
    expect(await read('minlog_outbox_lines')).toBe(0);
    expect(await read('minlog_outbox_oldest_seconds')).toBe(0);
    await postOverview(service, await service.professional(), { cpr: people.nancy.cpr }).expect(200);
    service.setNow('2026-03-02T08:01:30Z');
    expect(await read('minlog_outbox_lines')).toBe(1);
    expect(await read('minlog_outbox_oldest_seconds')).toBe(90);
  });

  test('tells each run of a job, and whether it failed', async () => {
    const { tellJob } = service.deps.metrics;
    await tellOf(tellJob, 'extend', async () => sleep(20));
    const failing = tellOf(tellJob, 'extend', async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await read('job_run_seconds_count', { job: 'extend', outcome: 'done' })).toBe(1);
    expect(await read('job_run_seconds_sum', { job: 'extend', outcome: 'done' })).toBeGreaterThan(0.015);
    expect(await read('job_run_seconds_count', { job: 'extend', outcome: 'failed' })).toBe(1);
  });

  test('answers while the database does not, and says so', async () => {
    expect(await read('database_answers')).toBe(1);
    await service.deps.db.destroy();
    expect(await read('database_answers')).toBe(0);
    expect(await read('extend_slices_due')).toBeUndefined();
    expect(await read('service_processes')).toBe(1);
  });

  test('is for callers on this machine, or with the token', async () => {
    const asked = (headers: Record<string, string>) => request(service.app).get('/metrics').set(headers);
    const elsewhere = { 'X-Forwarded-For': '192.0.2.7' };
    await asked({}).expect(200);
    await asked(elsewhere).expect(404);
    await asked({ ...elsewhere, Authorization: `Bearer ${TOKEN}` }).expect(200);
    await asked({ ...elsewhere, Authorization: `Bearer ${TOKEN}x` }).expect(404);
    await asked({ ...elsewhere, ...(await service.sender('municipal')) }).expect(404);
  });

  test('holds no number of a citizen', async () => {
    await request(service.app).get(`/fhir/Patient/${people.nancy.cpr}`);
    await request(service.app).get(`/${people.nancy.cpr}`).set('X-Request-Id', people.nancy.cpr);
    await postOverview(service, await service.citizen(people.nancy.cpr)).expect(200);
    expect((await request(service.app).get('/metrics')).text).not.toContain(people.nancy.cpr);
  });
});
