/**
 * Professionals' look-ups, handed over to MinLog: a FHIR batch of AuditEvents, each put under its own id, so that one that comes twice is
 * one. At least once: what is not accepted stays in the outbox and is tried again, ever more seldom.
 */
import type { Kysely } from 'kysely';
import { isObject } from '../fhir/json.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { leaseOutbox, type OutboxRow, postponeOutbox, removeFromOutbox } from '../store/minlog-outbox.ts';
import type { Clock } from '../time/clock.ts';
import { newTrace, type Trace, traceFields, traceparent } from '../trace-context.ts';
import type { AuditLine } from './audit-line.ts';
import { toAuditEvent } from './to-audit-event.ts';

export interface MinlogTarget {
  /** A FHIR server's base: batches are posted to it. */
  readonly url: string;
  readonly token: string | undefined;
}

export interface HandOverDeps {
  readonly db: Kysely<Database>;
  readonly machineClock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly target: MinlogTarget;
  readonly signal?: AbortSignal;
}

const BATCH = 100;
const TIMEOUT_MS = 10_000;
/** Longer than any attempt takes. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 3_600_000;

export const waitMs = (attempts: number): number => Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);

/** Works until nothing is due, or nothing is accepted. Answers how many were. */
export async function handOver(deps: HandOverDeps): Promise<number> {
  const { db, machineClock, log, signal } = deps;
  let accepted = 0;
  while (signal?.aborted !== true) {
    const now = machineClock();
    const rows = await leaseOutbox(db, { now, until: new Date(now.getTime() + LEASE_MS), limit: BATCH });
    if (rows.length === 0) break;
    const trace = newTrace();
    const done = await post(deps, rows, trace);
    const left = rows.filter((row) => !done.includes(row));
    if (done.length > 0) await removeFromOutbox(db, done);
    for (const row of left) await postponeOutbox(db, [row], new Date(machineClock().getTime() + waitMs(row.attempts)));
    accepted += done.length;
    if (left.length > 0) log.warn({ left: left.length, ...traceFields(trace) }, 'MinLog did not take all');
    if (done.length === 0) break;
  }
  return accepted;
}

/** Those that were accepted. */
async function post(
  { target, publicUrl, log, signal }: HandOverDeps,
  rows: readonly OutboxRow[],
  trace: Trace,
): Promise<readonly OutboxRow[]> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/fhir+json',
        Accept: 'application/fhir+json',
        traceparent: traceparent(trace),
        ...(target.token !== undefined && { Authorization: `Bearer ${target.token}` }),
      },
      body: JSON.stringify(toBatch(rows, publicUrl)),
      redirect: 'error',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    const body = await response.text();
    return response.ok ? rows.filter((_row, index) => isAccepted(body, index)) : [];
  } catch (cause) {
    log.warn({ err: cause, ...traceFields(trace) }, 'MinLog is out of reach');
    return [];
  }
}

const toBatch = (rows: readonly OutboxRow[], publicUrl: string) => ({
  resourceType: 'Bundle',
  type: 'batch',
  entry: rows.map(({ citizen_id, id, recorded_at, line, system, value }) => ({
    fullUrl: `urn:uuid:${id}`,
    resource: toAuditEvent(
      {
        id,
        citizenId: citizen_id,
        recordedAt: recorded_at,
        line: JSON.parse(line) as AuditLine,
        ...(system !== null && value !== null && { identifier: { system, value } }),
      },
      publicUrl,
    ),
    request: { method: 'PUT', url: `AuditEvent/${id}` },
  })),
});

/** By the entry of a `batch-response`; a receiver that answers with something else has taken them all. */
function isAccepted(body: string, index: number): boolean {
  let bundle: unknown;
  try {
    bundle = JSON.parse(body);
  } catch {
    return true;
  }
  if (!isObject(bundle) || bundle['resourceType'] !== 'Bundle' || !Array.isArray(bundle['entry'])) return true;
  const entry: unknown = bundle['entry'][index];
  const response = isObject(entry) ? entry['response'] : undefined;
  return isObject(response) && String(response['status']).startsWith('2');
}
