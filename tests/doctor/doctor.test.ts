import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { examine } from '../../src/doctor/examine.ts';
import { invariants } from '../../src/doctor/invariants.ts';
import { asOwner } from '../../src/store/owner.ts';
import { SERVICE_ROLE } from '../../src/store/role.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { putAppointment, startTestService, type TestService } from '../support/service.ts';
import { findTables, sendEverything } from './everything.ts';

const NOBODY = '00000000-0000-8000-8000-000000000001';
const ofSingle = `appointment_id = (select id from appointment where status = 'cancelled')`;

/** A break of each invariant, with what has to be told of it, and of others that it breaks along. */
const breaks: Readonly<Record<string, readonly [statement: string, told: RegExp, along?: readonly string[]]>> = {
  'months-ahead': ['drop table occurrence_2026_05', /^occurrence has no partition for 2026-05/],
  'default-partition': [
    `insert into occurrence select citizen_id, '2031-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', appointment_id, content_id,
      starts_at, ends_at, touches_until, recurrence_id, status, kind, hidden_from
      from (select * from occurrence limit 1) o, generate_series(0, 100000) n`,
    /^occurrence_default holds more than 100000 rows/,
  ],
  'extend-slices': [`delete from extend_slice where slice = 17`, /^Slice 17 is missing/],
  'retain-slices': [`update retain_slice set done_date = '2024-01-01' where slice = 17`, /^Slice 17 holds what is older than 2024-01-01/],
  'log-append-only': [`grant update on audit_event to ${SERVICE_ROLE}`, /^The service may update audit_event$/],
  'service-grants': [`revoke insert on appointment from ${SERVICE_ROLE}`, /^The service may not insert appointment$/],
  'citizen-number': [`update citizen set value = '0000000000' where value = '${people.nancy.cpr}'`, /^Patient\/.* another id/],
  'version-sequence': [
    `update appointment_version set version = 3 where version = 2 and ${ofSingle}`,
    /^Appointment\/.* has 2 versions, numbered from 1 to 3/,
    ['newest-version', 'derivation'],
  ],
  'version-order': [
    `update appointment_version set change_number = 1000 where version = 1 and ${ofSingle}`,
    /^Appointment\/.*: version 2 has the change number \d+, the one before it 1000/,
  ],
  'newest-version': [
    `delete from appointment_version where version = 2 and ${ofSingle}`,
    /^Appointment\/.* stands at version 2, the newest is 1/,
    ['derivation'],
  ],
  'version-logged': [
    `update appointment_version set received_at = received_at - interval '1 second' where version = 1 and ${ofSingle}`,
    /^Appointment\/.*: version 1 has no line in the log/,
  ],
  'appointment-sender': [
    `update sender set id = 'another' where sector = 'regional'`,
    /^Appointment\/.*: the sender of version 1 is not in the registry/,
    ['derivation'],
  ],
  'appointment-citizen': [`delete from citizen where value = '${people.bruno.cpr}'`, /^Patient\/.* has appointments and no number/],
  'appointment-owner': [`delete from appointment_owner where ${ofSingle}`, /^Appointment\/.* is not found by its id/],
  'appointment-identifier': [
    `delete from appointment_identifier where value = 'one'`,
    /^Appointment\/.* is not found by 1 of its identifiers/,
  ],
  'owner-appointment': [
    `insert into appointment_owner values ('${NOBODY}', '${NOBODY}')`,
    new RegExp(`^Appointment/${NOBODY} is in the directory and not there`),
  ],
  'identifier-appointment': [
    `insert into appointment_identifier select sender_id, system, 'ghost', citizen_id, '${NOBODY}' from appointment_identifier limit 1`,
    new RegExp(`^An identifier leads to Appointment/${NOBODY}, which its sender has not sent`),
  ],
  'exception-series': [
    `update appointment set series_id = '${NOBODY}' where series_id is not null`,
    new RegExp(`^Appointment/.* is of Appointment/${NOBODY}`),
    ['derivation'],
  ],
  'series-reach': [
    `update appointment set extended_date = '2026-03-31' where extended_date < '9999-01-01'`,
    /^Appointment\/.* is made until 2026-03-31 alone/,
  ],
  derivation: [`delete from occurrence where original_start = '2026-03-06T06:00:00Z'`, /at 2026-03-06.*is not there and would be/],
  'card-sequence': [
    `update stamkort_item_version set version = 2 where kind = 'relative'`,
    /^Item .* has 1 versions, numbered from 2 to 2/,
    ['card-newest'],
  ],
  'card-newest': [`update stamkort_item set content = '{}' where kind = 'relative'`, /^Item .* is not as its version 1/],
  'card-owner': [
    `delete from stamkort_owner o using stamkort_item i where i.id = o.item_id and kind = 'relative'`,
    /^Item .* is not found/,
  ],
  'card-citizen': [
    `update citizen set citizen_id = '${NOBODY}' where value = '${people.nancy.cpr}'`,
    /^Patient\/.* has a card and no number/,
    ['citizen-number', 'appointment-citizen'],
  ],
  'owner-card': [`insert into stamkort_owner values ('${NOBODY}', '${NOBODY}')`, /^Item .* is in the directory and not there/],
  'identifier-card': [
    `update stamkort_identifier set item_id = '${NOBODY}' where system || value = (select min(system || value) from stamkort_identifier)`,
    /^An identifier leads to item .*, which its register has not sent/,
  ],
  'consent-sequence': [
    `delete from consent_version where version = 1 and consent_id = (select consent_id from consent_version where deleted)`,
    /^Consent\/.* has 1 versions, numbered from 2 to 2/,
  ],
  'quarantine-sender': [`update quarantined_entry set sender_id = 'nobody'`, /^Entry .* is of a sender that is not in the registry/],
  'outbox-line': [`update minlog_outbox set line = '{}'`, /^Line .* waits for MinLog and is not so in the log/],
  'outbox-late': [
    `with o as (update minlog_outbox set recorded_at = '2026-02-28T08:00:00Z')
      insert into audit_event select citizen_id, '2026-02-28T08:00:00Z', id, 1000, line, '' from minlog_outbox`,
    /^1 lines wait for MinLog, the oldest since 2026-02-28 08:00/,
    ['log-chain'],
  ],
  'block-consent': [`delete from block`, /^Consent\/.* sets a block, and none is in force/],
  'log-chain': [`update audit_event set line = '{}' where seq = 1`, /^The log of Patient\/.* at line 1: a line was altered/],
};

