import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { OpenDatabase } from '../../src/store/database.ts';
import { dropAuditMonths } from '../../src/store/drop-audit-months.ts';
import { asOwner } from '../../src/store/owner.ts';
import { ensurePartitions } from '../../src/store/partition.ts';
import { verifyAudit } from '../../src/store/verify-audit.ts';
import { appendAuditEntries } from '../support/audit.ts';
import { engines } from '../support/database.ts';

const CITIZEN = '00000000-0000-8000-8000-000000000001';
const OTHER = '00000000-0000-8000-8000-000000000002';
const JANUARY = new Date('2026-01-10T08:00:00Z');
const FEBRUARY = new Date('2026-02-10T08:00:00Z');
const MARCH = new Date('2026-03-10T08:00:00Z');

describe.each(engines)('the log’s retention on the $engine engine', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await engine.open();
    await ensurePartitions(database.db, JANUARY, 70);
    // OTHER is silent from February on.
    await appendAuditEntries(database.db, [CITIZEN, OTHER, CITIZEN], JANUARY);
    await appendAuditEntries(database.db, [CITIZEN, CITIZEN], FEBRUARY);
    await appendAuditEntries(database.db, [CITIZEN], MARCH);
  });
  afterAll(() => database?.close());

  const anchors = async () =>
    (
      await sql<{ citizen_id: string; seq: string }>`select citizen_id, seq from audit_anchor order by citizen_id, seq`.execute(database.db)
    ).rows.map(({ citizen_id, seq }) => [citizen_id, seq]);

  test('keeps a month whose last day is not old enough', async () => {
    // 30 days before 1 March is 30 January: in the month itself.
    expect(await dropAuditMonths(database.db, new Date('2026-03-01T08:00:00Z'), 30)).toEqual([]);
  });

  test('drops a month, and keeps where each chain stood', async () => {
    expect(await dropAuditMonths(database.db, new Date('2026-03-03T08:00:00Z'), 30)).toEqual(['audit_event_2026_01']);
    expect(await anchors()).toEqual([
      [CITIZEN, '2'],
      [OTHER, '1'],
    ]);
    expect(await verifyAudit(database.db)).toEqual({ citizens: 2, lines: 3, broken: [] });
  });

  test('drops the next, and the anchors that newer ones stand above', async () => {
    expect(await dropAuditMonths(database.db, new Date('2026-04-03T08:00:00Z'), 30)).toEqual(['audit_event_2026_02']);
    expect(await anchors()).toEqual([
      [CITIZEN, '4'],
      [OTHER, '1'],
    ]);
    expect(await verifyAudit(database.db)).toEqual({ citizens: 2, lines: 1, broken: [] });
  });

  test('is carried on by lines that come after, and still tells an altered one', async () => {
    await appendAuditEntries(database.db, [OTHER, CITIZEN], MARCH);
    expect(await verifyAudit(database.db)).toEqual({ citizens: 2, lines: 3, broken: [] });
    await asOwner(database.db, (owner) => sql`delete from audit_event where citizen_id = ${CITIZEN} and seq = 5`.execute(owner));
    expect((await verifyAudit(database.db)).broken).toEqual([{ citizenId: CITIZEN, seq: 5n, what: 'a line is missing' }]);
  });

  test('tells an anchor that was moved', async () => {
    await asOwner(database.db, (owner) => sql`update audit_anchor set seq = 5 where citizen_id = ${CITIZEN}`.execute(owner));
    expect((await verifyAudit(database.db)).broken).toHaveLength(1);
  });

  test('is nothing that the service may do by itself', async () => {
    await expect(sql`drop table audit_event_2026_03`.execute(database.db)).rejects.toMatchObject({ code: '42501' });
    await expect(sql`update audit_anchor set seq = 0`.execute(database.db)).rejects.toMatchObject({ code: '42501' });
  });
});
