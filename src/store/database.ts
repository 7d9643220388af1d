/** Every table, and the one way to open them: a PostgreSQL server, or PGlite in this process. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { CannotStart } from '../cannot-start.ts';
import type { Sector } from '../fhir/sector.ts';
import type { AdoptionEventTable } from './adoption-event.ts';
import type { MunicipalityRegionTable, MunicipalityTable } from './municipality.ts';
import { reach } from './reach.ts';
import { TAKE_ROLE } from './role.ts';
import type { SenderTable } from './sender.ts';
import type { SenderQualityTable } from './sender-quality.ts';
import { ServerClient } from './server-client.ts';

export interface JobSliceTable {
  slice: number;
  done_date: string | null;
  leased_until: Date | null;
  cursor: string | null;
}

export interface AppointmentIdentifierTable {
  sender_id: string;
  system: string;
  value: string;
  citizen_id: string;
  appointment_id: string;
}

export type AppointmentKind = 'single' | 'grouped' | 'series' | 'exception';

export interface AppointmentTable {
  citizen_id: string;
  id: string;
  sender_id: string;
  version: number;
  kind: AppointmentKind;
  status: string;
  deleted: boolean;
  content_hash: string;
  /** The Danish day it was first received. */
  received_date: string;
  updated_at: Date;
  source_updated_at: Date | null;
  /** When it first came as cancelled. */
  cancelled_at: Date | null;
  prior_status: string | null;
  starts_at: Date | null;
  ends_at: Date | null;
  guided: boolean;
  minutes: number | null;
  series_id: string | null;
  series_key: string | null;
  extended_date: string | null;
  changed: unknown;
  sector: Sector;
  author_keys: string[];
  /** `system|value` of those that are old or secondary; null where there is none. */
  other_identifiers: string[] | null;
  /** Labelled `time-only`: other sectors see that the citizen is busy, not with what. */
  time_only: boolean;
  /** Labelled v3-Confidentiality `R`: the citizen's address is protected. */
  restricted: boolean;
  /** Of its address, and of the home it tells of; null where there is none. */
  place_keys: string[] | null;
  home_keys: string[] | null;
  /** `meta.versionId` and `meta.lastUpdated` in the tails. */
  shown_version: string | null;
  shown_at: Date | null;
  tail: string | null;
  masked_tail: string | null;
  /** Shown instead of `tail` where the address is a protected citizen's home. */
  home_tail: string | null;
  /** Of an exception: the original start that it is of, once found. */
  original_start: Date | null;
}

export interface AppointmentVersionTable {
  citizen_id: string;
  appointment_id: string;
  version: number;
  change_number: string;
  sender_id: string;
  received_at: Date;
  deleted: boolean;
  resource: string | null;
}

export interface OccurrenceTable {
  citizen_id: string;
  original_start: Date;
  appointment_id: string;
  content_id: string;
  starts_at: Date;
  ends_at: Date | null;
  touches_until: Date;
  recurrence_id: number | null;
  status: string;
  /** What its appointment is; the sharing window binds all but `single`. */
  kind: 'single' | 'grouped' | 'series';
  hidden_from: Date | null;
}

export interface ConsentVersionTable {
  citizen_id: string;
  consent_id: string;
  version: number;
  recorded_at: Date;
  deleted: boolean;
  resource: string;
}

export interface BlockTable {
  citizen_id: string;
  id: string;
  effect: 'hide' | 'busy-only';
  valid_from: Date | null;
  valid_until: Date | null;
  reader_keys: string[] | null;
  author_keys: string[] | null;
  sectors: Sector[] | null;
  data_from: Date | null;
  data_until: Date | null;
}

export interface AuditEventTable {
  citizen_id: string;
  recorded_at: Date;
  id: string;
  seq: string;
  line: string;
  hash: Buffer;
}

/** An item of a card, in its newest version or in any. */
export interface StamkortItemTable {
  citizen_id: string;
  id: string;
  kind: string;
  /** Whose it is; null where it was typed in. */
  register: string | null;
  version: number;
  deleted: boolean;
  recorded_at: Date | null;
  received_at: Date;
  /** JSON, each: what it says, who entered it, and the citizen's entry that a professional's stands over. */
  content: string;
  author: string;
  overwritten: string | null;
  /** Of the register's word on name and address: it is protected; the streets of the home, as appointments have them. */
  restricted: boolean;
  home_keys: string[] | null;
}

export interface QuarantinedEntryTable {
  citizen_id: string;
  sender_id: string;
  /** SHA-256 of the entry as it came. */
  id: string;
  first_at: Date;
  newest_at: Date;
  /** How often it came. */
  times: number;
  /** Bytes, as it came. */
  size: number;
  /** JSON, each; null where nothing of it may be kept. */
  request: string | null;
  body: string | null;
  issues: string;
}

export interface Database {
  setting: { name: string; value: string };
  sender: SenderTable;
  sender_version: SenderTable;
  municipality: MunicipalityTable;
  municipality_region: MunicipalityRegionTable;
  adoption_event: AdoptionEventTable;
  extend_slice: JobSliceTable;
  retain_slice: JobSliceTable;
  appointment_identifier: AppointmentIdentifierTable;
  appointment_owner: { appointment_id: string; citizen_id: string };
  citizen: { citizen_id: string; system: string; value: string };
  appointment_version: AppointmentVersionTable;
  appointment: AppointmentTable;
  occurrence: OccurrenceTable;
  consent_version: ConsentVersionTable;
  block: BlockTable;
  stamkort_item: StamkortItemTable;
  stamkort_item_version: StamkortItemTable;
  stamkort_owner: { item_id: string; citizen_id: string };
  stamkort_identifier: { register: string; system: string; value: string; citizen_id: string; item_id: string };
  stamkort_change: { citizen_id: string; id: string; due_at: Date };
  stamkort_import: { citizen_id: string; id: string; received_at: Date; document: string };
  sender_quality: SenderQualityTable;
  register_state: { register: string; state: 'ok' | 'late' | 'down'; as_of: Date; reported_at: Date };
  audit_event: AuditEventTable;
  audit_head: { citizen_id: string; seq: string; hash: Buffer };
  quarantined_entry: QuarantinedEntryTable;
  minlog_outbox: { citizen_id: string; id: string; recorded_at: Date; line: string; due_at: Date | null; attempts: number };
  audit_anchor: { citizen_id: string; month: string; seq: string; hash: Buffer };
}

