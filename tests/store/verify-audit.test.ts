import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createAppendAudit } from '../../src/store/audit-event.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { asOwner } from '../../src/store/owner.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { appendAuditEntries, auditEntryOf } from '../support/audit.ts';
import { engines } from '../support/database.ts';

const CITIZEN = '00000000-0000-8000-8000-000000000001';
const OTHER = '00000000-0000-8000-8000-000000000002';

describe.each(engines)('the log on the $engine engine', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await engine.open();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    await asOwner(database.db, (owner) => sql`truncate audit_event, audit_head, audit_anchor`.execute(owner));
    await appendAuditEntries(database.db, [CITIZEN, OTHER, CITIZEN, CITIZEN, OTHER]);
  });

  const verify = () => verifyAudit(database.db);
  const tamper = (statement: string) => asOwner(database.db, (owner) => sql.raw(statement).execute(owner));

  test('is whole when nobody touched it', async () => {
    expect(await verify()).toEqual({ citizens: 2, lines: 5, broken: [] });
  });

  test.each([
    ['an altered line', `update audit_event set line = '{}' where citizen_id = '${CITIZEN}' and seq = 2`, 2n, 'a line was altered'],
    ['a removed line', `delete from audit_event where citizen_id = '${CITIZEN}' and seq = 2`, 2n, 'a line is missing'],
    ['a removed last line', `delete from audit_event where citizen_id = '${CITIZEN}' and seq = 3`, 3n, 'lines are missing at the end'],
    [
      'an inserted line',
      `insert into audit_event select citizen_id, recorded_at, gen_random_uuid(), seq, line, hash from audit_event
        where citizen_id = '${CITIZEN}' and seq = 2`,
      2n,
      'a line is there twice',
    ],
    [
      'a line put at the end',
      `insert into audit_event select citizen_id, recorded_at, gen_random_uuid(), 4, line, hash from audit_event
        where citizen_id = '${CITIZEN}' and seq = 3`,
      4n,
      'a line was altered',
    ],
    [
      'an altered time',
      `update audit_event set recorded_at = recorded_at - interval '1 day' where citizen_id = '${CITIZEN}' and seq = 2`,
      2n,
      'a line was altered',
    ],
    [
      'an altered id',
      `update audit_event set id = gen_random_uuid() where citizen_id = '${CITIZEN}' and seq = 3`,
      3n,
      'a line was altered',
    ],
    ['a removed head', `delete from audit_head where citizen_id = '${CITIZEN}'`, 3n, 'there is no head'],
  ] as const)('tells %s', async (_what, statement, seq, what) => {
    await tamper(statement);
    expect((await verify()).broken).toEqual([{ citizenId: CITIZEN, seq, what }]);
  });

  test('tells two citizens whose whole logs were exchanged', async () => {
    const swap = (table: string) =>
      `update ${table} set citizen_id = case citizen_id when '${CITIZEN}' then '${OTHER}' else '${CITIZEN}' end::uuid`;
    await tamper(swap('audit_event'));
    // A unique key is checked row by row: by way of a third.
    await tamper(`update audit_head set citizen_id = gen_random_uuid() where citizen_id = '${CITIZEN}'`);
    await tamper(`update audit_head set citizen_id = '${CITIZEN}' where citizen_id = '${OTHER}'`);
    await tamper(`update audit_head set citizen_id = '${OTHER}' where citizen_id <> '${CITIZEN}'`);
    expect((await verify()).broken.map(({ what }) => what)).toEqual(['a line was altered', 'a line was altered']);
  });

  test('is whole while it is being written to', async () => {
    const append = createAppendAudit(database.db);
    const writing = Promise.all(Array.from({ length: 40 }, () => append(auditEntryOf(CITIZEN))));
    for (let round = 0; round < 5; round++) expect((await verify()).broken).toEqual([]);
    await writing;
  });

  test('may be appended to and read by the service, and nothing else', async () => {
    await expect(sql`update audit_event set line = '{}'`.execute(database.db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql`delete from audit_event`.execute(database.db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql`truncate audit_event`.execute(database.db)).rejects.toMatchObject({ code: '42501' });
    expect((await verify()).lines).toBe(5);
  });

  test('keeps one chain a citizen whatever arrives at once', async () => {
    const append = createAppendAudit(database.db);
    await Promise.all(Array.from({ length: 60 }, (_, index) => append(auditEntryOf(index % 3 === 0 ? OTHER : CITIZEN))));
    expect(await verify()).toEqual({ citizens: 2, lines: 65, broken: [] });
  });
});
