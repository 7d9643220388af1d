/** What the sector sends today, in by `$import-apd` and out by the overview: what its citizen reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { EXT } from '../../src/fhir/extension.ts';
import type { Sector } from '../../src/fhir/sector.ts';
import type { Appointment, Extension } from '../../src/fhir/types.ts';
import { toWall } from '../../src/time/zone.ts';
import { csvToAppointments } from '../apd/csv-to-appointment.ts';
import { countExamples, describeWithExamples, readExample } from '../apd/examples.ts';
import { appointment, own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

interface Row {
  sector: Sector;
  /** The same letter for the same citizen, in the order of the table. */
  citizen: string;
  start: string;
  end: string | null;
  time: { kind: string; text: string };
  /** Of a published document the text has `{name}`, `{line}`, `{postalCode}`, `{city}` and `{phone}` where its own words stand. */
  place: { kind: string; certainty: string; text: string };
  /** Rule ids of the warnings to the sender, in order. */
  warnings: string[];
}

const folder = join(import.meta.dirname, '..', 'apd');
const table = <R>(name: string): R[] => JSON.parse(readFileSync(join(import.meta.dirname, 'cases', name), 'utf8'));
const ownDocument = (file: string): string => readFileSync(join(folder, 'documents', file), 'utf8');

/** After every document but those of December, and so inside the sharing window of each series group. */
const NOW = '2026-11-20T08:00:00Z';

const local = (instant: string | undefined): string | null =>
  instant === undefined ? null : new Date(toWall(new Date(instant))).toISOString().slice(0, 16).replace('T', ' ');

const parts = (shown: Appointment, url: string): Record<string, string> =>
  Object.fromEntries(
    (shown.extension?.find((one) => one.url === url)?.extension ?? []).map((part: Extension) => [
      part.url,
      part.valueCode ?? part.valueString ?? part.valueDateTime ?? '',
    ]),
  );

