/** `POST $check`: what posting a day of data would come to. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { EXT } from '../../src/fhir/extension.ts';
import { toXml } from '../../src/fhir/xml.ts';
import { appointment, own, SYSTEM, series } from '../support/appointment.ts';
import { putAll } from '../support/bundle.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';

type Headers = Record<string, string>;

interface Issue {
  severity: string;
  expression?: string[];
  details: { text: string; coding?: { code: string }[] };
}
interface Part {
  name: string;
  valueString?: string;
  valueUnsignedInt?: number;
  valueDecimal?: number;
  valueCode?: string;
  valueCoding?: { code: string };
  resource?: { issue: Issue[] };
  part?: Part[];
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`./cases/${name}`, import.meta.url), 'utf8'));
const day = read('onboarding.json') as { entry: { resource: object }[] };
const faults = read('onboarding-faults.json') as { entry: number; rule: string; path: string; alsoEntries?: number[] }[];
const definition = JSON.parse(readFileSync(new URL('../../fhir-profiles/OperationDefinition/check.json', import.meta.url), 'utf8')) as {
  parameter: { name: string; use: string; part?: { name: string; min: number }[] }[];
};

const namesIn = (parts: Part[] | undefined): string[] => (parts ?? []).map(({ name }) => name);
const partOf = (parts: Part[] | undefined, name: string): Part | undefined => parts?.find((one) => one.name === name);
const ruleOf = ({ details }: Issue): string | undefined => details.coding?.[0]?.code;

class Report {
  readonly parameters: Part[];
  readonly summary: Record<string, unknown>;
  readonly rules: Part[][];
  readonly entries: Part[][];

  constructor(parameters: Part[]) {
    this.parameters = parameters;
    const all = (name: string): Part[][] => parameters.filter((one) => one.name === name).map(({ part = [] }) => part);
    this.summary = Object.fromEntries(
      (all('summary')[0] ?? []).map(({ name, valueUnsignedInt, valueString }) => [name, valueUnsignedInt ?? valueString]),
    );
    this.rules = all('rule');
    this.entries = all('entry');
  }

  issuesOf(index: number): Issue[] {
    const entry = this.entries.find((parts) => partOf(parts, 'index')?.valueUnsignedInt === index);
    return partOf(entry, 'issues')?.resource?.issue ?? [];
  }

  /** Rule ids, by entry. */
  get told(): Record<number, (string | undefined)[]> {
    return Object.fromEntries(
      this.entries.map((parts) => {
        const index = partOf(parts, 'index')?.valueUnsignedInt ?? -1;
        return [index, this.issuesOf(index).map(ruleOf)];
      }),
    );
  }
}

