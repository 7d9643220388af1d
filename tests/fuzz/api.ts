/**
 * Mutated bodies and queries against a service that listens: no answer of 500 and above, none slower than a second, and no memory that
 * stays. `npx tsx --expose-gc tests/fuzz/api.ts 50000` for the long run, on a service of its own.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { readConfig } from '../../src/config.ts';
import { validate } from '../../src/fhir/validate.ts';
import { toXml } from '../../src/fhir/xml.ts';
import { createLog } from '../../src/log.ts';
import { startService } from '../../src/start-service.ts';
import { people } from '../support/people.ts';
import { freePort } from '../support/server.ts';
import { random, randomQuery } from './random-search.ts';

type Draw = () => number;
const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;

const root = join(import.meta.dirname, '..', '..');
const readFolder = (folder: string, end: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));

const appointments = readFolder('fhir-profiles/examples/SharedAppointment', '.json');
/** Most of what is sent begins well. */
const sound = appointments.filter((text) => validate(JSON.parse(text)).length === 0);
const bundles = readFolder('fhir-profiles/examples/Bundle', '.json');
const documents = readFolder('tests/apd/documents', '.xml');

const junk: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, '', ' ', 'x'.repeat(5_000), [], {}, [[]], [null], { resourceType: 'Appointment' }],
  ...['2026-02-30', '0000-00-00T00:00:00Z', '9999-12-31T23:59:59+14:00', '2026-03-04T10:15:00', '24:00', '\u0000', '\ud800', '🦠'],
  ...['booked', 'urn:uuid:x', '#', '#nothing', 'Patient/1', '../..', "'; drop table appointment --", '$where', '%00', '{{7*7}}', '<x/>'],
  ...['FREQ=SECONDLY', 'FREQ=DAILY;INTERVAL=0', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31', 'RRULE:FREQ=DAILY;COUNT=99999999999', 'EXDATE:x'],
  { extension: [{ url: 'x', extension: [{ url: 'y' }] }] },
];
const names = ['__proto__', 'constructor', 'toString', 'extension', 'contained', 'id', 'meta', 'start', '_end', 'participant', 'ø'];

type Node = Record<string, unknown>;

/** One place in the tree, changed: another value, gone, twice, or a member more. */
function mutateTree(draw: Draw, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || draw() < 0.15) return pick(draw, junk);
  if (Array.isArray(value)) {
    if (value.length === 0 || draw() < 0.1) return [...value, pick(draw, junk)];
    if (draw() < 0.1) return Array.from({ length: 200 }, () => value[0]);
    const index = Math.floor(draw() * value.length);
    return value.flatMap((one, at) => (at === index ? (draw() < 0.15 ? [] : draw() < 0.15 ? [one, one] : [mutateTree(draw, one)]) : [one]));
  }
  const node = value as Node;
  const keys = Object.keys(node);
  if (keys.length === 0 || draw() < 0.1) return { ...node, [pick(draw, names)]: pick(draw, junk) };
  const key = pick(draw, keys);
  if (draw() < 0.15) return Object.fromEntries(Object.entries(node).filter(([name]) => name !== key));
  if (draw() < 0.1) return { ...node, [`${key}x`]: node[key] };
  return { ...node, [key]: mutateTree(draw, node[key]) };
}

/** A text cut, doubled, or with some of it replaced. */
function mutateText(draw: Draw, text: string): string {
  const [from, to] = [Math.floor(draw() * text.length), Math.floor(draw() * text.length)].sort((a, b) => a - b) as [number, number];
  return pick(draw, [
    () => text.slice(0, from),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, to) + text.slice(from),
    () => text.slice(0, from) + pick(draw, ['"', '{', '[', '\\', '\u0000', '<', '&x;', '😀', '\ud800', '--']) + text.slice(from),
    () => `${'['.repeat(2_000)}${text}`,
    () => `<!DOCTYPE x [<!ENTITY a "aa">]>${text}`,
  ])();
}

const mutateJson = (draw: Draw, text: string): string => {
  if (draw() < 0.1) return text;
  let value: unknown = JSON.parse(text);
  for (let times = 1 + Math.floor(draw() * 3); times > 0; times -= 1) value = mutateTree(draw, value);
  const mutated = JSON.stringify(value) ?? '';
  return draw() < 0.15 ? mutateText(draw, mutated) : mutated;
};

const xmlOf = (text: string): string => {
  try {
    return toXml(JSON.parse(text));
  } catch {
    // An example that is invalid on purpose has no XML.
    return '<Appointment xmlns="http://hl7.org/fhir"><status value="booked"/></Appointment>';
  }
};