export interface OpenDatabase {
  readonly engine: 'server' | 'embedded';
  readonly db: Kysely<Database>;
  connections(): Connections;
  close(): Promise<void>;
}

/** How long a server is waited for, in milliseconds. */
export interface Patience {
  /** For a connection: one that is free, or a new one. */
  readonly connectMs: number;
  /** For a statement, by the server's own clock. */
  readonly statementMs: number;
  /** For the answer of a server that does not even say that a statement took too long. */
  readonly answerMs: number;
}

const usual: Patience = { connectMs: 5_000, statementMs: 15_000, answerMs: 17_000 };

/** To the database, of this process. */
export interface Connections {
  readonly open: number;
  readonly idle: number;
  readonly limit: number;
  /** Statements that wait for one. */
  readonly waiting: number;
}

const connectionsOf = (pool: pg.Pool): Connections => ({
  open: pool.totalCount,
  idle: pool.idleCount,
  limit: pool.options.max,
  waiting: pool.waitingCount,
});

export interface ServerOptions {
  readonly maxConnections?: number | undefined;
  readonly patience?: Patience;
}

export interface OpenOptions extends ServerOptions {
  /** `postgres://…`; unset: the embedded engine. */
  readonly url?: string | undefined;
  /** Folder of the embedded engine's data; `memory://` keeps nothing. */
  readonly dataDir: string;
  /** A dump made by the embedded engine, to start from instead of an empty database. */
  readonly loadDataDir?: Blob;
}

// A date stays text: a calendar day has no zone to be turned by.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

const parseOdd = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (value: string) => Date;

// `2026-03-04 09:15:00+00`: what an overview is full of, read by the machine's own parser; pg's takes five times as long.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (value) =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?[+-]\d\d$/.test(value)
    ? new Date(`${value.slice(0, 10)}T${value.slice(11)}:00`)
    : parseOdd(value),
);

/** @throws CannotStart where the server is not there or does not let us in, or the folder is another process's */
export const openDatabase = (options: OpenOptions): Promise<OpenDatabase> =>
  options.url === undefined ? openEmbedded(options) : openServer(options.url, options);

async function openServer(url: string, options: ServerOptions): Promise<OpenDatabase> {
  const { pool, database } = toServer(url, options);
  try {
    await reach(pool, url);
  } catch (cause) {
    await database.close();
    throw cause;
  }
  return database;
}

/** A server that may not be there yet: nothing is asked of it before the first statement. */
export const connectServer = (url: string, options: ServerOptions): OpenDatabase => toServer(url, options).database;

function toServer(url: string, { maxConnections = 10, patience = usual }: ServerOptions): { pool: pg.Pool; database: OpenDatabase } {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: patience.connectMs,
    statement_timeout: patience.statementMs,
    idle_in_transaction_session_timeout: patience.statementMs,
    answerMs: patience.answerMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    Client: ServerClient,
    onConnect: takeRole,
  } as pg.PoolConfig);
  // A connection that the server drops while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { pool, database: { engine: 'server', db, connections: () => connectionsOf(pool), close: () => db.destroy() } };
}

async function openEmbedded({ dataDir, loadDataDir }: OpenOptions): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const inMemory = dataDir.startsWith('memory://');
  const unlock = inMemory ? () => {} : lockFolder(dataDir);
  const engine = await PGlite.create({
    dataDir: inMemory ? dataDir : join(dataDir, 'postgres'),
    ...(loadDataDir !== undefined && { loadDataDir }),
  });
  // A fresh wire for each client: the pool destroys a client after a failed query, and a shared wire would take the next down with it.
  class EmbeddedClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, ...createPgConfig(engine) } as pg.ClientConfig);
    }
  }
  // One session, so one connection: the pool's queue keeps transactions apart. A server ends a session with its connection; here it
  // lives on, open transaction and all, and is cleaned before the next use.
  const pool = new pg.Pool({
    Client: EmbeddedClient,
    max: 1,
    idleTimeoutMillis: 0,
    onConnect: async (client: pg.ClientBase) => {
      await client.query('rollback');
      await client.query('reset all');
      await takeRole(client);
    },
  } as pg.PoolConfig);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    engine: 'embedded',
    db,
    connections: () => connectionsOf(pool),
    close: async () => {
      await db.destroy();
      await engine.close();
      unlock();
    },
  };
}

async function takeRole(client: pg.ClientBase): Promise<void> {
  await client.query(TAKE_ROLE);
}

/** PGlite takes no lock of its own, and two processes on one folder lose data without an error. */
function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx');
      writeSync(handle, String(process.pid));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (cause) {
      if (!isErrno(cause, 'EEXIST') || attempt > 0) throw cause;
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid > 0 && pid !== process.pid && isAlive(pid))
        throw new CannotStart(`${dataDir} is in use by process ${pid}: stop that one, or set DATA_DIR to another folder`);
      rmSync(file, { force: true });
    }
  }
}

const isErrno = (cause: unknown, code: string): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === code;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return isErrno(cause, 'EPERM');
  }
}
