import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import request, { type Response } from 'supertest';
import { CPR_SYSTEM, X_ECPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, NOW, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { badBodies, badXml, VALUE } from './cases/bad-bodies.ts';

const KEPT = ['citizen', 'appointment', 'appointment_version', 'appointment_identifier', 'appointment_owner', 'occurrence', 'audit_event'];
const numbers = Object.values(people).map(({ cpr }) => cpr);
const writtenApart = (cpr: string): string => cpr.replace(/^(.{6})/, '$1-');
const secrets = new RegExp([...numbers, ...numbers.map(writtenApart)].join('|'));

describe.each(engines)('bad input on the $engine engine', (engine) => {
  let service: TestService;
  let municipality: Record<string, string>;
  let citizen: Record<string, string>;
  let before: unknown;

  beforeAll(async () => {
    service = await startTestService(engine);
    municipality = await service.sender('municipal');
    citizen = await service.citizen(people.nancy.cpr);
    await putAppointment(service, municipality, appointment('there before')).expect(201);
  });
  afterAll(() => service?.close());

  const stored = () =>
    Promise.all(KEPT.map(async (table) => (await sql`select count(*)::int as n from ${sql.table(table)}`.execute(service.deps.db)).rows));
  beforeEach(async () => {
    before = await stored();
  });
  afterEach(async () => {
    expect(await stored()).toEqual(before);
    expect(service.lines.filter((line) => secrets.test(line))).toEqual([]);
  });

  const put = (headers: Record<string, string>, body: string | Buffer) =>
    request(service.app)
      .put('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${VALUE}` })
      .set({ ...municipality, 'Content-Type': FHIR_JSON, ...headers })
      // Bytes as they are: superagent writes a Buffer of a JSON type as JSON.
      .serialize((value) => value)
      .send(body);

  function expectRefusal(response: Response, status: number, code: string): void {
    expect({ status: response.status, type: response.body.resourceType, code: response.body.issue?.[0].code }).toEqual({
      status,
      type: 'OperationOutcome',
      code,
    });
    expect(response.body.issue[0]).toMatchObject({ severity: 'error', details: { text: expect.any(String) } });
    expect(response.text).not.toMatch(secrets);
    expect(response.text).not.toMatch(/\n\s+at |node_modules|\.ts:\d/);
  }

  test.each(badBodies)('is refused where $because', async ({ body, headers = {}, status, code, rule, expression }) => {
    const response = await put(headers, body);
    expectRefusal(response, status, code);
    const [issue] = response.body.issue;
    expect({ rule: issue.details.coding?.[0].code, expression: issue.expression?.[0] }).toEqual({ rule, expression });
  });

  test('takes the body that the bad ones were made of, so that each is refused for its own fault', async () => {
    await put({}, gzipSync(JSON.stringify(appointment(VALUE))))
      .set('Content-Encoding', 'gzip')
      .expect(201);
    before = await stored();
  });

  test.each(badXml)('is refused as FHIR XML where $because', async ({ xml }) => {
    const response = await put({ 'Content-Type': 'application/fhir+xml' }, xml('Appointment xmlns="http://hl7.org/fhir"'));
    expectRefusal(response, 400, 'structure');
    expect(response.body.issue[0].details.coding[0].code).toBe('xml');
  });

  const importApd = (body: string, headers: Record<string, string> = municipality) =>
    request(service.app).post('/fhir/$import-apd').set(headers).set('Content-Type', 'text/xml').send(body);

  test.each(badXml)('is refused as CDA where $because', async ({ xml }) => {
    const response = await importApd(xml('ClinicalDocument xmlns="urn:hl7-org:v3"'));
    expectRefusal(response, 400, 'structure');
    expect(response.body.issue[0].details.coding[0].code).toBe('xml');
  });

  test('is refused as CDA for all that is missing, each by its path in the document', async () => {
    const response = await importApd('<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
    expectRefusal(response, 400, 'required');
    const paths = response.body.issue.map((issue: { expression: string[] }) => issue.expression[0]);
    expect(paths).toEqual(expect.arrayContaining(['ClinicalDocument.recordTarget.patientRole.id', 'ClinicalDocument.effectiveTime']));
  });

  test('is refused as CDA that is JSON (415) or too long (413)', async () => {
    expectRefusal(await importApd('{}').set('Content-Type', FHIR_JSON), 415, 'not-supported');
    expectRefusal(await importApd(' '.repeat(1_000_001)), 413, 'too-long');
  });

  test('may have 16 MB in a Bundle, and no more', async () => {
    const post = (bytes: number) =>
      request(service.app).post('/fhir').set(municipality).set('Content-Type', FHIR_JSON).send(' '.repeat(bytes));
    expectRefusal(await post(16_000_000), 400, 'structure');
    expectRefusal(await post(16_000_001), 413, 'too-long');
  });

  // DESIGN §3 "CPR never in an address".
  const { cpr } = people.nancy;
  // The example of dk-core's identifier profile, as domain/aftaler.md §5.1 quotes it.
  const ecpr = '0703921VJ4';
  test.each([
    `/fhir/Patient/${cpr}`,
    `/fhir/Patient/${writtenApart(cpr)}`,
    `/fhir/Patient/${encodeURIComponent(cpr).replace('2', '%32')}`,
    `/fhir/Patient/${cpr}/$aftaleoversigt`,
    `/fhir/Appointment?patient=${cpr}`,
    `/fhir/Appointment?patient=${writtenApart(cpr)}`,
    `/fhir/Appointment?patient=Patient/${cpr}`,
    `/fhir/Appointment?patient:identifier=${CPR_SYSTEM}|${cpr}`,
    `/fhir/Appointment?actor=${CPR_SYSTEM}%7C${cpr}`,
    `/fhir/Appointment?actor=Patient/1,Patient/${cpr}`,
    `/fhir/Appointment?patient:identifier=${X_ECPR_SYSTEM}|${ecpr}`,
    `/fhir/Appointment?identifier=${CPR_SYSTEM}|${cpr}`,
    `/fhir/Appointment?identifier=${encodeURIComponent(X_ECPR_SYSTEM)}|${ecpr}`,
    `/fhir/Patient?identifier=${CPR_SYSTEM}|${cpr}`,
  ])('is an address with a citizen’s number, %s', async (address) => {
    const response = await request(service.app).get(address).set(citizen);
    expectRefusal(response, 400, 'structure');
    expect(response.body.issue[0].details.text).toContain('POST');
    expect(service.lines.join()).not.toContain(ecpr);
  });

  test('is no address whose identifier of another system happens to be ten digits', async () => {
    const found = await request(service.app)
      .get('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${cpr}` })
      .set(municipality);
    expect(found.status).toBe(200);
    expect(found.body.total).toBe(0);
  });

  test.each([
    '/fhir/Appointment?identifier=s|%00',
    '/fhir/Appointment/%00',
    '/fhir/Appointment/%',
    '/fhir/Appointment?date=%00',
    '/fhir/Appointment?_format=%00',
  ])('is an address that nothing can be looked up by, %s', async (address) => {
    const response = await request(service.app).get(address).set(municipality);
    expect([400, 404]).toContain(response.status);
    expectRefusal(response, response.status, response.status === 400 ? 'structure' : 'not-found');
  });

  test.each([
    ['no condition', ''],
    ['a condition without a system', `?identifier=${VALUE}`],
    ['two identifiers', `?identifier=${SYSTEM}|${VALUE}&identifier=${SYSTEM}|other`],
    ['a list of identifiers', `?identifier=${SYSTEM}|${VALUE},${SYSTEM}|other`],
    ['another condition beside it', `?identifier=${SYSTEM}|${VALUE}&status=booked`],
    ['an identifier without a value', `?identifier=${SYSTEM}|`],
  ])('is a conditional update or deletion with %s', async (_what, query) => {
    for (const method of ['put', 'delete'] as const) {
      const call = request(service.app)[method](`/fhir/Appointment${query}`).set(municipality);
      const response = await (method === 'put' ? call.set('Content-Type', FHIR_JSON).send(JSON.stringify(appointment(VALUE))) : call);
      expectRefusal(response, 400, 'value');
      expect(response.body.issue[0]).toMatchObject({ expression: ['identifier'], details: { coding: [{ code: 'identity-condition' }] } });
    }
  });

  describe('is refused for the first of several faults', () => {
    const address = `/fhir/Appointment?identifier=${SYSTEM}|${VALUE}`;
    const faults = [
      { status: 401, code: 'login', authorization: 'Bearer nobody' },
      { status: 400, code: 'structure', address: `${address}&patient=${cpr}` },
      { status: 406, code: 'not-supported', accept: 'text/html' },
      { status: 415, code: 'not-supported', type: 'text/plain' },
      { status: 413, code: 'too-long', body: 'x'.repeat(2_000_000) },
      { status: 403, code: 'forbidden', role: 'citizen' },
      { status: 400, code: 'structure', body: 'x' },
    ] as const;

    test.each(faults.map((fault, index) => ({ ...fault, index })))(
      '$status goes before all that come after it',
      async ({ status, code, index }) => {
        // Later faults are laid under earlier ones.
        const all = Object.assign({}, ...faults.slice(index).reverse());
        const authorization = all.role === 'citizen' ? citizen : municipality;
        const response = await request(service.app)
          .put(all.address ?? address)
          .set({ ...authorization, ...(all.authorization && { Authorization: all.authorization }) })
          .set({ Accept: all.accept ?? FHIR_JSON, 'Content-Type': all.type ?? FHIR_JSON })
          .send(all.body);
        expectRefusal(response, status, code);
      },
    );
  });

  test('without a token says so, and nothing of what was sent', async () => {
    const response = await request(service.app).put(`/fhir/Appointment?patient=${cpr}`).set('Content-Type', FHIR_JSON).send(cpr);
    expectRefusal(response, 401, 'login');
    expect(response.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  test('is told of in the log by its path alone', () => {
    const calls = service.lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'call');
    expect(calls.length).toBeGreaterThan(badBodies.length);
    for (const { path, method, status } of calls) {
      expect(path).not.toContain('?');
      expect([typeof method, typeof status]).toEqual(['string', 'number']);
    }
    expect(service.lines.filter((line) => JSON.parse(line).level === 'error')).toEqual([]);
    expect(service.deps.clock().toISOString()).toBe(new Date(NOW).toISOString());
  });
});
