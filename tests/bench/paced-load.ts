/**
 * A load that comes at its own pace, a process of its own: calls arrive by chance, so many a second on average, and wait where all
 * connections are taken. Latency counts from when a call was due, so that a slow answer hides none of those behind it.
 */
import { connect, type Socket } from 'node:net';
import { SERIAL } from './appointments.ts';
import { percentile } from './measured.ts';

export interface PacedLoad {
  readonly port: number;
  readonly connections: number;
  /** 0: each connection sends again as soon as it is answered. */
  readonly perSecond: number;
  readonly seconds: number;
  /** Told of each so many seconds. */
  readonly tellEvery: number;
  readonly kinds: readonly Kind[];
  /** Sets the serial numbers of this load apart from those of others; three digits. */
  readonly series: number;
}

export interface Kind {
  readonly name: string;
  /** Of all calls. */
  readonly share: number;
  /** HTTP/1.1 requests as text, taken at random. */
  readonly requests: readonly string[];
}

/** What came of the calls that were answered in one stretch of time. */
export interface Stretch {
  readonly answered: number;
  readonly failed: number;
  /** The first answer that was no success. */
  readonly failure?: string | undefined;
  /** Calls that are due and not sent. */
  readonly waiting: number;
  /** Milliseconds, by kind. */
  readonly kinds: Readonly<Record<string, { readonly p50: number; readonly p99: number; readonly max: number }>>;
}

interface Due {
  readonly kind: Kind;
  readonly at: number;
}

const TICK_MS = 2;
/** So many are waiting that the service will not catch up. */
const HOPELESS = 50_000;

class PacedRun {
  readonly #load: PacedLoad;
  readonly #idle: Connection[] = [];
  readonly #due: Due[] = [];
  #serial = 0;
  #latencies = new Map<string, number[]>();
  #failed = 0;
  #failure: string | undefined;
  #over = false;

  constructor(load: PacedLoad) {
    this.#load = load;
  }

  async run(tell: (stretch: Stretch) => void): Promise<void> {
    const { connections, port, perSecond, seconds, tellEvery } = this.#load;
    for (let index = 0; index < connections; index++) {
      this.#idle.push(new Connection(port, (connection, due, failure) => this.#answered(connection, due, failure)));
    }
    const from = performance.now();
    let told = from;
    let next = from;
    while (performance.now() - from < seconds * 1000) {
      const now = performance.now();
      if (perSecond === 0) while (this.#idle.length > 0) this.#call(now);
      else for (; next <= now; next += (-Math.log(1 - Math.random()) * 1000) / perSecond) this.#call(next);
      if (this.#due.length > HOPELESS) throw new Error('calls pile up: the service does not keep this pace');
      if (now - told >= tellEvery * 1000) {
        tell(this.#stretch());
        told = now;
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    this.#over = true;
    if ([...this.#latencies.values()].some(({ length }) => length > 0)) tell(this.#stretch());
  }

  #call(at: number): void {
    const due = { kind: this.#kind(), at };
    const connection = this.#idle.pop();
    if (connection === undefined) this.#due.push(due);
    else this.#send(connection, due);
  }

  #kind(): Kind {
    let left = Math.random();
    for (const kind of this.#load.kinds) {
      left -= kind.share;
      if (left < 0) return kind;
    }
    const [first] = this.#load.kinds;
    if (first === undefined) throw new Error('there is nothing to call');
    return first;
  }

  #send(connection: Connection, due: Due): void {
    const { requests } = due.kind;
    const { series } = this.#load;
    const text = requests[Math.floor(Math.random() * requests.length)] ?? '';
    this.#serial += 1;
    connection.send(text.replaceAll(SERIAL, `${series}${String(this.#serial).padStart(SERIAL.length - 3, '0')}`), due);
  }

  #answered(connection: Connection, { kind, at }: Due, failure: string | undefined): void {
    const latencies = this.#latencies.get(kind.name) ?? [];
    latencies.push(performance.now() - at);
    this.#latencies.set(kind.name, latencies);
    if (failure !== undefined) {
      this.#failed += 1;
      this.#failure ??= failure;
    }
    const waiting = this.#over ? undefined : this.#due.shift();
    if (waiting !== undefined) this.#send(connection, waiting);
    else this.#idle.push(connection);
  }

  #stretch(): Stretch {
    const kinds = Object.fromEntries(
      [...this.#latencies].map(([name, latencies]) => {
        const sorted = latencies.sort((a, b) => a - b);
        return [name, { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max: sorted.at(-1) ?? 0 }];
      }),
    );
    const answered = [...this.#latencies.values()].reduce((sum, { length }) => sum + length, 0);
    const stretch = { answered, failed: this.#failed, failure: this.#failure, waiting: this.#due.length, kinds };
    this.#latencies = new Map();
    this.#failed = 0;
    this.#failure = undefined;
    return stretch;
  }
}

type Answered = (connection: Connection, due: Due, failure: string | undefined) => void;

const HEAD_END = '\r\n\r\n';

/** Keep-alive, one call at a time, made anew where it is lost. */
class Connection {
  readonly #port: number;
  readonly #answered: Answered;
  #socket: Socket | undefined;
  #due: Due | undefined;
  #head = '';
  #missing = -1;
  #failure: string | undefined;

  constructor(port: number, answered: Answered) {
    this.#port = port;
    this.#answered = answered;
  }

  send(text: string, due: Due): void {
    this.#due = due;
    this.#socket ??= this.#open();
    this.#socket.write(text);
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (cause) => this.#lost(String(cause)));
    socket.on('close', () => this.#lost('the connection was closed'));
    return socket;
  }

  #lost(why: string): void {
    this.#socket = undefined;
    if (this.#due !== undefined) this.#finish(why);
  }

  #take(chunk: Buffer): void {
    let body = chunk.length;
    if (this.#missing < 0) {
      this.#head += chunk.toString('latin1');
      const end = this.#head.indexOf(HEAD_END);
      if (end < 0) return;
      const status = Number(this.#head.slice(9, 12));
      this.#failure = status >= 300 ? this.#head.slice(0, 600) : undefined;
      this.#missing = Number(/content-length: (\d+)/i.exec(this.#head.slice(0, end))?.[1] ?? 0);
      body = this.#head.length - end - HEAD_END.length;
      this.#head = '';
    }
    this.#missing -= body;
    if (this.#missing <= 0) this.#finish(this.#failure);
  }

  #finish(failure: string | undefined): void {
    const due = this.#due;
    this.#missing = -1;
    this.#head = '';
    this.#due = undefined;
    if (due !== undefined) this.#answered(this, due, failure);
  }
}

process.on('message', (load: PacedLoad) => {
  new PacedRun(load)
    .run((stretch) => process.send?.(stretch))
    .then(
      () => process.exit(0),
      (cause: unknown) => {
        console.error(String(cause));
        process.exit(1);
      },
    );
});
