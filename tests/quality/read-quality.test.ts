/** `GET $quality`: what a sender is told of the data it sends. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MeasureReport, MeasureReportGroup } from '@medplum/fhirtypes';
import request from 'supertest';
import { validate } from '../../src/fhir/validate.ts';
import { appointment, own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { putAppointment, startTestService, type TestService } from '../support/service.ts';

describe.each(engines)('$quality on the $engine engine', (engine) => {
  let service: TestService;
  let sender: Record<string, string>;
  beforeAll(async () => {
    service = await startTestService(engine);
    sender = await service.sender('municipal');
    const put = (value: string, changes = {}, by = sender) => putAppointment(service, by, appointment(value, changes));
    const openEnd = {
      end: undefined,
      _end: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] },
    };
    service.setNow('2026-02-27T08:00:00Z');
    await put('a', openEnd).expect(201);
    await put('b').expect(201);
    service.setNow('2026-03-02T08:00:00Z');
    await put('a', { ...openEnd, extension: [{ url: own('source-updated'), valueInstant: '2026-03-02T07:59:00Z' }] }).expect(200);
    await put('b').expect(200);
    await put('c', { status: 'late' }).expect(400);
    await put('theirs', {}, await service.sender('regional')).expect(201);
  });
  afterAll(() => service?.close());

  const ask = (query: string, headers = sender) => request(service.app).get(`/fhir/$quality${query}`).set(headers);
  const reports = async (query: string): Promise<MeasureReport[]> =>
    (await ask(query).expect(200)).body.entry.map(({ resource }: { resource: MeasureReport }) => resource);
  const codes = ({ code }: MeasureReportGroup): (string | undefined)[] => (code?.coding ?? []).map((coding) => coding.code);
  const groupOf = (report: MeasureReport | undefined, ...wanted: string[]): MeasureReportGroup | undefined =>
    report?.group?.find((group) => JSON.stringify(codes(group)) === JSON.stringify(wanted));
  const countsOf = (group: MeasureReportGroup | undefined): Record<string, number | undefined> =>
    Object.fromEntries((group?.population ?? []).map(({ code, count }) => [code?.coding?.[0]?.code ?? '', count]));

  test('tells what became of what was sent, by day, week or month, of its own alone', async () => {
    const byMonth = await reports('?from=2026-02-01&to=2026-03-31&by=month');
    expect(byMonth.map(({ period, status }) => [period?.start, period?.end, status])).toEqual([
      ['2026-02-01', '2026-02-28', 'complete'],
      ['2026-03-01', '2026-03-31', 'pending'],
    ]);
    const [february, march] = byMonth.map((report) => countsOf(groupOf(report, 'messages')));
    expect(february).toMatchObject({ created: 2, updated: 0, unchanged: 0, refused: 0 });
    expect(march).toEqual({ created: 0, revived: 0, updated: 1, unchanged: 1, deleted: 0, refused: 1, doubted: 1 });
    const byWeek = await reports('?from=2026-02-26&to=2026-03-04&by=week');
    expect(byWeek.map(({ period }) => [period?.start, period?.end])).toEqual([
      ['2026-02-26', '2026-03-01'],
      ['2026-03-02', '2026-03-04'],
    ]);
    expect(byWeek.map((report) => countsOf(groupOf(report, 'messages'))['created'])).toEqual([2, 0]);
    expect(await reports('')).toHaveLength(30);
  });

  test('tells of each rule how often it was met, among what', async () => {
    const [report] = await reports('?from=2026-02-27&to=2026-03-02&by=month');
    const unknownEnd = groupOf(report, 'told', 'time-end-unknown');
    expect(countsOf(unknownEnd)).toEqual({ numerator: 1, denominator: 2 });
    expect(unknownEnd?.measureScore?.value).toBe(0.5);
    const [, march] = await reports('?from=2026-02-27&to=2026-03-02&by=month');
    const refused = groupOf(march, 'refused', 'base-binding');
    expect(countsOf(refused)).toEqual({ numerator: 1, denominator: 3 });
    expect(refused?.measureScore?.value).toBe(0.3333);
  });

  test('tells how long changes took to come here', async () => {
    const [report] = await reports('?from=2026-03-02&to=2026-03-02');
    const score = groupOf(report, 'lag-median')?.measureScore;
    expect(score).toMatchObject({ code: 's' });
    expect(score?.value).toBeGreaterThanOrEqual(60);
    expect(score?.value).toBeLessThan(75);
    expect(groupOf(report, 'lag')?.stratifier?.[0]?.stratum).toHaveLength(1);
  });

  test('answers in valid MeasureReports, XML too, that hold no number', async () => {
    for (const report of await reports('?from=2026-02-01&to=2026-03-31&by=week')) {
      expect(validate(report, { type: 'MeasureReport' })).toEqual([]);
    }
    const { text } = await ask('?by=month').set('Accept', 'application/fhir+xml').expect(200);
    expect(text).toContain('<MeasureReport');
    expect(text).not.toContain(people.nancy.cpr);
  });

  test.each([
    ['a day that is none', '?from=2026-02-30'],
    ['a span that ends before it begins', '?from=2026-03-02&to=2026-03-01'],
    ['too long a span', '?from=2020-01-01'],
    ['another step', '?by=year'],
    ['another parameter', '?sender=x'],
    ['a parameter twice', '?by=day&by=week'],
  ])('refuses %s', async (_what, query) => {
    await ask(query).expect(400);
  });

  test('is for senders', async () => {
    await ask('', await service.citizen(people.nancy.cpr)).expect(403);
  });
});
