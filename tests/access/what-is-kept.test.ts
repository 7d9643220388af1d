/**
 * What a caller may not know makes no difference to what they get: not in a match, a count, a page, a link, a status or a header. Two
 * worlds that differ in that alone answer every request alike (`worlds.ts`).
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import request from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';
import { idNames, makeWorlds, type Scenario, secrets, systems, type World, withoutNames, wordsOf } from './worlds.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 120);

interface Question {
  readonly what:
    | 'search'
    | 'search by id alone'
    | 'search by form'
    | 'overview'
    | 'overview by address'
    | 'read'
    | 'history'
    | 'explain'
    | 'patient'
    | 'patient by form';
  /** Parameters; a value that holds `{name}` names an appointment of the world. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly id: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: 'json' | 'xml';
  readonly strict: boolean;
}

const day = fc.constantFrom('2026-03-02', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08', '2026-03-09', '2026-04-20');
const id = fc
  .constantFrom(...idNames)
  .chain((name) => fc.constantFrom(`{${name}}`, `{${name}}.20260308T070000Z`, `{${name}}.20260306T070000Z`));
const code = fc.constantFrom('code-0', 'code-1', 'open', 'none');
const sor = fc.constantFrom('325431000016004', '306861000016006', '1');
const word = fc.constantFrom(...secrets.flatMap(wordsOf), 'Røntgen');

const parameter: fc.Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(
    fc.constant('_id'),
    fc.oneof(
      id,
      fc.array(id, { minLength: 2, maxLength: 3 }).map((ids) => ids.join()),
    ),
  ),
  fc.tuple(
    fc.constant('date'),
    fc.tuple(fc.constantFrom('', 'ge', 'lt', 'ne', 'ap'), day).map((parts) => parts.join('')),
  ),
  fc.tuple(
    fc.constant('_lastUpdated'),
    fc
      .tuple(fc.constantFrom('ge', 'lt'), fc.integer({ min: 0, max: 7 }))
      .map(([prefix, minute]) => `${prefix}2026-03-02T07:0${minute}:00Z`),
  ),
  fc.tuple(fc.constantFrom('status', 'status:not'), fc.constantFrom('booked', 'cancelled', 'booked,cancelled', 'fulfilled')),
  fc.tuple(
    fc.constantFrom('reason-code', 'reason-code:not', 'service-type', 'service-type:not', '_tag'),
    fc.tuple(fc.constantFrom('', `${systems.reason}|`), code).map((parts) => parts.join('')),
  ),
  fc.tuple(fc.constantFrom('service-category', 'service-category:not'), fc.constantFrom('MunicipalityAppointment', 'RegionalAppointment')),
  fc.tuple(
    fc.constantFrom('location:identifier', 'actor:identifier'),
    code.map((value) => `${systems.place}|${value}`),
  ),
  fc.tuple(
    fc.constantFrom('practitioner:identifier', 'actor:identifier', 'location:identifier'),
    sor.map((value) => `urn:oid:1.2.208.176.1.1|${value}`),
  ),
  fc.tuple(fc.constantFrom('location', 'practitioner'), fc.constantFrom('#place', 'Location/place')),
  fc.tuple(fc.constant('part-status'), fc.constantFrom('accepted', 'declined')),
  fc.tuple(
    fc.constant('identifier'),
    fc.constantFrom(...idNames).chain((name) => fc.constantFrom(`${systems.appointment}|${name}-nancy`, `${name}-bruno`)),
  ),
  fc.tuple(fc.constant('_sort'), fc.constantFrom('date', '-date', '_lastUpdated', '-_lastUpdated,date', 'reason-code', 'location')),
  fc.tuple(fc.constant('_count'), fc.constantFrom('0', '1', '2', '3', '1000')),
  fc.tuple(fc.constant('_total'), fc.constantFrom('none', 'estimate', 'accurate')),
  fc.tuple(fc.constant('_summary'), fc.constantFrom('true', 'text', 'data', 'count', 'false')),
  fc.tuple(fc.constant('_elements'), fc.constantFrom('reasonCode', 'start,contained', 'extension')),
  fc.tuple(
    fc.constantFrom('_include', '_include:iterate'),
    fc.constantFrom('Appointment:patient', 'Appointment:actor', 'Appointment:location', '*'),
  ),
  fc.tuple(fc.constant('_revinclude'), fc.constantFrom('AuditEvent:entity', 'Appointment:based-on', '*')),
  fc.tuple(
    fc.constantFrom(
      '_has:Appointment:patient:status',
      'patient.name',
      'location.name',
      'location.address',
      '_content',
      '_text',
      '_filter',
      '_query',
      'description',
    ),
    word,
  ),
);

const question: fc.Arbitrary<Question> = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('search' as const, 'search by form' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom('overview' as const, 'overview by address' as const, 'read' as const, 'search by id alone' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('history' as const, 'explain' as const, 'patient' as const, 'patient by form' as const) },
  ),
  parameters: fc.array(parameter, { maxLength: 4 }),
  id,
  from: fc.option(day, { nil: undefined }),
  to: fc.option(day, { nil: undefined }),
  format: fc.constantFrom('json', 'json', 'json', 'xml'),
  strict: fc.constantFrom(false, false, true),
});

const FORM = 'application/x-www-form-urlencoded';

function ask({ app }: TestService, headers: Record<string, string>, world: World, question: Question): request.Test {
  const { what, parameters, from, to } = question;
  const resolve = (text: string): string => text.replaceAll(/\{([a-z-]+)\}/g, (_whole, name: string) => world.ids[name] ?? '');
  const named = (text: string): string =>
    resolve(text).replaceAll(/-nancy|-bruno/g, text.includes('-nancy') ? nameIn(world, 0) : nameIn(world, 1));
  const given = parameters.map(([name, value]): [string, string] => [name, named(value)]);
  const dates = Object.entries({ from, to }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  const id = resolve(question.id);
  const call = (): request.Test => {
    switch (what) {
      case 'search':
        return request(app).get(`/fhir/Appointment?${new URLSearchParams([['patient', `Patient/${world.patientId}`], ...given])}`);
      case 'search by id alone':
        return request(app).get(`/fhir/Appointment?${new URLSearchParams([['_id', id], ...given.filter(([name]) => name !== '_id')])}`);
      case 'search by form':
        return request(app)
          .post('/fhir/Appointment/_search')
          .set('Content-Type', FORM)
          .send(new URLSearchParams([['patient:identifier', `${CPR_SYSTEM}|${world.cpr}`], ...given]).toString());
      case 'overview':
        return request(app)
          .post('/fhir/Patient/$aftaleoversigt')
          .set('Content-Type', FHIR_JSON)
          .send(
            JSON.stringify({
              resourceType: 'Parameters',
              parameter: [
                { name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: world.cpr } },
                ...dates.map(([name, valueDate]) => ({ name, valueDate })),
              ],
            }),
          );
      case 'overview by address':
        return request(app).get(`/fhir/Patient/${world.patientId}/$aftaleoversigt?${new URLSearchParams(dates)}`);
      case 'read':
        return request(app).get(`/fhir/Appointment/${id}`);
      case 'history':
        return request(app).get(`/fhir/Appointment/${id}/_history`);
      case 'explain':
        return request(app).get(`/fhir/Appointment/${id}/$explain`);
      case 'patient':
        return request(app).get(`/fhir/Patient/${world.patientId}`);
      case 'patient by form':
        return request(app)
          .post('/fhir/Patient/_search')
          .set('Content-Type', FORM)
          .send(new URLSearchParams([['identifier', `${CPR_SYSTEM}|${world.cpr}`]]).toString());
    }
  };
  return call()
    .set(headers)
    .set('Accept', `application/fhir+${question.format}`)
    .set('Prefer', question.strict ? 'handling=strict' : 'handling=lenient');
}

/** Identifiers are the citizen's own in each world: asked for by the other's name they are nobody's in both. */
const nameIn = ({ cpr }: World, which: 0 | 1): string => (which === 0 ? (cpr.startsWith('2512') ? '-nancy' : '-bruno') : '-nobody');

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly lastModified: string | undefined;
}