describe.each(engines)('the doctor on the $engine engine', (engine) => {
  let service: TestService;
  let tables: string[];
  /** Those that hold something of a citizen's. */
  let holding: string[];

  const asOwnerDo = (statements: readonly string[]) =>
    asOwner(service.deps.db, async (owner) => {
      for (const statement of statements) await sql.raw(statement).execute(owner);
    });

  beforeAll(async () => {
    service = await startTestService(engine);
    await sendEverything(service);
    const all = await findTables(service.deps.db);
    tables = all.map(({ name }) => name);
    holding = all.filter(({ kind, name }) => kind !== 'reference' && name !== 'audit_anchor').map(({ name }) => name);
    await asOwnerDo(['create schema saved', ...tables.map((table) => `create table saved.${table} as table ${table}`)]);
  });
  afterAll(() => service?.close());

  async function told(): Promise<Map<string, string[]>> {
    const { db, clock, windowDays } = service.deps;
    const found = new Map<string, string[]>();
    const tell = ({ name }: { name: string }, what: string) => void found.set(name, [...(found.get(name) ?? []), what]);
    const broken = await examine({ db, now: clock(), windowDays, retentionDays: 730, tell });
    expect([...broken].map(([{ name }, count]) => [name, count])).toEqual([...found].map(([name, all]) => [name, all.length]));
    return found;
  }

  test('finds nothing where nothing is broken, and something of every kind to examine', async () => {
    expect(Object.fromEntries(await told())).toEqual({});
    for (const table of holding) {
      const { rows } = await sql`select from ${sql.table(table)} limit 1`.execute(service.deps.db);
      expect([table, rows.length]).toEqual([table, 1]);
    }
  });

  test('has a break of each invariant to find', () => {
    // That the role is not taken is seen where a backup is restored.
    expect(Object.keys(breaks)).toEqual(invariants.map(({ name }) => name).filter((name) => name !== 'service-role'));
  });

  test.each(Object.entries(breaks))('names a break of %s', async (name, [statement, expected, along = []]) => {
    await asOwnerDo([statement]);
    try {
      const found = await told();
      expect([...found.keys()].sort()).toEqual([name, ...along].sort());
      for (const what of found.get(name) ?? []) expect(what).toMatch(expected);
      const all = JSON.stringify([...found]);
      for (const { cpr } of Object.values(people)) expect(all).not.toContain(cpr);
    } finally {
      await mend(name);
    }
    expect(Object.fromEntries(await told())).toEqual({});
  });

  async function mend(name: string): Promise<void> {
    const again: Readonly<Record<string, string>> = {
      'months-ahead': `create table occurrence_2026_05 partition of occurrence for values from ('2026-05-01T00:00:00Z') to ('2026-06-01T00:00:00Z')`,
      'log-append-only': `revoke update on audit_event from ${SERVICE_ROLE}`,
      'service-grants': `grant insert on appointment to ${SERVICE_ROLE}`,
    };
    await asOwnerDo([
      ...(again[name] === undefined ? [] : [again[name]]),
      `truncate ${tables.join(', ')}`,
      ...tables.map((table) => `insert into ${table} table saved.${table}`),
    ]);
  }

  test('finds nothing while the service is written to', async () => {
    const municipality = await service.sender('municipal');
    const writing = Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        putAppointment(service, municipality, appointment(`during-${n % 10}`, { minutesDuration: n + 1 })),
      ),
    );
    for (let round = 0; round < 3; round++) expect(Object.fromEntries(await told())).toEqual({});
    await writing;
  });
});