/** An example under an identity of the fuzz's own. */
const named = (text: string, value: string): string => JSON.stringify({ ...JSON.parse(text), identifier: [{ system: 'urn:fuzz', value }] });

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly role: 'sender' | 'practice' | 'citizen' | 'professional';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const JSON_BODY = { 'Content-Type': 'application/fhir+json' };
const XML_BODY = { 'Content-Type': 'application/fhir+xml' };
const FORM_BODY = { 'Content-Type': 'application/x-www-form-urlencoded' };
const oddHeaders = [
  ...[{ Accept: 'text/html' }, { Accept: 'application/fhir+xml' }, { Prefer: 'return=minimal' }, { Prefer: 'handling=strict; return=x' }],
  ...[
    { 'If-Match': 'W/"1' },
    { 'If-None-Match': '*' },
    { 'If-None-Exist': 'identifier=|' },
    { 'If-Modified-Since': 'yesterday' },
    {},
    {},
    {},
  ],
];
const oddNames = [
  '_cursor',
  '_sort',
  '_count',
  '_elements',
  '_summary',
  '_include',
  '_total',
  'actor',
  'date:not',
  '_id:exact',
  'name',
  '_since',
  'from',
  'to',
  '_format',
];
const oddValues = [
  '',
  ',',
  '|',
  '\\',
  '\\,',
  '%',
  '-1',
  '1e9',
  'x.y',
  'date',
  '-date,date',
  'true',
  'Appointment:patient',
  'eq',
  'ap',
  '2026-13',
  '٢٠٢٦',
  'a'.repeat(3_000),
  '\u0000',
];

function query(draw: Draw, ids: readonly string[]): string {
  const pairs = [...randomQuery(draw, ids), ...(draw() < 0.5 ? [[pick(draw, oddNames), pick(draw, oddValues)] as const] : [])];
  const text = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString();
  return draw() < 0.1 ? mutateText(draw, text).replaceAll(/[^\x21-\x7e]/g, '%') : text;
}

function draft(draw: Draw, ids: readonly string[]): Sent {
  const headers = pick(draw, oddHeaders);
  const role = pick(draw, ['sender', 'sender', 'practice'] as const);
  const reader = pick(draw, ['citizen', 'professional'] as const);
  const id = pick(draw, [...ids, 'x', '%00', '..', '00000000-0000-0000-0000-000000000000']);
  const value = String(Math.floor(draw() * 99));
  const one = named(draw() < 0.8 ? pick(draw, sound) : pick(draw, appointments), value);
  const sends: readonly (() => Sent)[] = [
    () => ({
      method: 'PUT',
      path: `/Appointment?identifier=urn:fuzz|${value}`,
      role,
      headers: { ...JSON_BODY, ...headers },
      body: mutateJson(draw, one),
    }),
    () => ({ method: 'POST', path: '/Appointment', role, headers: { ...JSON_BODY, ...headers }, body: mutateJson(draw, one) }),
    () => ({ method: 'POST', path: '/Appointment', role, headers: { ...XML_BODY, ...headers }, body: mutateText(draw, xmlOf(one)) }),
    () => ({ method: 'PUT', path: `/Appointment/${id}`, role, headers: { ...JSON_BODY, ...headers }, body: mutateJson(draw, one) }),
    () => ({ method: 'POST', path: '', role, headers: JSON_BODY, body: mutateJson(draw, pick(draw, bundles)) }),
    () => ({
      method: 'POST',
      path: '/Appointment/$validate',
      role: draw() < 0.5 ? role : reader,
      headers: JSON_BODY,
      body: mutateJson(draw, one),
    }),
    () => ({
      method: 'POST',
      path: '/$import-apd',
      role,
      headers: { 'Content-Type': 'text/xml' },
      body: mutateText(draw, pick(draw, documents)),
    }),
    () => ({
      method: 'PATCH',
      path: `/Appointment/${id}`,
      role,
      headers: { 'Content-Type': 'application/json-patch+json' },
      body: mutateJson(
        draw,
        '[{"op":"test","path":"/status","value":"booked"},{"op":"add","path":"/participant/-","value":{"status":"accepted"}},{"op":"move","from":"/priority","path":"/minutesDuration"}]',
      ),
    }),
    () => ({
      method: 'GET',
      path: `/Appointment?${query(draw, ids)}`,
      role: pick(draw, ['sender', 'citizen', 'professional'] as const),
      headers,
    }),
    () => ({
      method: 'POST',
      path: '/Appointment/_search',
      role: pick(draw, ['sender', 'citizen', 'professional'] as const),
      headers: { ...FORM_BODY, ...headers },
      body: query(draw, ids),
    }),
    () => ({
      method: 'GET',
      path: pick(draw, [
        `/Appointment/${id}`,
        `/Appointment/${id}/_history`,
        `/Appointment/${id}/_history/1`,
        `/Appointment/${id}/$explain`,
      ]),
      role,
      headers,
    }),
    () => ({ method: 'GET', path: `/Patient/${id}/$aftaleoversigt?${query(draw, ids)}`, role: reader, headers }),
    () => ({
      method: 'POST',
      path: '/Patient/$aftaleoversigt',
      role: reader,
      headers: JSON_BODY,
      body: mutateJson(
        draw,
        `{"resourceType":"Parameters","parameter":[{"name":"patient","valueIdentifier":{"system":"urn:oid:1.2.208.176.1.2","value":"${people.nancy.cpr}"}},{"name":"from","valueDate":"2026-03-01"}]}`,
      ),
    }),
    () => ({
      method: 'POST',
      path: '/$quarantine-resend',
      role,
      headers: JSON_BODY,
      body: mutateJson(draw, '{"resourceType":"Parameters","parameter":[{"name":"entry","part":[{"name":"id","valueString":"x"}]}]}'),
    }),
    () => ({
      method: pick(draw, ['DELETE', 'GET', 'PUT']),
      path: `/${pick(draw, ['Consent', 'AuditEvent', 'Patient', 'metadata', '$quarantine', 'Nothing'])}/${id}`,
      role: reader,
      headers: JSON_BODY,
      body: mutateJson(draw, one),
    }),
  ];
  const sent = pick(draw, sends)();
  return sent.method === 'GET' || sent.body === undefined
    ? { method: sent.method, path: sent.path, role: sent.role, headers: sent.headers }
    : sent;
}

