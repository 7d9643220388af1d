/** DESIGN §3: the overview by GET answers `If-None-Match`. Its tag changes exactly when its content does, whatever happens meanwhile. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Kysely, sql } from 'kysely';
import request from 'supertest';
import { extendHorizon } from '../../src/extend/extend-horizon.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { createLog } from '../../src/log.ts';
import type { Database } from '../../src/store/database.ts';
import { findOccurrences } from '../../src/store/occurrence.ts';
import { readOverviewStamp } from '../../src/store/overview-stamp.ts';
import { systemClock } from '../../src/time/clock.ts';
import { block, busyOnly, liftBlocks, ofSector, postBlock } from '../access/blocks.ts';
import { feed, person } from '../stamkort/registers.ts';
import { appointment, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { NOW, putAppointment, startTestService, type TestService } from '../support/service.ts';

type Headers = Record<string, string>;

const { cpr } = people.nancy;
const RESTRICTED = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] };

/** What may happen between two looks; some of it changes nothing that the reader sees. */
const happenings: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  nothing: async () => {},
  'a visit is put': ({ service, municipal, turn }) =>
    putAppointment(service, municipal, appointment('visit', { description: `${turn % 3}` })),
  'it comes again': ({ service, municipal }) => putAppointment(service, municipal, appointment('visit', { description: '0' })),
  'it is moved': ({ service, municipal, turn }) =>
    putAppointment(
      service,
      municipal,
      appointment('visit', { start: `2026-03-0${4 + (turn % 3)}T10:15:00+01:00`, end: '2026-03-09T10:30:00+01:00' }),
    ),
  'it is cancelled': ({ service, municipal }) => putAppointment(service, municipal, appointment('visit', { status: 'cancelled' })),
  'it is proposed, which is not shared': ({ service, municipal }) =>
    putAppointment(service, municipal, appointment('visit', { status: 'proposed' })),
  'a hospital sends a visit': ({ service, regional }) => putAppointment(service, regional, appointment('scan')),
  'a hospital takes it back': ({ service, regional }) =>
    putAppointment(service, regional, appointment('scan', { status: 'entered-in-error' })),
  'a series is put': ({ service, municipal, turn }) =>
    putAppointment(service, municipal, series('care', turn % 2 === 0 ? 'FREQ=DAILY' : 'FREQ=WEEKLY')),
  'a visit is at the address of the home': ({ service, municipal }) => putAppointment(service, municipal, appointment('home', AT_THE_HOME)),
  'another citizen’s visit is put': ({ service, municipal, turn }) =>
    putAppointment(service, municipal, appointment('other', { description: `${turn}` }, people.bruno.cpr)),
  'the citizen blocks a sector': ({ service, citizen }) => postBlock(service, citizen, block(cpr, ofSector('RegionalAppointment'))),
  'the citizen shows that they are busy': ({ service, citizen }) => postBlock(service, citizen, block(cpr, busyOnly)),
  'the citizen blocks from half an hour hence': ({ service, citizen, now }) =>
    postBlock(service, citizen, block(cpr, { period: { start: new Date(now.getTime() + 1_800_000).toISOString() } })),
  'the citizen blocks for half an hour': ({ service, citizen, now }) =>
    postBlock(service, citizen, block(cpr, { period: { end: new Date(now.getTime() + 1_800_000).toISOString() } })),
  'the citizen lifts all blocks': ({ service, citizen }) => liftBlocks(service, citizen),
  'the register protects the home': ({ service }) => feed(service, 'cpr', person(cpr, { meta: RESTRICTED })),
  'the register protects it no more': ({ service }) => feed(service, 'cpr', person(cpr)),
  'somebody else looks': ({ service, other, address }) => request(service.app).get(address).set(other),
  'an hour passes': (world) => pass(world, 3_600_000),
  'a day passes': (world) => pass(world, 86_400_000),
  'the window is rolled': ({ service }) => extendHorizon({ ...service.deps, machineClock: systemClock, log: createLog('silent') }),
  'a rebuild writes another text': ({ service, turn }) =>
    sql`update appointment set tail = replace(tail, 'opgang 3', ${`opgang 3${'a'.repeat(turn % 2)}`}) where tail like '%opgang 3%'`.execute(
      service.deps.db,
    ),
  'a rebuild moves an occurrence': ({ service }) =>
    sql`update occurrence set starts_at = starts_at + interval '1 minute', ends_at = ends_at + interval '1 minute' where kind = 'single'`.execute(
      service.deps.db,
    ),
  'a rebuild takes an occurrence away': ({ service }) =>
    sql`delete from occurrence where (citizen_id, original_start, appointment_id) in (
      select citizen_id, original_start, appointment_id from occurrence where kind = 'series' order by original_start desc limit 1)`.execute(
      service.deps.db,
    ),
};

