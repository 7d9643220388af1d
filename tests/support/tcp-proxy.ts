/** The way from the service to its database, which a test makes slow, silent, or cuts. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What is done with bytes: passed on, kept back for good, or passed on to the server alone so that its answers never come. */
export type Passing = 'all' | 'none' | 'questions';

export interface TcpProxy {
  readonly port: number;
  /** Each way takes so much longer. */
  delay(ms: number): void;
  /** What was kept back is lost: who waits for it waits for ever. */
  pass(what: Passing): void;
  /** Ends every connection, and refuses others until they are passed on again. */
  cut(): void;
  mend(): void;
  /** Once the service says this, its connection is cut: before the database hears it, or after it has answered, or in the middle of the answer. */
  cutAt(words: string, when: 'unheard' | 'answered' | 'half answered'): void;
  /** The server's end of each connection ends, and the service is told nothing: as where the machine of the database goes dark. */
  leaveHalfOpen(): void;
  /** Connections that are open now. */
  readonly connections: number;
  close(): Promise<void>;
}

interface Pair {
  readonly service: Socket;
  readonly database: Socket;
  /** Said, and how its answer is to be cut. */
  cutting: 'answered' | 'half answered' | undefined;
  isHalfOpen: boolean;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let delayMs = 0;
  let passing: Passing = 'all';
  let isCut = false;
  let cutting: { readonly words: string; readonly when: 'unheard' | 'answered' | 'half answered' } | undefined;

  const end = ({ service, database }: Pair): void => {
    service.destroy();
    database.destroy();
  };

  /** Equal delays keep the order. */
  const later = (work: () => void): void => {
    if (delayMs === 0) work();
    else setTimeout(work, delayMs);
  };

  function question(pair: Pair, bytes: Buffer): void {
    if (cutting !== undefined && bytes.includes(cutting.words)) {
      const { when } = cutting;
      cutting = undefined;
      if (when === 'unheard') end(pair);
      else pair.cutting = when;
    }
    if (passing !== 'none') later(() => pair.database.write(bytes));
  }

  function answer(pair: Pair, bytes: Buffer): void {
    if (pair.cutting === 'half answered') pair.service.write(bytes.subarray(0, bytes.length >> 1), () => end(pair));
    else if (pair.cutting === 'answered') end(pair);
    else if (passing === 'all') later(() => pair.service.write(bytes));
  }

  const server = createServer((service) => {
    if (isCut) {
      service.resetAndDestroy();
      return;
    }
    const database = connect(target.port, target.host);
    const pair: Pair = { service, database, cutting: undefined, isHalfOpen: false };
    pairs.add(pair);
    for (const socket of [service, database]) socket.on('error', () => {});
    service.on('data', (bytes: Buffer) => question(pair, bytes));
    database.on('data', (bytes: Buffer) => answer(pair, bytes));
    service.on('close', () => {
      pairs.delete(pair);
      database.destroy();
    });
    database.on('close', () => {
      if (!pair.isHalfOpen) service.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    delay: (ms) => {
      delayMs = ms;
    },
    pass: (what) => {
      passing = what;
    },
    cut() {
      isCut = true;
      for (const pair of pairs) end(pair);
    },
    mend() {
      isCut = false;
    },
    cutAt: (words, when) => {
      cutting = { words, when };
    },
    leaveHalfOpen() {
      for (const pair of pairs) {
        pair.isHalfOpen = true;
        pair.database.destroy();
      }
    },
    get connections() {
      return pairs.size;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const pair of pairs) end(pair);
      }),
  };
}