export interface ApiVerdict {
  /** Calls that were answered with 500 or above, or not at all. */
  readonly failed: string[];
  readonly slowestMs: number;
  readonly slow: string[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Bytes by which the heap was larger at the end than after the first fifth, garbage apart; undefined without --expose-gc. */
  readonly grownBytes: number | undefined;
}

export interface ApiFuzz {
  readonly baseUrl: string;
  readonly headersOf: Readonly<Record<Sent['role'], Readonly<Record<string, string>>>>;
  readonly n: number;
  readonly seed: number;
}

const WORKERS = 4;

export async function fuzzApi({ baseUrl, headersOf, n, seed }: ApiFuzz): Promise<ApiVerdict> {
  const draw = random(seed);
  const statuses: Record<number, number> = {};
  const failed: string[] = [];
  const slow: string[] = [];
  const ids: string[] = [];
  let slowestMs = 0;
  let done = 0;
  let early: number | undefined;
  const once = async (): Promise<void> => {
    const sent = draft(draw, ids);
    const name = `${sent.role} ${sent.method} ${sent.path.slice(0, 200)} ${sent.body?.slice(0, 2_000) ?? ''}`;
    const began = performance.now();
    try {
      const answer = await fetch(baseUrl + sent.path, {
        method: sent.method,
        headers: { ...sent.headers, ...headersOf[sent.role] },
        ...(sent.body !== undefined && { body: sent.body }),
        signal: AbortSignal.timeout(20_000),
      });
      const text = await answer.text();
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      if (answer.status >= 500) failed.push(`${answer.status} ${name} → ${text.slice(0, 300)}`);
      const id = answer.status === 201 ? /Appointment\/([0-9a-f-]{36})/.exec(answer.headers.get('Location') ?? '')?.[1] : undefined;
      if (id !== undefined && ids.length < 200) ids.push(id);
    } catch (cause) {
      failed.push(`${String(cause)} ${name}`);
    }
    const ms = performance.now() - began;
    slowestMs = Math.max(slowestMs, ms);
    if (ms > 1_000) slow.push(`${Math.round(ms)} ms ${name}`);
  };
  const worker = async (): Promise<void> => {
    while (done < n) {
      done += 1;
      if (done === Math.floor(n / 5)) early = heapNow();
      await once();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
  const late = heapNow();
  return { failed, slowestMs, slow, statuses, grownBytes: early === undefined || late === undefined ? undefined : late - early };
}

function heapNow(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** On the embedded engine, or on the server of DATABASE_URL. */
async function main(n: number, seed: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-fuzz-'));
  const port = await freePort();
  const config = readConfig({
    DATA_DIR: dataDir,
    PORT: String(port),
    FIXED_NOW: '2026-03-02T08:00:00Z',
    ...(process.env['DATABASE_URL'] !== undefined && { DATABASE_URL: process.env['DATABASE_URL'] }),
  });
  const service = await startService(config, createLog('silent'));
  const issuer = await openDevelopmentIssuer(dataDir);
  const headers = async (identity: Parameters<typeof developmentClaims>[0]) => ({
    Authorization: `Bearer ${await issuer.sign(developmentClaims(identity))}`,
  });
  const headersOf = {
    sender: await headers({ role: 'sender', sector: 'municipal' }),
    practice: await headers({ role: 'sender', sector: 'practice' }),
    citizen: await headers({ role: 'citizen', cpr: people.nancy.cpr }),
    professional: await headers({ role: 'professional' }),
  };
  const verdict = await fuzzApi({ baseUrl: `http://127.0.0.1:${port}/fhir`, headersOf, n, seed });
  console.log(JSON.stringify({ n, seed, ...verdict, failed: verdict.failed.slice(0, 20), slow: verdict.slow.slice(0, 20) }, null, 2));
  await service.stop();
  process.exitCode = verdict.failed.length + verdict.slow.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(Number(process.argv[2] ?? 50_000), Number(process.argv[3] ?? Date.now()));
