/**
 * The load generator, a process of its own: keep-alive connections that each send a request as soon as the last is answered. It reads
 * no more of an answer than its status and length, so that little of two cores goes to it.
 */
import { connect } from 'node:net';
import { SERIAL } from './appointments.ts';
import { type Measured, percentile } from './measured.ts';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly ms: number;
  /** HTTP/1.1 requests as text, taken at random. */
  readonly requests: readonly string[];
  /** Sets the serial numbers of this load apart from those of others; three digits. */
  readonly series: number;
}

const HEAD_END = '\r\n\r\n';

function run({ port, connections, warmUpMs, ms, requests, series }: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    let serial = 0;
    let bytes = 0;
    let failed: string | undefined;
    let open = connections;
    const latencies: number[] = [];
    const from = performance.now() + warmUpMs;
    const until = from + ms;

    const next = (): string => {
      const request = requests[Math.floor(Math.random() * requests.length)] ?? '';
      serial += 1;
      return request.replaceAll(SERIAL, String(series) + String(serial).padStart(SERIAL.length - String(series).length, '0'));
    };

    const finish = (): void => {
      open -= 1;
      if (open > 0) return;
      latencies.sort((a, b) => a - b);
      resolve({
        perSecond: (latencies.length * 1000) / ms,
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
        answered: serial,
        bytes: Math.round(bytes / Math.max(1, latencies.length)),
        failed,
      });
    };

    const start = (): void => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sentAt = 0;
      let head = '';
      let missing = -1;
      let length = 0;
      const send = (): void => {
        sentAt = performance.now();
        socket.write(next());
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        let body = chunk.length;
        if (missing < 0) {
          head += chunk.toString('latin1');
          const end = head.indexOf(HEAD_END);
          if (end < 0) return;
          const status = Number(head.slice(9, 12));
          if (status >= 300 && status !== 304) failed ??= head.slice(0, 1000);
          length = Number(/content-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
          missing = length;
          body = head.length - end - HEAD_END.length;
          head = '';
        }
        missing -= body;
        if (missing > 0) return;
        missing = -1;
        const now = performance.now();
        if (now >= from && now < until) {
          latencies.push(now - sentAt);
          bytes += length;
        }
        if (now < until) send();
        else {
          socket.end();
          finish();
        }
      });
    };
    for (let index = 0; index < connections; index++) start();
  });
}

process.on('message', (load: Load) => {
  run(load).then(
    (measured) => process.send?.(measured),
    (cause: unknown) => process.send?.({ perSecond: 0, p50: 0, p99: 0, bytes: 0, answered: 0, failed: String(cause) }),
  );
});