/** The answer, with every page that its links lead to. */
async function answers(service: TestService, headers: Record<string, string>, world: World, question: Question): Promise<Answer[]> {
  const got: Answer[] = [];
  let response: { status: number; text: string; headers: Record<string, string> } = await ask(service, headers, world, question);
  for (let page = 0; page < 40; page++) {
    const { status, text } = response;
    got.push({ status, text: withoutNames(text, world), lastModified: response.headers['last-modified'] });
    const next = /"relation":"next","url":"http:\/\/aftaledeling\.test([^"]+)"/.exec(text)?.[1];
    if (next === undefined) return got;
    response = await request(service.app).get(next).set(headers);
  }
  throw new Error('the pages have no end');
}

/** Where the first answer that is not the same begins to differ: told in short, for whole answers are long. */
function difference(one: readonly Answer[], other: readonly Answer[]): string | undefined {
  const page = one.findIndex((answer, index) => JSON.stringify(answer) !== JSON.stringify(other[index]));
  if (page < 0) return one.length === other.length ? undefined : `${one.length} pages and ${other.length}`;
  const [mine, theirs] = [JSON.stringify(one[page]), JSON.stringify(other[page]) ?? ''];
  const at = [...mine].findIndex((char, index) => char !== theirs[index]);
  return `page ${page}: …${mine.slice(Math.max(0, at - 80), at + 80)}… and …${theirs.slice(Math.max(0, at - 80), at + 80)}…`;
}

