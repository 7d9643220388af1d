import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Authenticate, createAuthenticate } from '../../src/access/authenticate.ts';
import { createRemoteKeys, type KeyTimes, keyTimes } from '../../src/access/remote-keys.ts';
import { AUDIENCE, createSigningKey, ISSUER, type SigningKey } from './tokens.ts';

let server: Server;
let answer: RequestListener;
let calls: number;
let failures: unknown[];
let one: SigningKey;
let two: SigningKey;

const serve =
  (...keys: readonly SigningKey[]): RequestListener =>
  (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  };

const down: RequestListener = (request) => request.socket.destroy();
const broken: RequestListener = (_, response) => response.end('<html>');
const failing: RequestListener = (_, response) => response.writeHead(500).end('{"keys":[]}');

/** The issuer's own tokens from here on; times that a test can wait for. */
function trusting(times: Partial<KeyTimes> = {}): (key: SigningKey) => Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const findKey = createRemoteKeys(`http://127.0.0.1:${port}/jwks`, (failure) => failures.push(failure), {
    ...keyTimes,
    cooldownMs: 20,
    retryMs: 20,
    ...times,
  });
  const authenticate: Authenticate = createAuthenticate([{ issuer: ISSUER, audience: AUDIENCE, findKey, development: false }]);
  return async (key) => authenticate(`Bearer ${await key.sign()}`);
}

const isTaken = { role: 'sender' };
const isRefused = { status: 401 };
const isPostponed = { status: 503, headers: { 'Retry-After': '5' } };

beforeEach(async () => {
  [one, two] = await Promise.all([createSigningKey('one'), createSigningKey('two')]);
  calls = 0;
  failures = [];
  server = createServer((request, response) => {
    calls += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('createRemoteKeys', () => {
  it('fetches once for many tokens at once', async () => {
    answer = serve(one);
    const call = trusting();
    for (const caller of await Promise.all(Array.from({ length: 20 }, () => call(one)))) expect(caller).toMatchObject(isTaken);
    expect(calls).toBe(1);
  });

  it('notices a rotation with the first token of the new key', async () => {
    answer = serve(one);
    const call = trusting();
    await call(one);
    answer = serve(two);
    await wait(25);
    await expect(call(two)).resolves.toMatchObject(isTaken);
    await expect(call(one)).rejects.toMatchObject(isRefused);
  });

  it('is not made to fetch by a stream of unknown key ids', async () => {
    answer = serve(one);
    const call = trusting({ cooldownMs: 60_000 });
    await call(one);
    for (let n = 0; n < 50; n += 1) await expect(call(two)).rejects.toMatchObject(isRefused);
    expect(calls).toBe(1);
  });

  it.each([
    ['does not answer', down],
    ['answers with a page', broken],
    ['answers 500', failing],
  ])('serves on with the keys in hand while the issuer %s', async (_, outage) => {
    answer = serve(one);
    const call = trusting({ refreshMs: 10 });
    await call(one);
    answer = outage;
    await wait(30);
    await expect(call(one)).resolves.toMatchObject(isTaken);
    await wait(30);
    await expect(call(one)).resolves.toMatchObject(isTaken);
    expect(failures).not.toHaveLength(0);
  });

  it('takes over new keys beside the work', async () => {
    answer = serve(one);
    const call = trusting({ refreshMs: 10, cooldownMs: 60_000 });
    await call(one);
    answer = serve(two);
    await wait(30);
    await call(one);
    await wait(30);
    await expect(call(two)).resolves.toMatchObject(isTaken);
    await expect(call(one)).rejects.toMatchObject(isRefused);
  });

  it('trusts old keys no longer than their greatest age', async () => {
    answer = serve(one);
    const call = trusting({ refreshMs: 5, maxAgeMs: 40 });
    await call(one);
    answer = down;
    await wait(60);
    await expect(call(one)).rejects.toMatchObject(isPostponed);
  });

  it('says 503, not 401, where it never had keys, and asks no more often than its cooldown', async () => {
    answer = down;
    const call = trusting({ cooldownMs: 60_000 });
    for (let n = 0; n < 10; n += 1) await expect(call(one)).rejects.toMatchObject(isPostponed);
    expect(calls).toBe(1);
  });

  it('recovers once the issuer is back', async () => {
    answer = down;
    const call = trusting();
    await expect(call(one)).rejects.toMatchObject(isPostponed);
    answer = serve(one);
    await wait(25);
    await expect(call(one)).resolves.toMatchObject(isTaken);
  });

  it('gives up on an issuer that hangs', async () => {
    answer = () => undefined;
    await expect(trusting({ timeoutMs: 50 })(one)).rejects.toMatchObject(isPostponed);
  });

  it('does not follow a redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await expect(trusting()(one)).rejects.toMatchObject(isPostponed);
    expect(calls).toBe(1);
  });
});