describe.each(engines)('importing APD-DK on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
    service.setNow(NOW);
  });
  afterAll(() => service?.close());

  async function importApd(xml: string, sector: Sector, senderId?: string) {
    return request(service.app)
      .post('/fhir/$import-apd')
      .set(await service.sender(sector, senderId))
      .set('Content-Type', 'text/xml; charset=utf-8')
      .send(xml);
  }

  const warningsOf = (outcome: { issue: { severity: string; details: { coding?: { code: string }[] } }[] }): string[] =>
    outcome.issue.flatMap(({ severity, details }) => (severity === 'warning' ? (details.coding?.[0]?.code ?? '') : []));
  const idOf = (location: string | undefined): string => /\/Appointment\/([\da-f-]{36})\/_history\/\d+$/.exec(location ?? '')?.[1] ?? '';

  /** What the citizen reads of it. */
  async function read(cpr: string, id: string): Promise<Appointment> {
    const { body } = await postOverview(service, await service.citizen(cpr), { from: '2010-01-01' }).expect(200);
    const entry = body.entry.find(({ resource }: { resource: Appointment }) => resource.id === id);
    return entry.resource;
  }

  const letters = new Map<string, string>();
  function letterOf(cpr: string): string {
    if (!letters.has(cpr)) letters.set(cpr, String.fromCharCode(65 + letters.size));
    return letters.get(cpr) ?? '';
  }

  function summary(shown: Appointment): Omit<Row, 'sector' | 'citizen' | 'warnings'> {
    const time = parts(shown, EXT.visitTime);
    const place = parts(shown, EXT.meetingPlace);
    return {
      start: local(shown.start) ?? '',
      end: local(shown.end),
      time: { kind: time['kind'] ?? '', text: time['text'] ?? '' },
      place: { kind: place['kind'] ?? '', certainty: place['certainty'] ?? '', text: place['text'] ?? '' },
    };
  }

  /** Where a document says that the citizen lives; nothing of it may reach a reader. */
  const homeOf = (xml: string): string[] =>
    [...xml.matchAll(/<(patientRole|participant typeCode="SBJ")[\s\S]*?<\/(?:patientRole|participant)>/g)].flatMap(([block]) =>
      [...block.matchAll(/<streetAddressLine>\s*([^<]*\d[^<]*?)\s*</g)].map((line) => line[1] ?? ''),
    );

  async function expectRead(xml: string, senderId: string, { sector, citizen, warnings, ...expected }: Row, text = expected.place.text) {
    const response = await importApd(xml, sector, senderId);
    expect(response.status).toBe(201);
    expect(response.headers['etag']).toBe('W/"1"');
    expect(warningsOf(response.body)).toEqual(warnings);
    const cpr = /<id(?=[^>]* root="1\.2\.208\.176\.1\.2")[^>]* extension="(\d{10})"/.exec(xml)?.[1] ?? '';
    expect(letterOf(cpr)).toBe(citizen);
    const shown = await read(cpr, idOf(response.headers['location']));
    expect(summary(shown)).toEqual({ ...expected, place: { ...expected.place, text } });
    if (expected.place.kind === 'home') for (const line of homeOf(xml)) expect(JSON.stringify(shown)).not.toContain(line);
    expect((await importApd(xml, sector, senderId)).status).toBe(200);
  }

  const documents = table<Row & { file: string }>('import-own.json');

  describe('of our own documents', () => {
    beforeAll(() => letters.clear());
    test.each(documents)('shows $file', async ({ file, ...row }) => {
      await expectRead(ownDocument(file), `own-${file.replace('.xml', '')}`, row);
    });

    test('has a row for each', () => {
      expect(documents.map(({ file }) => file).sort()).toEqual(readdirSync(join(folder, 'documents')).sort());
    });
  });

  const window = ownDocument('municipality-home-window.xml');
  const remade = (xml: string, time: string): string => xml.replace(/(<effectiveTime value=")[^"]*/, `$1${time}`);

  test('makes of a replacement document a new version, and of an older one nothing', async () => {
    const first = await importApd(window, 'municipal', 'replacing');
    const moved = remade(window, '20260221080000+0100').replaceAll('20260304070000+0100', '20260304073000+0100');
    const second = await importApd(moved, 'municipal', 'replacing');
    expect([first.status, second.status, second.headers['etag']]).toEqual([201, 200, 'W/"2"']);
    expect(idOf(second.headers['location'])).toBe(idOf(first.headers['location']));
    const late = await importApd(window, 'municipal', 'replacing');
    expect([late.status, late.headers['etag']]).toEqual([200, 'W/"2"']);
    expect(late.body.issue[0].details.coding[0].code).toBe('source-updated-late');
  });

  test('keeps the document’s time as source-updated', async () => {
    const { headers } = await importApd(window, 'municipal', 'source-time');
    const { body } = await request(service.app)
      .get(`/fhir/Appointment/${idOf(headers['location'])}`)
      .set(await service.sender('municipal', 'source-time'))
      .expect(200);
    expect(body.extension).toContainEqual({ url: own('source-updated'), valueInstant: '2026-02-20T08:15:00+01:00' });
  });

  test('takes the sender’s own sector where the encounter’s code is none, and no other sector than that', async () => {
    const code = /(<encounter [^>]*>[\s\S]*?<code )code="MunicipalityAppointment"/;
    expect(window).toMatch(code);
    const unknown = await importApd(window.replace(code, '$1code="Other"'), 'municipal', 'sector-unknown');
    expect([unknown.status, ...warningsOf(unknown.body).slice(0, 1)]).toEqual([201, 'apd-category']);
    const foreign = await importApd(window, 'regional', 'sector-foreign');
    expect([foreign.status, foreign.body.issue[0].details.coding[0].code]).toEqual([422, 'sector-other']);
  });

  test('gives an appointment that the same sender can go on with in FHIR', async () => {
    const headers = await service.sender('municipal', 'going-on');
    const { headers: created } = await importApd(window, 'municipal', 'going-on');
    const { body } = await request(service.app)
      .get(`/fhir/Appointment/${idOf(created['location'])}`)
      .set(headers)
      .expect(200);
    const { id: _id, meta: _meta, ...sent } = body;
    await putAppointment(service, headers, sent).expect(200).expect('ETag', 'W/"1"');
    await putAppointment(service, headers, { ...sent, status: 'cancelled' })
      .expect(200)
      .expect('ETag', 'W/"2"');
  });

  test('is a sender’s alone', async () => {
    await request(service.app)
      .post('/fhir/$import-apd')
      .set(await service.citizen(people.nancy.cpr))
      .set('Content-Type', 'text/xml')
      .send(window)
      .expect(403);
    await putAppointment(service, await service.sender('municipal'), appointment('and FHIR')).expect(201);
  });

  describeWithExamples('of the published documents', () => {
    const published = table<Row & { file: string }>('import-published.json');
    beforeAll(() => letters.clear());

    test('has a row for each of the 18', () => {
      expect(published).toHaveLength(countExamples('apd', '.xml'));
    });

    test.each(published)('shows $file', async ({ file, ...row }) => {
      const xml = readExample('apd', file);
      await expectRead(xml, `published-${file.replaceAll(/\W/g, '-')}`, row, filled(row.place.text, wordsOf(xml)));
    });

    const rows = table<Row>('import-csv.json').map((row, index) => ({ ...row, line: index + 1 }));

    test.each(rows)('shows line $line of the CSV file', async ({ line, sector, citizen, warnings, ...expected }) => {
      const sent = csvToAppointments(readExample('apd', 'aftaledeling__sds2681'));
      expect(sent).toHaveLength(rows.length);
      const body = sent[line - 1] ?? appointment('none');
      const headers = await service.sender(sector, `csv-${line}`);
      const response = await putAppointment(service, headers, body).set('Prefer', 'return=OperationOutcome').expect(201);
      expect(warningsOf(response.body)).toEqual(warnings);
      const cpr = body.participant[0]?.actor?.identifier?.value ?? '';
      expect(letterOf(cpr)).toBe(citizen);
      const text = filled(expected.place.text, wordsOfLocation(body));
      expect(summary(await read(cpr, idOf(response.headers['location'])))).toEqual({ ...expected, place: { ...expected.place, text } });
    });
  });
});

