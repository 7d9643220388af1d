import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { type Authenticate, createAuthenticate } from '../../src/access/authenticate.ts';
import { Fault } from '../../src/fhir/fault.ts';
import { AUDIENCE, createSigningKey, ISSUER, nowS, type SigningKey, senderClaims } from './tokens.ts';

const CPR = '2512489996';
const CHILD = '0505209996';

let key: SigningKey;
let stranger: SigningKey;
let rsa: SigningKey;
let authenticate: Authenticate;

const bearer = (token: string) => authenticate(`Bearer ${token}`);
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function refusal(call: Promise<unknown>): Promise<Fault> {
  const outcome = await call.catch((thrown: unknown) => thrown);
  if (!(outcome instanceof Fault)) throw new Error(`no Fault but ${JSON.stringify(outcome)}`);
  return outcome;
}

beforeAll(async () => {
  key = await createSigningKey('one');
  stranger = await createSigningKey('one');
  rsa = await createSigningKey('rsa', 'PS256');
  const findKey = createLocalJWKSet({ keys: [key.jwk, rsa.jwk] });
  authenticate = createAuthenticate([{ issuer: ISSUER, audience: AUDIENCE, findKey, development: false }]);
});

describe('a token that holds', () => {
  it('names its sender', async () => {
    const token = await key.sign({ sor: '325431000016004', cvr: '35209115', name: 'Odense Kommune', jti: 'j-1' });
    expect(await bearer(token)).toEqual({
      role: 'sender',
      clientId: 'nexus',
      subject: 'nexus-system',
      tokenId: 'j-1',
      scopes: [{ context: 'system', resourceType: 'Appointment', interactions: new Set('cruds') }],
      development: false,
      senderId: 'nexus-0461',
      sector: 'municipal',
      sor: '325431000016004',
      cvr: '35209115',
      name: 'Odense Kommune',
    });
  });

  it.each([
    ['signed with PS256', () => rsa.sign()],
    ['of the media type written out', () => key.sign({}, { typ: 'application/at+jwt' })],
    ['for several audiences', () => key.sign({ aud: ['https://other.example.dk', AUDIENCE] })],
    ['20 seconds past its end', () => key.sign({ exp: nowS() - 20 })],
    ['29 seconds before its beginning', () => key.sign({ nbf: nowS() + 29 })],
    ['with scopes that are not of resources', () => key.sign({ scope: 'openid launch/patient system/Appointment.cruds' })],
    ['without any scope', () => key.sign({ scope: undefined })],
  ])('is taken %s', async (_, make) => {
    expect(await bearer(await make())).toMatchObject({ role: 'sender', senderId: 'nexus-0461' });
  });

  it('is taken again from the cache', async () => {
    const token = await key.sign();
    expect(await bearer(token)).toBe(await bearer(token));
  });

  it('is taken whatever the case of the scheme', async () => {
    expect(await authenticate(`bearer ${await key.sign()}`)).toMatchObject({ role: 'sender' });
  });
});

