import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import request from 'supertest';
import { deriveContextAt } from '../../src/derive/derived.ts';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import { rebuild } from '../../src/rebuild/rebuild.ts';
import type { Database } from '../../src/store/database.ts';
import { dropAuditMonths } from '../../src/store/drop-audit-months.ts';
import { asOwner } from '../../src/store/owner.ts';
import { ensurePartitions } from '../../src/store/partition.ts';
import { block, postBlock } from '../access/blocks.ts';
import { rows, type Subject } from '../access/who-gets-what.ts';
import { dentist, relative } from '../stamkort/cards.ts';
import { appointment, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, putAppointment, startTestService, type TestService } from '../support/service.ts';

const calls = Object.entries(rows).flatMap(([route, row]) => ('ask' in row ? [{ route, ask: row.ask, looks: 'shows' in row }] : []));
const cpr = people.nancy.cpr;

/** One of everything that `tests/migrations.test.ts` lets a migration do. */
async function migrateOneRelease(owner: Kysely<Database>): Promise<void> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not like 'kysely%'`.execute(
    owner,
  );
  for (const { name } of tables.rows) {
    await sql`alter table ${sql.table(name)} add column later text, add column later_still integer not null default 7`.execute(owner);
    await sql`create index ${sql.ref(`${name}_later_idx`)} on ${sql.table(name)} (later)`.execute(owner);
  }
  await sql`create table later (citizen_id uuid primary key, later text)`.execute(owner);
  await sql`insert into kysely_migration values ('2199-01-01-later', '2199-01-01')`.execute(owner);
}

describe.each(engines)('a process of this release on the $engine engine, once the next has migrated', (engine) => {
  let service: TestService;
  let callers: Record<string, string>[];

  beforeEach(async () => {
    service = await startTestService(engine);
    callers = await Promise.all([
      service.sender('municipal'),
      service.citizen(cpr),
      service.professional(),
      ...(['register', 'admin'] as const).map(async (role) => ({
        Authorization: `Bearer ${await service.token({ role, ...(role === 'register' && { register: 'cpr' }) })}`,
      })),
    ]);
  });
  afterEach(() => service?.close());

  async function add(type: string, resource: object): Promise<string> {
    const self = await service.citizen(cpr);
    const call = request(service.app).post(`/fhir/${type}`).set(self).set('Content-Type', FHIR_JSON);
    return (await call.send(JSON.stringify(resource))).body.id ?? randomUUID();
  }

  /** What there is to ask about, made by the calls themselves. */
  async function makeSubject(): Promise<Subject> {
    const sender = await service.sender('municipal');
    const put = await putAppointment(service, sender, appointment(`one ${randomUUID()}`, {}, cpr)).expect(201);
    await putAppointment(service, sender, series(`series ${randomUUID()}`, 'FREQ=DAILY', {}, cpr)).expect(201);
    const spare = await putAppointment(service, sender, appointment('spare', {}, people.caesar.cpr));
    const consents = await Promise.all(
      ['', ''].map(async () => postBlock(service, await service.citizen(cpr), block(cpr, {}, 'inactive'))),
    );
    return {
      cpr,
      patientId: service.deps.citizenIdOf(put.body.participant[0].actor.identifier),
      appointmentId: put.body.id,
      consentId: consents[0]?.body.id,
      spareId: spare.body.id,
      spareConsentId: consents[1]?.body.id,
      spareRelativeId: await add('RelatedPerson', relative(cpr)),
      spareCareTeamId: await add('CareTeam', dentist(cpr)),
      cardIds: {},
    };
  }

  /** The best that any caller got of each call. */
  async function askAll(): Promise<Map<string, number>> {
    const statuses = new Map<string, number>();
    const subject = await makeSubject();
    for (const { route, ask } of calls) {
      for (const caller of callers) {
        const { address, type, body } = ask(subject);
        const call = request(service.app)
          [(route.split(' ')[0] ?? '').toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](address)
          .set(caller);
        const { status } = await (type === undefined ? call : call.set('Content-Type', type).send(body));
        if (status >= 500) throw new Error(`${route} is ${status}: ${service.lines.slice(-3).join('\n')}`);
        statuses.set(route, Math.min(status, statuses.get(route) ?? status));
      }
    }
    return statuses;
  }

  async function runJobs(): Promise<void> {
    const { db, clock, windowDays, retentionDays, log } = service.deps;
    await sql`update extend_slice set done_date = null where slice < 8`.execute(db);
    await sql`update extend_slice set done_date = '2026-03-02' where slice >= 8`.execute(db);
    const { failed } = await extendHorizon({ db, clock, machineClock: () => new Date(), windowDays, retentionDays, log });
    const { differences } = await rebuild({
      db,
      context: deriveContextAt(clock(), { windowDays, retentionDays }),
      dryRun: true,
      tell: () => {},
    });
    expect([failed, differences]).toEqual([0, 0]);
    await dropAuditMonths(db, clock(), 1825);
  }

  test('answers every call and does every job as before: what the next release adds is not in its way', async () => {
    const before = await askAll();
    await runJobs();
    await asOwner(service.deps.db, migrateOneRelease);
    expect(await askAll()).toEqual(before);
    await runJobs();
    expect(await ensurePartitions(service.deps.db, new Date('2027-03-02T08:00:00Z'), 31)).not.toEqual([]);
  }, 180_000);
});