type Words = Readonly<Record<string, string>>;

const filled = (text: string, words: Words): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? `no ${name}`);

/** Eight digits in pairs, without what the sender's exchange adds. */
const inPairs = (phone: string): string => phone.replace(/^(\d\d)(\d\d)(\d\d)(\d\d).*/, '$1 $2 $3 $4');

/** The words of a document's place, found without reading the document. */
function wordsOf(xml: string): Words {
  const place = /<participant[^>]*typeCode="(?:LOC|SBJ|DST)"[\s\S]*?<\/participant>/.exec(xml)?.[0] ?? '';
  const all = (tag: string): string[] => [...place.matchAll(new RegExp(`<${tag}>([^<]*)<`, 'g'))].map((match) => match[1]?.trim() ?? '');
  return {
    name: all('name')[0] ?? '',
    line: all('streetAddressLine').join(', '),
    postalCode: all('postalCode')[0] ?? '',
    city: all('city')[0] ?? '',
    phone: inPairs(/value="tel:([^"]*)"/.exec(place)?.[1] ?? ''),
  };
}

function wordsOfLocation({ contained }: Appointment): Words {
  const location = contained?.find((resource) => resource.resourceType === 'Location');
  const { line, postalCode, city } = location?.address ?? {};
  return {
    name: location?.name ?? '',
    line: line?.join(', ') ?? '',
    postalCode: postalCode ?? '',
    city: city ?? '',
    phone: inPairs(location?.telecom?.[0]?.value ?? ''),
  };
}