describe('a token that does not hold', () => {
  const unsigned = (header: object, claims: object): string => `${encode(header)}.${encode(claims)}`;
  const cases: readonly [string, () => string | Promise<string>, RegExp][] = [
    ['signed by a stranger under a known key id', () => stranger.sign(), /signature does not verify/],
    ['altered after it was signed', async () => altered(await key.sign()), /signature does not verify/],
    ['without its signature', async () => (await key.sign()).replace(/[^.]+$/, ''), /signature|Authorization/],
    ['of an unknown key', async () => (await createSigningKey('two')).sign(), /no key of that id/],
    ['with alg none', () => `${unsigned({ alg: 'none', typ: 'at+jwt' }, senderClaims())}.`, /algorithm|no signed JWT/],
    ['with HS256 and the public key as the secret', () => hs256(), /algorithm is not/],
    ['with RS256 in its header and a key for ES256', () => key.sign().then(relabelled), /no key of that id and algorithm/],
    ['that has expired', () => key.sign({ exp: nowS() - 31 }), /expired/],
    ['without an end', () => key.sign({ exp: undefined }), /"exp"/],
    ['without the time it was issued', () => key.sign({ iat: undefined }), /"iat"/],
    ['issued in the future', () => key.sign({ iat: nowS() + 60 }), /"iat"/],
    ['issued long ago, for years', () => key.sign({ iat: nowS() - 86_500, exp: nowS() + 1e8 }), /issued more than 24h ago/],
    ['not yet valid', () => key.sign({ nbf: nowS() + 60 }), /"nbf"/],
    ['for another audience', () => key.sign({ aud: 'https://other.example.dk' }), /"aud"/],
    ['without an audience', () => key.sign({ aud: undefined }), /"aud"/],
    ['of an issuer that is not trusted', () => key.sign({ iss: 'https://sts.example.com' }), /issuer/],
    ['of an issuer whose name only begins as a trusted one', () => key.sign({ iss: `${ISSUER}.example.com` }), /issuer/],
    ['without an issuer', () => key.sign({ iss: undefined }), /issuer/],
    ['that is an id token', () => key.sign({}, { typ: 'JWT' }), /"typ"/],
    ['without a type', () => key.sign({}, { typ: undefined }), /"typ"/],
    ['that demands an unknown extension', async () => critical(await key.sign()), /signed JWT/],
    ['that is garbage', () => 'garbage', /no JWT/],
    ['that is garbage with dots', () => 'a.b.c', /no JWT/],
    ['with letters out of order in a scope', () => key.sign({ scope: 'system/Appointment.crusd' }), /scope: SMART v2/],
    ['with a scope of SMART v1', () => key.sign({ scope: 'system/Appointment.write' }), /scope/],
    ['with a scope finer than we can keep', () => key.sign({ scope: 'system/Appointment.rs?status=booked' }), /scope/],
    ['with scopes of patient and system', () => key.sign({ scope: 'patient/Appointment.rs system/Appointment.cruds' }), /scope/],
    ['with scopes of user and system', () => key.sign({ scope: 'user/*.rs system/Appointment.cruds' }), /scope/],
    ['without a role', () => key.sign({ role: undefined }), /role/],
    ['of an unknown role', () => key.sign({ role: 'owner' }), /role/],
    ['of a role that objects are born with', () => key.sign({ role: 'constructor' }), /role/],
    ['without a client', () => key.sign({ client_id: undefined }), /client_id/],
    ['without an id of its own', () => key.sign({ jti: undefined }), /jti/],
    ['of a sender without an id', () => key.sign({ sender_id: undefined }), /sender_id/],
    ['of a sender without a sector', () => key.sign({ sector: 'private' }), /sector: municipal, regional or practice/],
    ['of a specialist municipality', () => key.sign({ practice_kind: 'specialist' }), /practice_kind: only of a practice/],
    ['with a line end in a name', () => key.sign({ name: 'Odense\nKommune' }), /name: no control/],
    ['of a citizen without a number', () => key.sign({ role: 'citizen' }), /cpr/],
    ['of a citizen born on no day', () => key.sign({ role: 'citizen', cpr: '3113489996' }), /cpr/],
    ['of a citizen by number, not text', () => key.sign({ role: 'citizen', cpr: Number(CPR) }), /cpr/],
    [
      'of a citizen who acts for themselves',
      () => key.sign({ role: 'citizen', cpr: CPR, act_for: { cpr: CPR, relation: 'custody' } }),
      /act_for/,
    ],
    [
      'of a citizen of no known relation',
      () => key.sign({ role: 'citizen', cpr: CPR, act_for: { cpr: CHILD, relation: 'friend' } }),
      /relation/,
    ],
    ['of a professional without an id', () => key.sign({ role: 'professional', sor: '325431000016004' }), /person_id/],
    [
      'of a professional with a CPR number for an id',
      () => key.sign({ role: 'professional', cvr: '29190925', person_id: CPR }),
      /person_id: not a CPR/,
    ],
    ['of a professional of no organisation', () => key.sign({ role: 'professional', person_id: 'p-1' }), /sor or cvr/],
    ['of a coordinator of no municipality', () => key.sign({ role: 'coordinator' }), /municipality/],
    ['of an unknown register', () => key.sign({ role: 'register', register: 'motor' }), /register/],
    ['with a CPR number for a subject', () => key.sign({ sub: CPR }), /sub: not a CPR/],
    ['bound to a key by DPoP', () => key.sign({ cnf: { jkt: 'x' } }), /other means/],
  ];

  function altered(token: string): string {
    const [header = '', , signature = ''] = token.split('.');
    return `${header}.${encode({ ...senderClaims(), sender_id: 'someone-else' })}.${signature}`;
  }

  function critical(token: string): string {
    const [, claims = '', signature = ''] = token.split('.');
    return `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'one', crit: ['exp'], exp: 1 })}.${claims}.${signature}`;
  }

  function relabelled(token: string): string {
    const [, claims = '', signature = ''] = token.split('.');
    return `${encode({ alg: 'RS256', typ: 'at+jwt', kid: 'one' })}.${claims}.${signature}`;
  }

  function hs256(): string {
    const signed = unsigned({ alg: 'HS256', typ: 'at+jwt', kid: 'one' }, senderClaims());
    return `${signed}.${createHmac('sha256', JSON.stringify(key.jwk)).update(signed).digest('base64url')}`;
  }

  it.each(cases)('is refused: %s', async (_, make, reason) => {
    const fault = await refusal(bearer(await make()));
    expect(fault).toMatchObject({ status: 401, issues: [{ code: 'login', text: expect.stringMatching(reason) }] });
    expect(fault.headers['WWW-Authenticate']).toMatch(/^Bearer error="invalid_token", error_description="[\x20-\x21\x23-\x7e]+"$/);
    expect(JSON.stringify([fault.issues, fault.headers])).not.toMatch(/9996/);
  });

  it('is refused a second time too', async () => {
    const token = await stranger.sign();
    for (const _ of [1, 2]) expect(await refusal(bearer(token))).toMatchObject({ status: 401 });
  });
});

