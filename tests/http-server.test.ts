import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createHttpServer, type HttpServer } from '../src/http-server.ts';

let http: HttpServer | undefined;
afterEach(async () => {
  http?.server.closeAllConnections();
  await http?.stop();
});

async function listen(
  listener: RequestListener | undefined,
  timeouts = { headersMs: 300, requestMs: 900, stopMs: 1_000 },
): Promise<number> {
  http = createHttpServer(timeouts);
  if (listener !== undefined) http.serve(listener);
  http.server.listen(0, '127.0.0.1');
  await once(http.server, 'listening');
  const address = http.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A connection of one's own, and all that came back on it. */
async function open(port: number): Promise<{ socket: Socket; said: () => string; closed: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, said: () => said, closed };
}

const answer: RequestListener = (req, res) => {
  req.resume().on('end', () => res.end('done'));
};

describe('a caller that is slow', () => {
  test('is let go where it sends its head byte by byte', async () => {
    const { socket, said, closed } = await open(await listen(answer));
    socket.write('GET / HTTP/1.1\r\nX: ');
    const dripping = setInterval(() => socket.write('x'), 50);
    await closed;
    clearInterval(dripping);
    expect(said()).toMatch(/^HTTP\/1.1 408 /);
  });

  test('is let go where it sends its body byte by byte', async () => {
    const { socket, said, closed } = await open(await listen(answer));
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n');
    const dripping = setInterval(() => socket.write('x'), 50);
    await closed;
    clearInterval(dripping);
    expect(said()).toMatch(/^HTTP\/1.1 408 /);
  });

  test('is let go where it says nothing', async () => {
    const { closed } = await open(await listen(answer));
    await closed;
  });

  test('keeps nobody else waiting', async () => {
    const port = await listen(answer);
    const idle = await Promise.all(Array.from({ length: 500 }, () => open(port)));
    expect(await fetch(`http://127.0.0.1:${port}/`).then((got) => got.text())).toBe('done');
    for (const { socket } of idle) socket.destroy();
  });
});

/** Its status, and whether the connection stays open. */
async function call(port: number, path: string): Promise<[number, string | null]> {
  const got = await fetch(`http://127.0.0.1:${port}${path}`);
  await got.arrayBuffer();
  return [got.status, got.headers.get('Connection')];
}

describe('before there is anybody to answer', () => {
  test('it is alive, not ready, and tells who calls to come again', async () => {
    const port = await listen(undefined);
    expect(await call(port, '/livez')).toEqual([200, 'keep-alive']);
    expect(await call(port, '/readyz')).toEqual([503, 'close']);
    const refused = await fetch(`http://127.0.0.1:${port}/fhir/metadata`);
    expect(refused.headers.get('Retry-After')).toBe('1');
    expect(await refused.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'transient' }] });
    http?.serve(answer);
    expect(await call(port, '/readyz')).toEqual([200, 'keep-alive']);
  });
});

describe('once told to stop', () => {
  const GET = 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n';

  test('it says at once that it is not ready, and for a while answers the rest, new connections too', async () => {
    const port = await listen(answer);
    const stopped = http?.stop(300);
    expect(await call(port, '/readyz')).toEqual([503, 'close']);
    expect(await call(port, '/fhir/metadata')).toEqual([200, 'close']);
    await stopped;
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  test('it cuts off no later for that while', async () => {
    const port = await listen(() => {});
    const { socket, closed } = await open(port);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await sleep(50);
    const begun = performance.now();
    await http?.stop(500);
    await closed;
    expect(performance.now() - begun).toBeLessThan(1_400);
  });

  test('it ends what runs, refuses what comes on an open connection, and takes no new one', async () => {
    let finish = () => {};
    const port = await listen((_req, res) => {
      finish = () => res.end('done');
    });
    const { socket, said, closed } = await open(port);
    socket.write(GET);
    await sleep(50);
    const stopped = http?.stop();
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    finish();
    await sleep(50);
    expect(said()).toMatch(/^HTTP\/1.1 200 [\s\S]*done/);
    socket.write(GET);
    await closed;
    await stopped;
    expect(said()).toMatch(/HTTP\/1.1 503 [\s\S]*Retry-After: 1[\s\S]*"code":"transient"/);
  });

  test('it cuts off what does not end', async () => {
    const port = await listen(() => {});
    const { socket, closed } = await open(port);
    socket.write(GET);
    await sleep(50);
    const begun = performance.now();
    await http?.stop();
    await closed;
    expect(performance.now() - begun).toBeGreaterThan(900);
  });
});
