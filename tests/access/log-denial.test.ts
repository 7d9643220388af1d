/** Every refusal is told in the service's log: what was wrong, by whom where that is known; never the token. */
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, SignJWT } from 'jose';
import request from 'supertest';
import { engines } from '../support/database.ts';
import { linesWithNumbers } from '../support/log-lines.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';

const [engine] = engines;
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('a token that is refused', () => {
  let service: TestService;
  let good: string;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('no engine');
    service = await startTestService(engine);
    good = await service.token({ role: 'citizen', cpr: people.nancy.cpr });
  });
  afterAll(() => service?.close());

  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const forged = async (claims: object = {}, header: object = {}): Promise<string> =>
    new SignJWT({ ...decodeJwt(good), ...claims }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header }).sign(privateKey);
  const parts = (): [string, string, string] => good.split('.') as [string, string, string];
  const hs256 = (): string => {
    const head = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${parts()[1]}`;
    return `${head}.${createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
      .update(head)
      .digest('base64url')}`;
  };
  const wrongScope = (scope: string) => service.token({ role: 'citizen', cpr: people.nancy.cpr, scope });

  test.each<[string, () => string | Promise<string>, number]>([
    ['forged by a stranger', () => forged(), 401],
    ['of an unknown kid', () => forged({}, { kid: 'nobody' }), 401],
    ['without a signature (alg none)', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${parts()[1]}.`, 401],
    ['HS256 with the public key', hs256, 401],
    ['expired', () => forged({ exp: 1 }), 401],
    ['for another audience', () => forged({ aud: 'https://other.example.dk' }), 401],
    ['altered', () => good.replace(/.(?=\.[^.]+$)/, (last) => (last === 'A' ? 'B' : 'A')), 401],
    ['with letters of a scope out of order', () => wrongScope('patient/Appointment.sr'), 401],
    ['with scopes of patient and system', () => wrongScope('patient/*.rs system/Appointment.cruds'), 401],
    ['without the scope', () => wrongScope('patient/Consent.rs'), 403],
    ['of a role that may not', () => service.token({ role: 'admin' }), 403],
    ['that is no token', () => 'garbage', 401],
  ])('%s is told in the log, without the token', async (_what, make, status) => {
    const token = await make();
    const before = service.lines.length;
    const { headers } = await request(service.app).get('/fhir/Appointment').set('Authorization', `Bearer ${token}`).expect(status);
    const lines = service.lines.slice(before);
    const [refused] = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'refused');
    expect(refused).toMatchObject({ level: 'warn', status, requestId: headers['x-request-id'], why: [expect.stringMatching(/\w/)] });
    if (status === 403) expect(refused).toMatchObject({ role: expect.any(String), token: expect.any(String) });
    const secret = token.split('.').at(2) || token;
    for (const line of lines) {
      expect(line).not.toContain(secret);
      expect(line).not.toContain(people.nancy.cpr);
    }
  });

  test('leaves no CPR number that stands in an address, however it is written', async () => {
    const { cpr } = people.nancy;
    for (const written of [cpr, `${cpr.slice(0, 6)}-${cpr.slice(6)}`, `${cpr.slice(0, 6)}%2D${cpr.slice(6)}`, `x/${cpr}/y`]) {
      await request(service.app).get(`/fhir/Patient/${written}`).set('Authorization', `Bearer ${good}`);
    }
    expect(linesWithNumbers(service.lines)).toEqual([]);
    expect(linesWithNumbers([`a line with ${cpr}`, Buffer.from(`?${cpr}`).toString('base64')])).toHaveLength(2);
  });

  test('is no CPR number that a client hides in the id of its call', async () => {
    const { headers } = await request(service.app).get('/fhir/metadata').set('X-Request-Id', people.nancy.cpr).expect(200);
    expect(headers['x-request-id']).not.toBe(people.nancy.cpr);
  });
});