describe.each(engines)('the check of a day on the $engine engine', (engine) => {
  let service: TestService;
  let sender: Headers;
  beforeAll(async () => {
    service = await startTestService(engine);
    sender = await service.sender('municipal', 'ny-nexus');
  });
  afterAll(() => service?.close());

  const post = (body: unknown, headers: Headers = sender, type = FHIR_JSON) =>
    request(service.app)
      .post('/fhir/$check')
      .set(headers)
      .set('Content-Type', type)
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const check = async (body: unknown, headers: Headers = sender, type = FHIR_JSON): Promise<Report> =>
    new Report((await post(body, headers, type).expect(200)).body.parameter);
  const bundle = (resources: object[], type: 'batch' | 'transaction' = 'batch') => ({
    resourceType: 'Bundle',
    type,
    entry: resources.map((resource) => ({ resource, request: { method: 'POST', url: 'Appointment' } })),
  });
  /** Every row that there is, but for the sender itself, which its first call enters. */
  const rows = async (): Promise<Record<string, unknown>> => {
    const tables = ['appointment', 'appointment_version', 'appointment_identifier', 'appointment_owner', 'occurrence', 'citizen'] as const;
    const more = ['audit_event', 'audit_head', 'quarantined_entry', 'minlog_outbox'] as const;
    const counts = [...tables, ...more].map(async (table) => [
      table,
      (
        await service.deps.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    ]);
    return Object.fromEntries(await Promise.all(counts));
  };

  test('names the twelve faults of an onboarding file, each where it is, and doubts nothing else', async () => {
    const before = await rows();
    const report = await check(day);
    const expected = faults.flatMap(({ entry, rule, path, alsoEntries = [] }) => [
      [path, rule],
      ...alsoEntries.map((other) => [path.replace(`[${entry}]`, `[${other}]`), rule]),
    ]);
    const found = report.entries
      .flatMap((parts) => partOf(parts, 'issues')?.resource?.issue ?? [])
      .filter(({ severity }) => severity !== 'information')
      .map((issue) => [issue.expression?.[0], ruleOf(issue)]);
    expect(found.sort()).toEqual(expected.sort());
    expect(new Set(faults.map(({ rule }) => rule)).size).toBe(12);
    expect(report.rules.filter((parts) => partOf(parts, 'severity')?.valueCode !== 'information')).toHaveLength(12);
    expect(report.summary).toMatchObject({ entries: 26, refused: 4, doubted: 11 });
    expect(await rows()).toEqual(before);
  });

  test('tells of each rule how many entries met it, what it says, what to mend and where it was met first', async () => {
    const report = await check(day);
    const ungrouped = report.rules.find((parts) => partOf(parts, 'rule')?.valueCoding?.code === 'file-series-ungrouped');
    expect(partOf(ungrouped, 'entries')?.valueUnsignedInt).toBe(4);
    expect(partOf(ungrouped, 'share')?.valueDecimal).toBe(0.1538);
    expect(partOf(ungrouped, 'says')?.valueString).toMatch(/series-group/);
    expect(partOf(ungrouped, 'mend')?.valueString).toMatch(/Send a series/);
    expect(partOf(ungrouped, 'first')?.valueString).toBe('Bundle.entry[20].resource.extension');
    const severities = report.rules.map((parts) => partOf(parts, 'severity')?.valueCode ?? '');
    expect(severities).toEqual([...severities].sort((a, b) => 'ewi'.indexOf(a[0] ?? '') - 'ewi'.indexOf(b[0] ?? '')));
  });

  test('says nothing that its definition does not', async () => {
    const report = await check(day);
    const known = new Map(definition.parameter.filter(({ use }) => use === 'out').map(({ name, part = [] }) => [name, part]));
    for (const { name, part } of report.parameters) {
      const parts = known.get(name);
      expect(parts).toBeDefined();
      expect(parts?.map((one) => one.name)).toEqual(expect.arrayContaining(namesIn(part)));
      expect(namesIn(part)).toEqual(expect.arrayContaining(parts?.filter(({ min }) => min === 1).map((one) => one.name) ?? []));
    }
  });

  test('holds nothing of what was sent', async () => {
    const { text } = await post(day).expect(200);
    for (const word of ['Prøvevej', 'Sårpleje', 'Hjemmeplejen', '3113729995', '1003', ...Object.values(people).map(({ cpr }) => cpr)]) {
      expect(text).not.toContain(word);
    }
  });

  test.each(['batch', 'transaction'] as const)('foretells what a %s of the same entries is answered with', async (type) => {
    const other = await service.sender('municipal', `foretold-${type}`);
    await putAll(service, other, [series('kept', 'FREQ=DAILY'), appointment('same'), appointment('changed')]);
    const bad = type === 'batch' ? [appointment('bad', { status: 'late' as never })] : [];
    const moved = {
      ...appointment('moved', { start: '2026-03-05T08:00:00+01:00', end: '2026-03-05T08:20:00+01:00' }),
      extension: [
        { url: EXT.originatingAppointment, valueReference: { identifier: { system: SYSTEM, value: 'kept' } } },
        { url: own('original-start'), valueInstant: '2026-03-05T07:00:00+01:00' },
      ],
    };
    const entry = [
      ...[moved, appointment('same'), appointment('changed', { minutesDuration: 10 }), appointment('new'), ...bad].map((resource) => ({
        resource,
        request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${resource.identifier?.[0]?.value}` },
      })),
      { request: { method: 'DELETE', url: `Appointment?identifier=${SYSTEM}|none` } },
    ];
    const file = { resourceType: 'Bundle', type, entry };
    const report = await check(file, other);
    const { body } = await request(service.app)
      .post('/fhir')
      .set(other)
      .set('Content-Type', FHIR_JSON)
      .send(JSON.stringify(file))
      .expect(200);
    const answered = body.entry.map(({ response }: { response: { status: string; outcome?: { issue: Issue[] } } }) => ({
      status: response.status.slice(0, 3),
      rules: (response.outcome?.issue ?? []).map(ruleOf).filter((rule) => rule !== 'quarantined'),
    }));
    const foretold = entry.map((_one, index) => ({
      status: partOf(
        report.entries.find((parts) => partOf(parts, 'index')?.valueUnsignedInt === index),
        'status',
      )?.valueString,
      rules: report
        .issuesOf(index)
        .map(ruleOf)
        .filter((rule) => rule?.startsWith('file-') !== true),
    }));
    for (const [index, one] of foretold.entries()) {
      expect([index, one.status ?? answered[index].status, one.rules]).toEqual([index, answered[index].status, answered[index].rules]);
    }
  });

  test('tells all that is wrong with a transaction at once', async () => {
    const named = (value: string, reference: string) => ({
      ...appointment(value),
      extension: [
        { url: EXT.originatingAppointment, valueReference: { reference } },
        { url: own('original-start'), valueInstant: '2026-03-05T07:00:00+01:00' },
      ],
    });
    const report = await check(
      bundle(
        [appointment('bad', { status: 'late' as never }), named('lost', 'urn:uuid:0'), named('gone', `Appointment/${crypto.randomUUID()}`)],
        'transaction',
      ),
    );
    expect(report.told).toMatchObject({ 0: ['base-binding'], 1: ['reference-held'], 2: ['reference-held'] });
    expect(report.issuesOf(1)[0]?.expression).toEqual(['Bundle.entry[1].resource.extension[0].valueReference.reference']);
    expect(report.summary['text']).toMatch(/^Nothing would be taken: 3 of 3/);
  });

  test.each([
    ['the same identity twice', [appointment('a'), appointment('a', { minutesDuration: 15 })], { 1: 'file-identity-repeated' }],
    ['the same identity of two citizens', [appointment('a'), appointment('a', {}, people.bruno.cpr)], { 1: 'file-identity-citizens' }],
    ['one appointment under two identities', [appointment('a'), appointment('b')], { 1: 'file-appointment-repeated' }],
    ['a status that is kept', [appointment('a', { status: 'proposed' })], { 0: 'file-status-kept' }],
    [
      'a series that begins after the window',
      [series('a', 'FREQ=DAILY', { start: '2026-09-01T07:00:00+02:00', end: '2026-09-01T07:20:00+02:00' })],
      { 0: 'file-window-later' },
    ],
    [
      'a yearly series that comes back later',
      [series('a', 'FREQ=YEARLY', { start: '2026-01-05T07:00:00+01:00', end: '2026-01-05T07:20:00+01:00' })],
      { 0: 'file-window-later' },
    ],
    ['what is over', [appointment('a', { start: '2026-03-01T10:00:00+01:00', end: '2026-03-01T11:00:00+01:00' })], { 0: 'file-over' }],
    [
      'a series that is over',
      [series('a', 'FREQ=DAILY;COUNT=3', { start: '2026-01-05T07:00:00+01:00', end: '2026-01-05T07:20:00+01:00' })],
      { 0: 'file-over' },
    ],
    ['a stay that goes on', [appointment('a', { start: '2026-02-20T10:00:00+01:00', end: '2026-03-20T10:00:00+01:00' })], { 0: undefined }],
  ])('tells of %s', async (_what, resources, expected) => {
    const report = await check({
      resourceType: 'Bundle',
      type: 'batch',
      entry: resources.map((resource) => ({
        resource,
        request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${resource.identifier?.[0]?.value}` },
      })),
    });
    for (const [index, rule] of Object.entries(expected)) {
      const told = report
        .issuesOf(Number(index))
        .map(ruleOf)
        .filter((one) => one?.startsWith('file-'));
      expect(told).toEqual(rule === undefined ? [] : [rule]);
    }
  });

  test('takes one resource, one in Parameters, XML, and an APD-DK document, with paths from its own root', async () => {
    const sent = appointment('one', { status: 'late' as never });
    for (const body of [sent, { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: sent }] }]) {
      const report = await check(body);
      expect(report.issuesOf(0).map((issue) => [ruleOf(issue), issue.expression])).toEqual([['base-binding', ['Appointment.status']]]);
    }
    const inXml = await check(toXml(appointment('one', { minutesDuration: 5 })), sender, 'application/fhir+xml');
    expect(inXml.told[0]).toContain('time-length-differs');
    const document = readFileSync(new URL('../apd/documents/municipality-office-as-place.xml', import.meta.url), 'utf8');
    expect((await check(document, sender, 'text/xml')).told[0]).toContain('place-of-performer');
  });

  test.each([
    ['no JSON', '{', 400],
    ['another resource', { resourceType: 'Patient' }, 400],
    ['a bundle of another type', { resourceType: 'Bundle', type: 'collection' }, 400],
    ['too many entries', { resourceType: 'Bundle', type: 'batch', entry: Array.from({ length: 20_001 }, () => ({})) }, 413],
    ['too large a body', ' '.repeat(16_000_001), 413],
  ])('refuses %s', async (_what, body, status) => {
    const { body: outcome } = await post(body).expect(status);
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(await service.deps.db.selectFrom('quarantined_entry').where('sender_id', '=', 'ny-nexus').selectAll().execute()).toEqual([]);
  });

  test('is for senders', async () => {
    await post(day, await service.citizen(people.nancy.cpr)).expect(403);
    await post(day, {}).expect(401);
  });

  test('tells a practice what would be replaced', async () => {
    const report = await check(bundle([appointment('p', { reasonCode: [{ text: 'Halsbetændelse' }] })]), await service.sender('practice'));
    expect(report.told[0]).toContain('practice-replaced');
  });

  test('lets other callers have their turn while it reads ten thousand entries', async () => {
    const entry = Array.from({ length: 10_000 }, (_one, index) => ({
      resource: appointment(`many-${index}`, {}, Object.values(people)[index % 13]?.cpr),
      request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|many-${index}` },
    }));
    let done = false;
    const checking = check({ resourceType: 'Bundle', type: 'batch', entry }).finally(() => {
      done = true;
    });
    let answered = 0;
    while (!done) {
      await request(service.app).get('/livez').expect(200);
      answered += 1;
    }
    expect((await checking).summary).toMatchObject({ entries: 10_000, refused: 0 });
    expect(answered).toBeGreaterThan(20);
  }, 120_000);
});
