import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { addDays, type LocalDate } from '../../src/time/zone.ts';
import { appointment, own, SYSTEM, series } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, NOW, postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { rangeCases } from './cases/range.ts';

const UNKNOWN = '11111111-1111-4111-8111-111111111111';
const unknownEnd = { _end: { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] } };

interface Entry {
  readonly fullUrl?: string;
  readonly search: { readonly mode: string };
  readonly resource: Appointment;
}
type Headers = Record<string, string>;

const matches = (body: { entry?: Entry[] }): Appointment[] =>
  (body.entry ?? []).flatMap(({ search, resource }) => (search.mode === 'match' ? resource : []));
const values = (body: { entry?: Entry[] }): (string | undefined)[] => matches(body).map(({ identifier }) => identifier?.[0]?.value);
const selfOf = (body: { link: { relation: string; url: string }[] }): string =>
  body.link.find(({ relation }) => relation === 'self')?.url ?? '';

describe.each(engines)('the overview on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Headers;
  let region: Headers;
  let practice: Headers;
  let professional: Headers;
  const asCitizen = new Map<string, Headers>();
  const citizenOf = (cpr: string): Headers => asCitizen.get(cpr) ?? {};

  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
    region = await service.sender('regional');
    practice = await service.sender('practice');
    professional = await service.professional();
    for (const { cpr } of Object.values(people)) asCitizen.set(cpr, await service.citizen(cpr));
  });
  afterAll(() => service?.close());

  const overview = async (cpr: string, question: { from?: string; to?: string } = {}, headers = citizenOf(cpr)) =>
    (await postOverview(service, headers, { cpr, ...question }).expect(200)).body;
  const get = (path: string, headers: Headers) => request(service.app).get(path).set(headers);
  const search = (form: Record<string, string>, headers: Headers) =>
    request(service.app).post('/fhir/Appointment/_search').set(headers).type('form').send(form);
  const patientIdOf = async (cpr: string): Promise<string> => /\/Patient\/([\da-f-]{36})\//.exec(selfOf(await overview(cpr)))?.[1] ?? '';
  const put = async (body: Partial<Appointment>, headers = municipality): Promise<string> =>
    (await putAppointment(service, headers, body)).body.id;

  describe('of a range', () => {
    const { cpr } = people.nancy;
    const parse = (range: string): { from?: string; to?: string } => {
      const [from, to] = range.split('..');
      return { ...(from && { from }), ...(to && { to }) };
    };

    test.each(rangeCases)('has $what', async ({ what, start, end, in: inside, notIn }) => {
      const value = what.replaceAll(',', ';');
      const { end: _end, ...rest } = appointment(value, { start }, cpr);
      await putAppointment(service, municipality, { ...rest, ...(end === undefined ? unknownEnd : { end }) }).expect(201);
      const found = async (ranges: readonly string[]): Promise<string[]> => {
        const bodies = await Promise.all(ranges.map((range) => overview(cpr, parse(range))));
        return ranges.filter((_range, index) => values(bodies[index]).includes(value));
      };
      expect(await found([...inside, ...notIn])).toEqual([...inside]);
    });

    test('is soonest first, whatever order it came in, and across senders', async () => {
      const starts = matches(await overview(cpr, { from: '1900-01-01' })).map(({ start }) => Date.parse(start ?? ''));
      expect(starts.length).toBeGreaterThanOrEqual(rangeCases.length);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    });

    test.each([
      [{ from: '2026-03-05', to: '2026-03-04' }, 'to'],
      [{ from: '2026-02-30' }, 'Parameters.parameter[1].value'],
      [{ from: '2026-03' }, 'from'],
    ])('%j is refused', async (question, expression) => {
      const refused = await postOverview(service, citizenOf(cpr), { cpr, ...question }).expect(400);
      expect(refused.body.issue[0].expression).toEqual([expression]);
      const path = `/fhir/Patient/${await patientIdOf(cpr)}/$aftaleoversigt?${new URLSearchParams(question)}`;
      expect((await get(path, citizenOf(cpr))).status).toBe(400);
    });

    test.each(['0001-01-01', '9999-12-31'])('may reach to %s', async (day) => {
      for (const question of [{ from: day }, { to: day }]) await postOverview(service, citizenOf(cpr), { cpr, ...question }).expect(200);
    });
  });

  describe('of repeating appointments', () => {
    const { cpr } = people.max;
    const lastShown = (body: { entry?: Entry[] }, value: string) =>
      matches(body)
        .filter(({ identifier }) => identifier?.[0]?.value === value)
        .at(-1)
        ?.start?.slice(0, 10);

    test('ends with the last Danish day of the sharing window, and rolls at Danish midnight', async () => {
      await put(series('daily', 'FREQ=DAILY', {}, cpr));
      expect(lastShown(await overview(cpr), 'daily')).toBe('2026-03-31');
      service.setNow('2026-03-02T22:59:59Z');
      expect(lastShown(await overview(cpr), 'daily')).toBe('2026-03-31');
      service.setNow('2026-03-02T23:00:00Z');
      expect(lastShown(await overview(cpr), 'daily')).toBe('2026-04-01');
      service.setNow('2026-04-01T08:00:00Z');
      expect(lastShown(await overview(cpr), 'daily')).toBe('2026-04-30');
      service.setNow(NOW);
    });

    test('counts days in calendar days over the change to summer time', async () => {
      await put(series('at night', 'FREQ=DAILY', { start: '2026-03-04T00:30:00+01:00', end: '2026-03-04T00:40:00+01:00' }, cpr));
      await put(series('late', 'FREQ=DAILY', { start: '2026-03-04T23:30:00+01:00', end: '2026-03-04T23:40:00+01:00' }, cpr));
      const body = await overview(cpr);
      expect([lastShown(body, 'at night'), lastShown(body, 'late')]).toEqual(['2026-03-31', '2026-03-31']);
      const shown = matches(body).filter(({ identifier }) => identifier?.[0]?.value === 'late');
      expect(shown.map(({ start }) => start?.slice(10)).slice(-4)).toEqual(['T23:30:00+01:00', ...Array(3).fill('T23:30:00+02:00')]);
    });

    test('binds each of a series group, and no appointment that stands alone', async () => {
      const group = { extension: [{ url: own('series-group'), valueIdentifier: { system: SYSTEM, value: 'group' } }] };
      const on = (day: string) => ({ start: `${day}T09:00:00+02:00`, end: `${day}T09:30:00+02:00` });
      await put(appointment('last of group', { ...group, ...on('2026-03-31') }, cpr));
      await put(appointment('past the window', { ...group, ...on('2026-04-01') }, cpr));
      await put(appointment('alone', on('2027-04-01'), cpr));
      expect(values(await overview(cpr))).toEqual(expect.arrayContaining(['last of group', 'alone']));
      expect(values(await overview(cpr))).not.toContain('past the window');
      service.setNow('2026-03-03T08:00:00Z');
      expect(values(await overview(cpr))).toContain('past the window');
      service.setNow(NOW);
    });

    test('binds an exception by its own day', async () => {
      await put(series('with exceptions', 'FREQ=WEEKLY;COUNT=6', {}, people.else.cpr));
      const exception = (value: string, originalStart: string, start: string, end: string) =>
        put(
          appointment(
            value,
            {
              start,
              end,
              extension: [
                { url: EXT.originatingAppointment, valueReference: { identifier: { system: SYSTEM, value: 'with exceptions' } } },
                { url: own('original-start'), valueInstant: originalStart },
              ],
            },
            people.else.cpr,
          ),
        );
      await exception('moved out', '2026-03-11T07:00:00+01:00', '2026-04-01T07:00:00+02:00', '2026-04-01T07:20:00+02:00');
      await exception('moved in', '2026-04-08T07:00:00+02:00', '2026-03-30T07:00:00+02:00', '2026-03-30T07:20:00+02:00');
      const starts = matches(await overview(people.else.cpr)).map(({ start }) => start?.slice(0, 10));
      expect(starts).toEqual(['2026-03-04', '2026-03-18', '2026-03-25', '2026-03-30']);
    });

    test('reaches 180 days where the window does', async () => {
      const wide = await startTestService(engine, { SHARING_WINDOW_DAYS: '180' });
      try {
        await putAppointment(wide, await wide.sender('municipal'), series('daily', 'FREQ=DAILY', {}, cpr)).expect(201);
        const { body } = await postOverview(wide, await wide.citizen(cpr)).expect(200);
        // From 4 March to the day before 2 March + 180, at seven of the clock in summer too.
        expect(body.total).toBe(178);
        expect(matches(body).at(-1)?.start).toBe(`${addDays('2026-03-02' as LocalDate, 179)}T07:00:00+02:00`);
      } finally {
        await wide.close();
      }
    });
  });

  describe('is asked for', () => {
    const { cpr } = people.einer;
    beforeAll(() => put(appointment('asked for', {}, cpr)));

    test('by the citizen, who need not say who', async () => {
      const { body } = await postOverview(service, citizenOf(cpr)).expect(200);
      expect(values(body)).toEqual(['asked for']);
      expect(await overview(cpr)).toEqual(body);
    });

    test('by no other citizen', async () => {
      await postOverview(service, citizenOf(people.nancy.cpr), { cpr }).expect(403);
      const patient = await patientIdOf(cpr);
      await get(`/fhir/Patient/${patient}/$aftaleoversigt`, citizenOf(people.nancy.cpr)).expect(404);
      await get(`/fhir/Appointment?patient=Patient/${patient}`, citizenOf(people.nancy.cpr)).expect(404);
      await search({ 'patient:identifier': `${CPR_SYSTEM}|${cpr}` }, citizenOf(people.nancy.cpr)).expect(403);
    });

    test('by a professional, who names the citizen and gives a purpose', async () => {
      const { body } = await postOverview(service, professional, { cpr }).expect(200);
      expect(values(body)).toEqual(['asked for']);
      await postOverview(service, professional).expect(400);
      await search({}, professional).expect(400);
    });

    test('by no sender', async () => {
      await postOverview(service, municipality, { cpr }).expect(403);
    });

    test('of a citizen whom nobody knows, and is then empty', async () => {
      const unknown = people.lonni.cpr;
      expect(await overview(unknown)).toEqual({ resourceType: 'Bundle', type: 'searchset', total: 0, link: [expect.anything()] });
      const asked = await overview(unknown, {}, professional);
      expect([asked.total, matches(asked)]).toEqual([0, []]);
    });

    test('of parameters that it knows, each once and of its type', async () => {
      const post = (parameter: unknown) =>
        request(service.app)
          .post('/fhir/Patient/$aftaleoversigt')
          .set({ ...citizenOf(cpr), 'Content-Type': FHIR_JSON })
          .send(JSON.stringify({ resourceType: 'Parameters', parameter }));
      const to = { name: 'to', valueDate: '2026-03-31' };
      await post([to]).expect(200);
      for (const wrong of [
        [to, to],
        [{ name: 'until', valueDate: '2026-03-31' }],
        [{ name: 'to', valueString: '2026-03-31' }],
        [{ name: 'patient', valueString: cpr }],
      ])
        expect((await post(wrong)).status).toBe(400);
    });

    test('by the citizen’s id in the address, with the same answer', async () => {
      const path = `/fhir/Patient/${await patientIdOf(cpr)}/$aftaleoversigt`;
      for (const headers of [citizenOf(cpr), professional]) {
        const question = { from: '2026-03-01', to: '2026-03-31' };
        const { body } = await get(`${path}?from=2026-03-01&to=2026-03-31`, headers).expect(200);
        expect(body).toEqual(await overview(cpr, question, headers));
        expect(values(body)).toEqual(['asked for']);
      }
      await get(`/fhir/Patient/${UNKNOWN}/$aftaleoversigt`, citizenOf(cpr)).expect(404);
    });

    test('with a link to itself that anybody may log', async () => {
      for (const headers of [citizenOf(cpr), professional]) {
        const self = selfOf(await overview(cpr, { from: '2026-03-01', to: '2026-03-31' }, headers));
        expect(self).toMatch(/^http:\/\/aftaledeling\.test\/fhir\/Patient\/[\da-f-]{36}\/\$aftaleoversigt\?from=2026-03-01&to=2026-03-31$/);
        expect((await get(self.replace('http://aftaledeling.test', ''), headers).expect(200)).body.total).toBe(1);
        const found = await search({ 'patient:identifier': `${CPR_SYSTEM}|${cpr}` }, headers).expect(200);
        expect(decodeURIComponent(selfOf(found.body))).toMatch(/\/fhir\/Appointment\?patient=Patient\/[\da-f-]{36}$/);
      }
    });

    test('with a notice for professionals, found or not, that something may be withheld', async () => {
      const notice = (body: { entry?: Entry[] }) => (body.entry ?? []).filter((entry) => entry.search.mode === 'outcome');
      const found = (form: Record<string, string>, headers: Headers) => search(form, headers).then(({ body }) => body);
      const answers = async (whom: string, headers: Headers) => [
        await overview(whom, {}, headers),
        (await get(`/fhir/Patient/${await patientIdOf(whom)}/$aftaleoversigt`, headers)).body,
        await found({ 'patient:identifier': `${CPR_SYSTEM}|${whom}` }, headers),
      ];
      for (const whom of [cpr, people.lonni.cpr]) {
        for (const body of await answers(whom, professional)) {
          expect(notice(body)).toMatchObject([
            { resource: { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code: 'suppressed' }] } },
          ]);
          expect(body.total).toBe(matches(body).length);
        }
        for (const body of await answers(whom, citizenOf(whom))) expect(notice(body)).toEqual([]);
      }
    });
  });

  // R4's `date` on Appointment is its start alone; a date without a time is the Danish day.
  describe('as a search', () => {
    const { cpr } = people.einer;
    const patient = { 'patient:identifier': `${CPR_SYSTEM}|${cpr}` };
    beforeAll(async () => {
      await put(appointment('before midnight', { start: '2026-06-01T23:30:00+02:00', end: '2026-06-02T00:30:00+02:00' }, cpr));
      await put(appointment('after midnight', { start: '2026-06-02T00:30:00+02:00', end: '2026-06-02T00:45:00+02:00' }, cpr));
      await put(appointment('stay', { start: '2026-05-20T12:00:00+02:00', end: '2026-06-10T12:00:00+02:00' }, cpr), region);
    });

    test.each([
      [['2026-06-01'], ['before midnight']],
      [['2026-06-02'], ['after midnight']],
      [['ge2026-06-02'], ['after midnight']],
      [
        ['lt2026-06-02', 'ge2026-05'],
        ['stay', 'before midnight'],
      ],
      [['2026-06'], ['before midnight', 'after midnight']],
      [['ge2026-05-21', 'le2026-06-01'], ['before midnight']],
      [['2026-06-01T23:30:00+02:00'], ['before midnight']],
      [['2026-06-01T21:30Z'], ['before midnight']],
      [['gt2026-06-02'], []],
    ])('of %j finds %j', async (dates, expected) => {
      const form = new URLSearchParams(patient);
      for (const date of dates) form.append('date', date);
      const { body } = await request(service.app)
        .post('/fhir/Appointment/_search')
        .set(citizenOf(cpr))
        .type('form')
        .send(form.toString())
        .expect(200);
      expect([body.total, values(body)]).toEqual([expected.length, expected]);
      form.delete('patient:identifier');
      const inAddress = await get(`/fhir/Appointment?patient=Patient/${await patientIdOf(cpr)}&${form}`, citizenOf(cpr)).expect(200);
      expect(values(inAddress.body)).toEqual(expected);
    });

    test.each(['2026-02-30', 'x', '2026-06-01T23:30', '20260601'])('of the date %s is refused', async (date) => {
      const refused = await search({ ...patient, date }, citizenOf(cpr)).expect(400);
      expect(refused.body.issue[0].expression).toEqual(['date']);
    });
  });

  describe('by one id', () => {
    const { cpr } = people.einer;
    const read = (id: string, headers: Headers) => get(`/fhir/Appointment/${id}`, headers);
    const bothReaders = (): Headers[] => [citizenOf(cpr), professional];

    test('gives its sender what it sent, and readers what is shared', async () => {
      const sent = appointment('read', { comment: 'internal', description: 'Sårskift' }, cpr);
      const id = await put(sent);
      const { body, headers } = await read(id, municipality).expect(200);
      expect(body).toMatchObject({ ...sent, id, meta: { versionId: '1', lastUpdated: '2026-03-02T08:00:00.000Z' } });
      expect(headers['etag']).toBe('W/"1"');
      for (const reader of bothReaders()) {
        const shared = (await read(id, reader).expect(200)).body;
        expect(shared).toMatchObject({ id, description: 'Sårskift', start: '2026-03-04T10:15:00+01:00' });
        expect(shared).not.toHaveProperty('comment');
        expect(matches(await overview(cpr, {}, reader))).toContainEqual(shared);
      }
    });

    test('is nothing to another sender or another citizen', async () => {
      const id = await put(appointment('nobody else’s', {}, cpr));
      for (const other of [region, citizenOf(people.nancy.cpr)]) await read(id, other).expect(404);
      for (const reader of [municipality, ...bothReaders()]) await read(UNKNOWN, reader).expect(404);
    });

    test('is gone once deleted: 410 to its sender, 404 to readers', async () => {
      const id = await put(appointment('deleted', {}, cpr));
      await request(service.app).delete(`/fhir/Appointment/${id}`).set(municipality).expect(204);
      await read(id, municipality).expect(410);
      for (const reader of bothReaders()) await read(id, reader).expect(404);
    });

    test('is nothing to readers while its status is kept or hidden', async () => {
      for (const status of ['proposed', 'pending', 'waitlist', 'noshow', 'entered-in-error'] as const) {
        const id = await put(appointment(status, { status }, cpr));
        await read(id, municipality).expect(200);
        for (const reader of bothReaders()) await read(id, reader).expect(404);
        expect(values(await overview(cpr))).not.toContain(status);
      }
      for (const status of ['booked', 'arrived', 'checked-in', 'fulfilled'] as const) {
        const id = await put(appointment(status, { status }, cpr));
        for (const reader of bothReaders()) expect((await read(id, reader).expect(200)).body.status).toBe(status);
      }
    });

    test('is a series to its sender alone, and its occurrences to readers while the window has them', async () => {
      const id = await put(series('read by occurrence', 'FREQ=WEEKLY', {}, cpr));
      const master = (await read(id, municipality).expect(200)).body;
      expect(master.meta.tag).toEqual([{ system: 'https://aftaledeling.dk/fhir/CodeSystem/kind', code: 'series' }]);
      expect(master.extension).toContainEqual({ url: own('rrule'), valueString: 'FREQ=WEEKLY' });
      for (const reader of bothReaders()) {
        await read(id, reader).expect(404);
        const { body } = await read(`${id}.20260311T060000Z`, reader).expect(200);
        expect(body).toMatchObject({ id: `${id}.20260311T060000Z`, start: '2026-03-11T07:00:00+01:00', end: '2026-03-11T07:20:00+01:00' });
        expect(JSON.stringify(body)).not.toContain('FREQ');
        await read(`${id}.20260401T050000Z`, reader).expect(404);
        for (const other of ['20260312T060000Z', '20260311T060001Z', '20260311', 'x', '20260311T060000Z.1'])
          await read(`${id}.${other}`, reader).expect(404);
      }
      await read(`${id}.20260311T060000Z`, municipality).expect(200);
      await read(`${id}.20260311T060000Z`, region).expect(404);
    });

    test('is gone from readers 14 Danish days after it was cancelled', async () => {
      const body = appointment('cancelled long ago', { start: '2026-04-20T10:00:00+02:00', end: '2026-04-20T10:30:00+02:00' }, cpr);
      await put(body);
      const id = await put({ ...body, status: 'cancelled' });
      service.setNow('2026-03-15T22:59:59Z');
      for (const reader of bothReaders()) expect((await read(id, reader).expect(200)).body.status).toBe('cancelled');
      service.setNow('2026-03-15T23:00:00Z');
      for (const reader of bothReaders()) await read(id, reader).expect(404);
      await read(id, municipality).expect(200);
      service.setNow(NOW);
    });
  });

  describe('of a practice', () => {
    const { cpr } = people.lonni;
    const words = 'Kontrol af blodtryk';
    const foreign = { url: 'https://practice.example/note', valueString: words };
    const sent = appointment(
      'at the practice',
      {
        reasonCode: [{ text: words }, { coding: [{ system: 'http://snomed.info/sct', code: '135840009', display: words }] }],
        serviceType: [{ text: words }],
        specialty: [{ text: words }],
        appointmentType: { text: words },
        description: words,
        comment: words,
        patientInstruction: words,
        supportingInformation: [{ display: words }],
        basedOn: [{ reference: 'ServiceRequest/1', display: words }],
        reasonReference: [{ reference: 'Condition/1', display: words }],
        text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${words}</div>` },
        extension: [foreign],
      },
      cpr,
    );

    test('has a fixed reason, in what is stored already', async () => {
      const id = await put(sent, practice);
      const versions = await service.deps.db
        .selectFrom('appointment_version')
        .select('resource')
        .where('appointment_id', '=', id)
        .execute();
      expect(versions).toHaveLength(1);
      expect(versions[0]?.resource).not.toContain(words);
      expect(JSON.parse(versions[0]?.resource ?? '').reasonCode).toEqual([{ text: 'Aftale hos praktiserende læge' }]);
      const { body } = await get(`/fhir/Appointment/${id}`, practice).expect(200);
      expect(JSON.stringify(body)).not.toContain(words);
      expect(matches(await overview(cpr))[0]?.reasonCode).toEqual([{ text: 'Aftale hos praktiserende læge' }]);
    });

    test('has it in every version, and in no line of the log', async () => {
      const id = await put({ ...sent, priority: 1 }, practice);
      const rows = await service.deps.db.selectFrom('appointment_version').select('resource').where('appointment_id', '=', id).execute();
      expect(rows).toHaveLength(2);
      const lines = await service.deps.db.selectFrom('audit_event').select('line').execute();
      for (const text of [...rows.map(({ resource }) => resource), ...lines.map(({ line }) => line), ...service.lines])
        expect(text).not.toContain(words);
    });
  });

  // DESIGN §4.2 `meeting-place`: of a home no address, position or free text leaves, for anyone.
  describe('of a visit at home', () => {
    const { cpr } = people.lonni;
    const street = 'Prøvestien 7, 2. th.';
    const home = (changes: Partial<Appointment> = {}) =>
      appointment(
        'at home',
        {
          contained: [
            {
              resourceType: 'Location',
              id: 'place',
              name: `Hos borgeren, ${street}`,
              description: 'Nøgleboks 4711',
              address: { use: 'home', line: [street], postalCode: '5000', city: 'Odense C' },
              position: { longitude: 10.4, latitude: 55.4 },
            },
          ],
          description: `Besøg på ${street}`,
          ...changes,
        },
        cpr,
      );

    test.each([
      ['one', home()],
      [
        'each of a series',
        home({ identifier: [{ system: SYSTEM, value: 'at home daily' }], extension: [{ url: own('rrule'), valueString: 'FREQ=DAILY' }] }),
      ],
    ])('has no word of where that is in %s', async (_which, body) => {
      const id = await put(body);
      expect((await get(`/fhir/Appointment/${id}`, municipality)).text).toContain(street);
      const patient = await patientIdOf(cpr);
      for (const reader of [citizenOf(cpr), professional]) {
        const answers = [
          postOverview(service, reader, { cpr }),
          postOverview(service, reader, { cpr }).set('Accept', 'application/fhir+xml'),
          get(`/fhir/Patient/${patient}/$aftaleoversigt`, reader),
          get(`/fhir/Appointment?patient=Patient/${patient}`, reader),
          search({ 'patient:identifier': `${CPR_SYSTEM}|${cpr}` }, reader),
        ];
        for (const answer of answers) {
          const { text } = await answer.expect(200);
          expect(text).toContain('I dit hjem');
          expect(text).not.toMatch(/Prøvestien|Nøgleboks|55\.4|Odense C/);
        }
      }
    });
  });
});
