/** A connection to a PostgreSQL server that prepares each statement once, and gives up a server that says nothing. */
import { Socket } from 'node:net';
import pg from 'pg';

export interface ServerClientConfig extends pg.ClientConfig {
  /** A statement whose answer has not begun to come by then ends with its connection; the server ends it before, where it still listens. */
  readonly answerMs?: number;
}

/**
 * For who changes tables: lifts the server's limit on how long a statement may run, and with it ours. While one waits for a table, all
 * that come after wait behind it, so that wait stays short.
 */
export const WAIT_LONG = "select set_config('statement_timeout', '0', false), set_config('lock_timeout', '5s', false)";
export const WAIT_AS_USUAL =
  "select set_config(name, reset_val, false) from pg_settings where name in ('statement_timeout', 'lock_timeout')";

export class ServerClient extends pg.Client {
  readonly #socket: Socket;
  readonly #answerMs: number | undefined;
  #waitsLong = false;
  /** Texts whose prepared statements are of no use on this connection any more. */
  readonly #outdated = new Set<string>();

  constructor({ answerMs, ...config }: ServerClientConfig = {}) {
    const socket = new Socket();
    super({ ...config, stream: () => socket });
    this.#socket = socket;
    this.#answerMs = answerMs;
    // A connection that breaks while it is taken and waits for its next query would end the process; that query fails instead.
    this.on('error', () => {});
  }

  // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads; this one passes everything on.
  override query(...args: any[]): any {
    const [text, values, ...rest] = args;
    const query = super.query as (...given: unknown[]) => unknown;
    if (typeof text !== 'string' || !Array.isArray(values)) return query.apply(this, args);
    if (text === WAIT_LONG) this.#waitsLong = true;
    if (text === WAIT_AS_USUAL) this.#waitsLong = false;
    const name = this.#outdated.has(text) ? undefined : nameOf(text);
    const answer = query.call(this, name === undefined ? text : { name, text }, values, ...rest);
    if (!(answer instanceof Promise)) return answer;
    const late = this.#waitsLong ? undefined : this.#giveUpLate();
    return answer.then(
      (result: unknown) => {
        clearTimeout(late);
        return result;
      },
      (cause: unknown) => {
        clearTimeout(late);
        if (!isOutdated(cause)) throw cause;
        this.#outdated.add(text);
        if (this.getTransactionStatus() !== 'I') throw cause;
        return this.query(text, values);
      },
    );
  }

  /** The query then fails with its connection, which nobody may use again: the answer may still come. */
  #giveUpLate(): NodeJS.Timeout | undefined {
    if (this.#answerMs === undefined) return undefined;
    return setTimeout(() => this.#socket.destroy(new Error(SILENT)), this.#answerMs);
  }
}

/** A newer release beside this one added a column that the statement answers with. Nothing was done. */
const isOutdated = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === '0A000' && cause.message.startsWith(OUTDATED);

/** In pg's own words for a connection that is no more. */
const SILENT = 'Connection terminated: the database did not answer in time';

const OUTDATED = 'cached plan must not change result type';

const names = new Map<string, string>();
const MAX_NAMES = 300;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_NAMES) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