/** So that there is something to see at the beginning, and something that may be protected. */
const USUAL = ['the citizen lifts all blocks', 'it comes again', 'a hospital sends a visit', 'a visit is at the address of the home'];

const hasStatus = (answer: unknown): answer is { status: number } => typeof answer === 'object' && answer !== null && 'status' in answer;

/** As the register has it, and no word that it is the home. */
const AT_THE_HOME: Partial<Appointment> = {
  contained: [
    { resourceType: 'Location', id: 'place', address: { line: ['Testgrusgraven 3, 3. tv'], postalCode: '3400', city: 'Hillerød' } },
  ],
};

interface World {
  readonly service: TestService;
  readonly municipal: Headers;
  readonly regional: Headers;
  readonly citizen: Headers;
  readonly other: Headers;
  readonly address: string;
  readonly turn: number;
  now: Date;
}

async function pass(world: World, ms: number): Promise<void> {
  world.now = new Date(world.now.getTime() + ms);
  world.service.setNow(world.now.toISOString());
}

describe.each(engines)('the overview by GET on the $engine engine', (engine) => {
  let service: TestService;
  let world: Omit<World, 'turn'>;
  let readers: Headers[];
  beforeAll(async () => {
    service = await startTestService(engine);
    const citizen = await service.citizen(cpr);
    const id = service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr });
    world = {
      service,
      municipal: await service.sender('municipal'),
      regional: await service.sender('regional'),
      citizen,
      other: await service.professional({ personId: 'another' }),
      address: `/fhir/Patient/${id}/$aftaleoversigt`,
      now: new Date(NOW),
    };
    readers = [citizen, await service.professional(), await service.professional({ sor: '325431000016004' })];
  });
  afterAll(() => service?.close());

  const look = (headers: Headers, tag?: string) =>
    request(service.app)
      .get(world.address)
      .set(headers)
      .set(tag === undefined ? {} : { 'If-None-Match': tag });

  const looks = async (): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from audit_event where line like '%$aftaleoversigt%'`.execute(service.deps.db))
      .rows[0]?.n ?? 0;

  test('answers 304 with nothing but the tag while the content is the same, and logs it with the same rows', async () => {
    await putAppointment(service, world.municipal, appointment('visit'));
    const { headers } = await look(world.citizen).expect(200);
    for (let again = 0; again < 3; again++) {
      const { text, headers: known } = await look(world.citizen, headers['etag']).expect(304);
      expect([text, known['etag'], known['content-type']]).toEqual(['', headers['etag'], undefined]);
    }
    const { rows } = await sql<{ line: string }>`
      select line from audit_event where line like '%$aftaleoversigt%' order by seq desc limit 4`.execute(service.deps.db);
    const said = rows.map(({ line }) => JSON.parse(line)).map(({ rows: count, withheld, who }) => ({ count, withheld, who }));
    expect(said[0]?.count).toBe(1);
    expect(new Set(said.map((line) => JSON.stringify(line))).size).toBe(1);
  });

  test('answers whoever names any tag, or another’s, as RFC 9110 §13.1.2 has it', async () => {
    const { headers } = await look(world.citizen).expect(200);
    const tag = headers['etag'] ?? '';
    for (const names of ['*', `"other", ${tag}`, tag.replace('W/', '')]) await look(world.citizen, names).expect(304);
    await look(world.citizen, '"other"').expect(200);
    const [, nurse = {}] = readers;
    await look(nurse, tag).expect(200);
  });

  test('changes its tag exactly when its content does, whatever happens, and logs each look', async () => {
    let turn = 0;
    let unchanged = 0;

    async function happen(name: string): Promise<void> {
      const now = { ...world, turn: turn++ };
      const answer = await happenings[name]?.(now);
      world.now = now.now;
      if (hasStatus(answer)) expect({ name, done: answer.status < 300 }).toEqual({ name, done: true });
    }

    async function given(): Promise<Map<Headers, { tag: string; text: string }>> {
      const known = new Map<Headers, { tag: string; text: string }>();
      for (const reader of readers) {
        const { headers, text } = await look(reader).expect(200);
        // Asked twice, so that the process remembers.
        await look(reader, headers['etag']).expect(304);
        known.set(reader, { tag: headers['etag'] ?? '', text });
      }
      return known;
    }

    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(happenings)), { minLength: 3, maxLength: 8 }), async (names) => {
        world.now = new Date(NOW);
        service.setNow(NOW);
        for (const name of USUAL) await happen(name);
        let known = await given();
        for (const [step, name] of names.entries()) {
          await happen(name);
          const logged = await looks();
          const answers: { status: number; tag: string; text: string }[] = [];
          for (const reader of readers) {
            const { status, headers, text } = await look(reader, known.get(reader)?.tag);
            answers.push({ status, tag: headers['etag'] ?? '', text });
          }
          expect(await looks()).toBe(logged + readers.length);
          const before = known;
          known = await given();
          for (const [index, reader] of readers.entries()) {
            const { tag = '', text = '' } = known.get(reader) ?? {};
            const same = text === before.get(reader)?.text;
            const told = { happened: names.slice(0, step + 1), reader: index };
            expect({ ...told, ...answers[index] }).toEqual({ ...told, status: same ? 304 : 200, tag, text: same ? '' : text });
            if (same) unchanged++;
          }
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(unchanged).toBeGreaterThan(20);
  });

  test('is remembered by all the tables that its query reads', async () => {
    const visible = { seesAll: false, ownSenders: [], ownSectors: [], readerKeys: [], overridesBlocks: false };
    const citizenId = '00000000-0000-0000-0000-000000000000';
    const question = { citizenId, range: { start: new Date(NOW), end: new Date(NOW) }, now: new Date(NOW) };
    const overview = await tablesOf(service.deps.db, (db) =>
      findOccurrences(db, visible, { now: new Date(NOW), windowEnd: new Date(NOW) }, question),
    );
    const stamp = await tablesOf(service.deps.db, (db) => readOverviewStamp(db, question));
    expect(overview.size).toBeGreaterThan(3);
    expect(stamp).toEqual(overview);
  });
});

/** Tables of ours that the statements read, by what the server says of its plan. */
async function tablesOf(db: Kysely<Database>, run: (db: Kysely<Database>) => Promise<unknown>): Promise<ReadonlySet<string>> {
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const spying = new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        if (key === 'executeQuery') statements.push(given[0] as (typeof statements)[number]);
        return value.apply(target, given);
      };
    },
  });
  await run(spying);
  const words = statements.flatMap(({ sql: text }) => [...text.matchAll(/\b(?:from|join)\s+(\w+)/g)].map(([, name = '']) => name));
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`.execute(db);
  return new Set(words.filter((word) => rows.some(({ name }) => name === word)));
}