describe('a token that was taken', () => {
  const everythingButDate = [
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ] as const;
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...everythingButDate] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const pass = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

  it('is taken until 30 seconds past its end, and not after', async () => {
    const token = await key.sign({ exp: nowS() + 20 });
    await bearer(token);
    pass(48);
    await expect(bearer(token)).resolves.toMatchObject({ role: 'sender' });
    pass(3);
    expect(await refusal(bearer(token))).toMatchObject({ status: 401 });
  });

  it('is refused within a minute of its key being withdrawn', async () => {
    let keys = [key.jwk];
    const findKey: JWTVerifyGetKey = (header, token) => createLocalJWKSet({ keys })(header, token);
    const authenticate = createAuthenticate([{ issuer: ISSUER, audience: AUDIENCE, findKey, development: false }]);
    const header = `Bearer ${await key.sign()}`;
    await authenticate(header);
    keys = [rsa.jwk];
    pass(61);
    expect(await refusal(authenticate(header))).toMatchObject({ status: 401 });
  });
});

describe('a call without a token', () => {
  it('is told that one is needed, with no error in the challenge (RFC 6750 §3.1)', async () => {
    expect(await refusal(authenticate(undefined))).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a b', `Bearer ${CPR}é`])('is refused with %j', async (header) => {
    const fault = await refusal(authenticate(header));
    expect(fault).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': expect.stringContaining('invalid_token') } });
    expect(fault.message).not.toContain(CPR);
  });
});

/** RFC 8705 §3; the thumbprint is openssl's own. */
describe('a token bound to a certificate', () => {
  const pem = readFileSync(new URL('client-certificate.pem', import.meta.url), 'utf8');
  const der = pem.replaceAll(/-----[A-Z ]+-----|\n/g, '');
  const thumbprint = Buffer.from('4B559318C0D014B455390F22E3AB9E2E34837722752A7EB524C57B779A5396C0', 'hex').toString('base64url');
  const bound = (to = thumbprint) => key.sign({ cnf: { 'x5t#S256': to } });

  it.each([
    ["RFC 9440's byte sequence", `:${der}:`],
    ["nginx's escaped PEM", encodeURIComponent(pem)],
  ])('is taken with that certificate as %s', async (_, header) => {
    expect(await authenticate(`Bearer ${await bound()}`, header)).toMatchObject({ role: 'sender' });
  });

  it.each([
    ['without a certificate', undefined],
    ['with what is no certificate', ':aGVq:'],
    ['with a broken escape', '%E0%A4%A'],
    ['with an empty header', ''],
  ])('is refused %s, though it was just taken with the right one', async (_, header) => {
    const token = await bound();
    await authenticate(`Bearer ${token}`, `:${der}:`);
    expect(await refusal(authenticate(`Bearer ${token}`, header))).toMatchObject({ status: 401 });
  });

  it('is refused with another certificate', async () => {
    const token = await bound(Buffer.alloc(32, 1).toString('base64url'));
    expect(await refusal(authenticate(`Bearer ${token}`, `:${der}:`))).toMatchObject({ status: 401 });
  });

  it('is not made from an unbound one by showing a certificate', async () => {
    expect(await authenticate(`Bearer ${await key.sign()}`, ':garbage:')).toMatchObject({ role: 'sender' });
  });
});