describe.each(engines)('on the $engine engine, what is', (engine) => {
  const cases: readonly (readonly [Scenario, string])[] = [
    ['hidden', 'nurse'],
    ['busy-only', 'nurse'],
    ['time-only', 'nurse'],
    ['protected home', 'nurse'],
    ['protected home', 'own nurse'],
  ];
  describe.each(cases)('%s from a %s', (scenario, who) => {
    let service: TestService;
    let worlds: [World, World];
    let headers: Record<string, string>;
    beforeAll(async () => {
      service = await startTestService(engine);
      worlds = await makeWorlds(service, scenario);
      headers = await service.professional(who === 'nurse' ? {} : { cvr: '35209115' });
    });
    afterAll(() => service?.close());

    test('makes no difference to any answer', async () => {
      await fc.assert(
        fc.asyncProperty(question, async (asked) => {
          const [one, other] = await Promise.all(worlds.map((world) => answers(service, headers, world, asked)));
          expect(difference(one ?? [], other ?? [])).toBeUndefined();
        }),
        { numRuns: RUNS },
      );
    });

    test('leaves in no word of any answer, nor of the log', async () => {
      const everything: Question = {
        what: 'overview',
        parameters: [],
        id: '',
        from: '2026-03-01',
        to: '2026-05-01',
        format: 'json',
        strict: false,
      };
      const [[got] = []] = await Promise.all([answers(service, headers, worlds[0], everything)]);
      const words = scenario === 'protected home' ? (secrets[0].home.line ?? []) : wordsOf(secrets[0]);
      for (const text of [got?.text ?? '', ...service.lines]) for (const told of words) expect(text).not.toContain(told);
      expect(got?.text).toContain('open-NAME');
    });
  });

  const started: TestService[] = [];
  const startOne = async (): Promise<TestService> => {
    const service = await startTestService(engine);
    started.push(service);
    return service;
  };
  afterEach(async () => {
    for (const service of started.splice(0)) await service.close();
  });

  test('protected is kept from the citizen’s own answers too, where others may look over a shoulder', async () => {
    const service = await startOne();
    const [world] = await makeWorlds(service, 'protected home');
    const { text } = await ask(service, await service.citizen(world.cpr), world, {
      ...{ what: 'overview', parameters: [], id: '', from: undefined, to: undefined, format: 'json', strict: false },
    });
    expect(text).toContain('address-nancy');
    expect(text).not.toContain('Vestergade');
  });

  test('hidden does not change the tag by which an overview is known', async () => {
    const service = await startOne();
    const [, world] = await makeWorlds(service, 'hidden');
    const nurse = await service.professional();
    const address = `/fhir/Patient/${world.patientId}/$aftaleoversigt`;
    const before = await request(service.app).get(address).set(nurse).expect(200);
    const { municipal } = { municipal: await service.sender('municipal') };
    const late = { ...JSON.parse(JSON.stringify(secret(world.cpr))) };
    await request(service.app)
      .put('/fhir/Appointment?identifier=https://sender.example/appointments|late')
      .set(municipal)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(late))
      .expect(201);
    await request(service.app)
      .get(address)
      .set(nurse)
      .set('If-None-Match', before.headers['etag'] ?? '')
      .expect(304);
    await request(service.app)
      .get(address)
      .set(await service.citizen(world.cpr))
      .set('If-None-Match', before.headers['etag'] ?? '')
      .expect(200);
  });
});

const secret = (cpr: string) => ({
  resourceType: 'Appointment',
  identifier: [{ system: systems.appointment, value: 'late' }],
  status: 'booked',
  start: '2026-03-10T10:00:00+01:00',
  end: '2026-03-10T10:30:00+01:00',
  extension: [{ url: own('guided-interval'), valueString: 'Ca.' }],
  participant: [{ actor: { identifier: { system: CPR_SYSTEM, value: cpr } }, status: 'accepted' }],
});
