import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { extendBatch } from '../../src/extend/extend-batch.ts';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment, Extension } from '../../src/fhir/types.ts';
import { noteWindow } from '../../src/store/note-window.ts';
import { asOwner } from '../../src/store/owner.ts';
import { finishSlice, leaseSlice } from '../../src/store/slice.ts';
import { isCollision, write } from '../../src/store/write-set.ts';
import { addDays, type LocalDate } from '../../src/time/zone.ts';
import { appointment, own, SYSTEM, series } from '../support/appointment.ts';
import { putAll } from '../support/bundle.ts';
import { engines } from '../support/database.ts';
import { at, exception, numbered, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const { cpr } = people.nancy;
const NO_ID = '00000000-0000-0000-0000-000000000000';

interface Rolling {
  readonly service: TestService;
  readonly municipality: Record<string, string>;
}

async function start(engine: (typeof engines)[number], day: string): Promise<Rolling> {
  const service = await startTestService(engine, { FIXED_NOW: `${day}T08:00:00Z` });
  return { service, municipality: await service.sender('municipal') };
}

let machineNow = new Date('2030-01-01T00:00:00Z');
const extend = ({ deps }: TestService, more: Partial<Parameters<typeof extendHorizon>[0]> = {}) =>
  extendHorizon({ ...deps, machineClock: () => machineNow, ...more });

/** What a reader sees, without what tells which database it is in and when that was written. */
async function seen(service: TestService): Promise<string[]> {
  const { body } = await postOverview(service, await service.citizen(cpr)).expect(200);
  const shown = (body.entry ?? []).map(({ resource }: { resource: Appointment }) => {
    const { id: _id, meta: _meta, extension, ...rest } = resource;
    const kept = extension?.filter(({ url }) => url !== EXT.originatingAppointment).map(withoutStamp);
    return JSON.stringify({ start: rest.start, ...rest, participant: rest.participant.length, extension: kept });
  });
  return shown.sort();
}

const withoutStamp = (one: Extension): Extension =>
  one.url === EXT.changed ? { ...one, extension: one.extension?.filter(({ url }) => url !== 'at') ?? [] } : one;

/** Series of every kind of end, over a change of summer time. */
function bodies(first: LocalDate, offset: string): Appointment[] {
  const on = (days: number, time: string): string => `${addDays(first, days)}T${time}:00${offset}`;
  const hours = (value: string, rrule: string, days: number, from: string, to: string, change: Partial<Appointment> = {}): Appointment =>
    series(value, rrule, { start: on(days, from), end: on(days, to), ...change }, cpr);
  return [
    hours('daily', 'FREQ=DAILY', -400, '07:00', '07:20'),
    hours('night', 'FREQ=DAILY;INTERVAL=3', 0, '22:00', '22:00', { end: on(1, '02:30') }),
    hours('gap', 'FREQ=DAILY', 0, '02:30', '02:45'),
    hours('weekly', 'FREQ=WEEKLY;BYDAY=MO,TH', 0, '10:00', '10:30'),
    hours('counted', 'FREQ=DAILY;COUNT=45', 0, '11:00', '11:15'),
    hours('until', `FREQ=DAILY;UNTIL=${addDays(first, 75).replaceAll('-', '')}`, 0, '12:00', '12:15'),
    hours('over', 'FREQ=DAILY;COUNT=3', -30, '12:00', '12:15'),
    hours('later', 'FREQ=WEEKLY', 70, '13:00', '13:30'),
    hours('monthly', 'FREQ=MONTHLY;BYMONTHDAY=-1', -90, '14:00', '14:30'),
    hours('proposed', 'FREQ=DAILY', 0, '15:00', '15:30', { status: 'proposed' }),
    exception('noshow', [ofSeries('daily'), at(on(65, '07:00'))], { status: 'noshow', start: on(65, '07:00'), end: on(65, '07:20') }, cpr),
    exception('moved', [ofSeries('daily'), numbered(470)], { start: on(71, '16:00'), end: on(71, '16:30') }, cpr),
    exception('moved-in', [ofSeries('later'), at(on(77, '13:00'))], { start: on(20, '16:00'), end: on(20, '16:30') }, cpr),
    exception('pending', [ofSeries('weekly'), numbered(19)], { status: 'pending' }, cpr),
    exception('error', [ofSeries('daily'), at(on(66, '07:00'))], { status: 'entered-in-error' }, cpr),
    appointment('grouped', { start: on(62, '09:00'), end: on(62, '09:30'), extension: [group] }, cpr),
  ];
}

const forgetAll = sql`truncate occurrence, appointment, appointment_version, appointment_identifier, appointment_owner`;

const group: Extension = { url: own('series-group'), valueIdentifier: { system: SYSTEM, value: 'group' } };

describe.each(engines)('the job that rolls the window, on the $engine engine', (engine) => {
  // The engines do the same; the whole of it is left to one.
  const days = engine.engine === 'server' || engines.length === 1 ? 60 : 12;

  describe.each([
    { season: 'spring', first: '2026-03-02' as LocalDate, offset: '+01:00', every: 1 },
    { season: 'autumn', first: '2026-10-01' as LocalDate, offset: '+02:00', every: 1 },
    { season: 'spring', first: '2026-03-20' as LocalDate, offset: '+01:00', every: 29 },
  ])('from $first over the $season switch, run every $every days', ({ first, offset, every }) => {
    let rolling: Rolling;
    let fresh: Rolling;
    beforeAll(async () => {
      [rolling, fresh] = await Promise.all([start(engine, first), start(engine, first)]);
      await putAll(rolling.service, rolling.municipality, bodies(first, offset));
    });
    afterAll(() => Promise.all([rolling?.service.close(), fresh?.service.close()]));

    test('shows each day what a fresh expansion of everything shows', async () => {
      for (let day = 0; day < days; day++) {
        const today = addDays(first, day);
        rolling.service.setNow(`${today}T08:00:00Z`);
        fresh.service.setNow(`${today}T08:00:00Z`);
        if (day % every === 0) await extend(rolling.service);
        await asOwner(fresh.service.deps.db, (owner) => forgetAll.execute(owner));
        await putAll(fresh.service, fresh.municipality, bodies(first, offset));
        expect({ today, seen: await seen(rolling.service) }).toEqual({ today, seen: await seen(fresh.service) });
      }
    });
  });

  describe('its work', () => {
    let rolling: Rolling;
    beforeAll(async () => {
      rolling = await start(engine, '2026-03-02');
    });
    afterAll(() => rolling?.service.close());

    /** Every occurrence and how far each series is, apart from whose and which they are. */
    async function everything() {
      const { db } = rolling.service.deps;
      const { rows } = await sql<{ row: string }>`
        select jsonb_build_object('v', i.value, 'c', i.citizen_id, 'e', a.extended_date, 'o', array(
          select o.starts_at::text || o.status from occurrence o
          where o.citizen_id = a.citizen_id and o.appointment_id = a.id order by o.original_start)) as row
        from appointment a join appointment_identifier i on i.citizen_id = a.citizen_id and i.appointment_id = a.id
        order by i.value, i.citizen_id`.execute(db);
      return rows;
    }

    const citizens = Object.values(people).map((person) => person.cpr);
    const daily = (value: string, rrule: string, citizen: string) => series(value, rrule, {}, citizen);

    /** Puts some series of each citizen, anew. */
    async function putSeries(rrule = 'FREQ=DAILY'): Promise<void> {
      await putAll(
        rolling.service,
        rolling.municipality,
        citizens.flatMap((citizen, index) => Array.from({ length: 4 }, (_, n) => daily(`job-${index}-${n}`, rrule, citizen))),
      );
    }

    async function doneAt(day: string) {
      rolling.service.setNow(`${day}T08:00:00Z`);
      await putSeries('FREQ=DAILY;INTERVAL=2');
      await putSeries();
      const done = await everything();
      return done;
    }

    test('is done once a day, and leaves alone a series that has nothing further', async () => {
      const { service, municipality } = rolling;
      await putSeries();
      await putAppointment(service, municipality, daily('ended', 'FREQ=DAILY;COUNT=3', cpr)).expect(201);
      expect(await extend(service)).toMatchObject({ slices: 256, series: 0, occurrences: 0 });
      expect(await extend(service)).toMatchObject({ slices: 0 });
      service.setNow('2026-03-03T08:00:00Z');
      expect(await extend(service)).toMatchObject({ slices: 256, series: 4 * citizens.length, occurrences: 4 * citizens.length });
      service.setNow('2026-03-03T22:59:59Z');
      expect(await extend(service)).toMatchObject({ slices: 0 });
    });

    test('goes on where a killed process was, once its lease has run out, and makes nothing twice', async () => {
      const { service } = rolling;
      const { db, log, windowDays, retentionDays } = service.deps;
      const today = '2026-03-10' as LocalDate;
      service.setNow(`${today}T08:00:00Z`);
      const until = new Date(machineNow.getTime() + 30_000);
      const context = { today, windowDays, retentionDays };
      for (let made = 0; made === 0; ) {
        const lease = await leaseSlice(db, 'extend_slice', { day: today, now: machineNow, until });
        if (lease === undefined) throw new Error('there is a slice with series');
        const after = { citizenId: lease.cursor, id: NO_ID };
        made = (await extendBatch(db, log, { lease, after, limit: 2, context, leasedUntil: until }))?.occurrences ?? 0;
        if (made === 0) await finishSlice(db, lease, today);
      }
      await extend(service);
      expect(await extend(service)).toMatchObject({ slices: 0 });
      machineNow = new Date(until.getTime() + 1);
      expect(await extend(service)).toMatchObject({ slices: 1 });
      expect(await everything()).toEqual(await doneAt(today));
    });

    test('writes nothing under a lease that another process has taken over', async () => {
      const { db, log, windowDays, retentionDays } = rolling.service.deps;
      const today = '2026-03-11' as LocalDate;
      const mine = await leaseSlice(db, 'extend_slice', { day: today, now: machineNow, until: new Date(machineNow.getTime() + 30_000) });
      const later = new Date(machineNow.getTime() + 31_000);
      const theirs = await leaseSlice(db, 'extend_slice', { day: today, now: later, until: new Date(later.getTime() + 30_000) });
      expect(theirs?.slice).toBe(mine?.slice);
      if (mine === undefined) throw new Error('a slice is due');
      const after = { citizenId: mine.cursor, id: NO_ID };
      const batch = { lease: mine, after, limit: 2, context: { today, windowDays, retentionDays }, leasedUntil: later };
      expect(await extendBatch(db, log, batch)).toBeUndefined();
      expect(await finishSlice(db, mine, today)).toBe(false);
      machineNow = new Date(later.getTime() + 60_000);
    });

    test('is shared by several processes, each slice done by one', async () => {
      const { service } = rolling;
      service.setNow('2026-03-20T08:00:00Z');
      const results = await Promise.all(Array.from({ length: 4 }, () => extend(service)));
      expect(results.reduce((sum, { slices }) => sum + slices, 0)).toBe(256);
      expect(results.reduce((sum, { series }) => sum + series, 0)).toBe(4 * citizens.length);
      expect(await everything()).toEqual(await doneAt('2026-03-20'));
    });

    test('collides with writers without a ghost or a gap', async () => {
      const { service } = rolling;
      for (const [round, rrule] of ['FREQ=DAILY;INTERVAL=3', 'FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=DAILY'].entries()) {
        service.setNow(`2026-04-${10 + round}T08:00:00Z`);
        await Promise.all([extend(service), extend(service), putSeries(rrule), extend(service)]);
      }
      machineNow = new Date(machineNow.getTime() + 60_000);
      await extend(service);
      expect(await everything()).toEqual(await doneAt('2026-04-13'));
    });

    test('makes a writer plan anew that planned on a series before it was extended', async () => {
      const { db } = rolling.service.deps;
      const planned = await db.selectFrom('appointment').selectAll().where('extended_date', '<', '9999-12-31').executeTakeFirstOrThrow();
      const extended = [{ citizen_id: planned.citizen_id, id: planned.id, extended_date: planned.extended_date ?? '' }];
      const nothing = {
        ...{ citizens: [], identifiers: [], movedIdentifiers: [], owners: [], versions: [] },
        ...{ appointments: [], occurrences: [], kept: [], audit: [] },
      };
      await write(db, { ...nothing, extended });
      rolling.service.setNow('2026-04-20T08:00:00Z');
      await extend(rolling.service);
      const refused = await write(db, { ...nothing, extended }).catch((cause: unknown) => cause);
      expect(isCollision(refused)).toBe(true);
    });

    test('does all of it again where the window is another', async () => {
      const { service } = rolling;
      const { db } = service.deps;
      await noteWindow(db, 30);
      await extend(service);
      await noteWindow(db, 30);
      expect(await extend(service)).toMatchObject({ slices: 0 });
      await noteWindow(db, 180);
      const { slices, occurrences } = await extend(service, { windowDays: 180 });
      expect({ slices, occurrences }).toEqual({ slices: 256, occurrences: 4 * citizens.length * 300 });
    });

    test('holds up no other series for one that cannot be read any more', async () => {
      const { service } = rolling;
      const { db } = service.deps;
      service.setNow('2027-03-02T08:00:00Z');
      const [first] = await db.selectFrom('appointment').selectAll().where('extended_date', '<', '9999-12-31').orderBy('id').execute();
      await db
        .updateTable('appointment_version')
        .set({ resource: '{}' })
        .where('appointment_id', '=', first?.id ?? '')
        .execute();
      expect(await extend(service)).toMatchObject({ slices: 256, failed: 1, series: 4 * citizens.length - 1 });
      expect(service.lines.some((line) => line.includes('could not be extended') && line.includes(first?.id ?? ''))).toBe(true);
    });
  });
});
