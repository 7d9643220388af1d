/** What is posted to `$check` → the operations that posting it in earnest would come to. */
import { setImmediate } from 'node:timers/promises';
import { readApd } from '../apd/read-apd.ts';
import { Fault, fault, type Issue } from '../fhir/fault.ts';
import { isObject } from '../fhir/json.ts';
import type { BundleEntry } from '../fhir/types.ts';
import type { Call, IngestDeps, Operation } from '../ingest/carry-out.ts';
import { issuesInEntry } from '../ingest/in-entry.ts';
import { parseBundle } from '../ingest/ingest-bundle.ts';
import { readMessage } from '../ingest/message.ts';
import { readEntry } from '../ingest/read-entry.ts';
import { AT_A_TIME, slices } from '../ingest/rehearse.ts';
import { findUnheld } from '../ingest/require-held.ts';
import { resolveUrns } from '../ingest/resolve-urns.ts';

export interface Day {
  readonly operations: readonly (Operation | Fault)[];
  /** One bad entry refuses all. */
  readonly atomic: boolean;
  /** Paths as they stand in what was posted. */
  readonly located: (index: number, issues: readonly Issue[]) => readonly Issue[];
}

export interface CheckDeps extends IngestDeps {
  readonly publicUrl: string;
}

/** Entries of one file at the most: so many are read in seconds. */
const MAX_ENTRIES = 20_000;

/** @throws Fault where it is neither a Bundle of type batch or transaction, nor an Appointment */
export async function readDay(deps: CheckDeps, call: Call, body: unknown): Promise<Day> {
  const resource = unwrapped(body);
  if (isObject(resource) && resource['resourceType'] === 'Appointment')
    return oneOf(() => put(readMessage(resource, call.sender, deps.citizenIdOf)));
  if (!isObject(resource) || resource['resourceType'] !== 'Bundle') {
    throw fault('structure', 'Send a Bundle of type batch or transaction, or an Appointment', { rule: 'base-structure' });
  }
  return readBundle(deps, call, resource);
}

/** An APD-DK document. */
export const readDocument = (deps: CheckDeps, call: Call, xml: string): Day =>
  oneOf(() => {
    const { appointment, findings } = readApd(xml);
    const message = readMessage(appointment, call.sender, deps.citizenIdOf);
    return put({ ...message, findings: [...findings, ...message.findings] });
  });

/** The parameter `resource` of Parameters, or what was posted. */
function unwrapped(body: unknown): unknown {
  if (!isObject(body) || body['resourceType'] !== 'Parameters' || !Array.isArray(body['parameter'])) return body;
  const resource: unknown = body['parameter'].find((one: unknown) => isObject(one) && one['name'] === 'resource');
  return isObject(resource) ? resource['resource'] : undefined;
}

const put = (message: ReturnType<typeof readMessage>): Operation => ({ do: 'put', message, manner: { by: 'identity' } });

const oneOf = (read: () => Operation): Day => ({ operations: [orFault(read)], atomic: false, located: (_index, issues) => issues });

function orFault(read: () => Operation): Operation | Fault {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}

/** A transaction is read entry by entry too, so that all that is wrong with it is told at once. */
async function readBundle(deps: CheckDeps, call: Call, bundle: Readonly<Record<string, unknown>>): Promise<Day> {
  const atomic = bundle['type'] === 'transaction';
  const { entry: sent } = parseBundle(atomic ? { ...bundle, type: 'batch' } : bundle);
  if (sent.length > MAX_ENTRIES) {
    throw fault('too-long', `At most ${MAX_ENTRIES} entries are checked at once: send them in parts`, { expression: 'Bundle.entry' });
  }
  const { entries, broken } = atomic ? await resolved(deps, call, sent) : { entries: sent, broken: new Map<number, Fault>() };
  const operations: (Operation | Fault)[] = [];
  for (const slice of slices(entries, AT_A_TIME)) {
    operations.push(...slice.map((entry, offset) => broken.get(operations.length + offset) ?? readEntry(deps, call, entry)));
    if (operations.length < entries.length) await setImmediate();
  }
  return { operations, atomic, located: issuesInEntry };
}

/** References within a transaction, and those into this service. */
async function resolved(deps: CheckDeps, call: Call, sent: readonly BundleEntry[]) {
  const readable = sent.map((entry) => (isObject(entry) ? entry : {}));
  const { entries, issues } = resolveUrns(readable);
  const all = [...issues, ...(await findUnheld(deps, call, entries))];
  return { entries: entries.map((entry, index) => (isObject(sent[index]) ? entry : (sent[index] ?? entry))), broken: byEntry(all) };
}

/** Paths that begin at the bundle, by the entry they name; `located` puts the beginning back. */
function byEntry(issues: readonly Issue[]): Map<number, Fault> {
  const found = new Map<number, Issue[]>();
  for (const issue of issues) {
    const [, index, rest] = /^Bundle\.entry\[(\d+)\]\.?(.*)$/.exec(issue.expression ?? '') ?? [];
    if (index === undefined || rest === undefined) continue;
    found.set(Number(index), [...(found.get(Number(index)) ?? []), { ...issue, expression: rest }]);
  }
  return new Map([...found].map(([index, all]) => [index, new Fault(all)]));
}
