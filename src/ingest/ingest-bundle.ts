/** `POST /fhir`: a batch (one bad entry never drops the others) or a transaction (all or none). */
import { requireScope } from '../access/authorise.ts';
import { Fault, fault } from '../fhir/fault.ts';
import type { Bundle, BundleEntry } from '../fhir/types.ts';
import { type Call, carryOut, carryOutEach, type IngestDeps, type Operation, type Result } from './carry-out.ts';
import { requireCarried } from './ingest-appointment.ts';
import { readMessage } from './message.ts';
import { parseCondition } from './parse-condition.ts';
import { resolveUrns } from './resolve-urns.ts';

/** Entries of one bundle at the most. */
const MAX_ENTRIES = 5_000;

export interface BundleResult {
  readonly type: 'batch' | 'transaction';
  readonly outcomes: readonly (Result | Fault)[];
}

/** @throws Fault where the bundle is no bundle, or where a transaction has an entry that cannot be done: nothing is stored then */
export async function ingestBundle(deps: IngestDeps, call: Call, body: unknown): Promise<BundleResult> {
  const { type, entry = [] } = parseBundle(body);
  if (entry.length > MAX_ENTRIES) {
    throw fault('too-long', `A bundle has at most ${MAX_ENTRIES} entries: send it in parts`, { expression: 'Bundle.entry' });
  }
  const atomic = type === 'transaction';
  const entries = atomic ? resolveUrns(entry) : entry;
  const operations = entries.map((one, index) => readEntry(deps, call, one, index));
  const wrong = operations.filter((operation) => operation instanceof Fault);
  const good = operations.filter((operation): operation is Operation => !(operation instanceof Fault));
  if (atomic) {
    if (wrong.length > 0)
      throw new Fault(
        wrong.flatMap((refused) => refused.issues),
        wrong[0]?.status,
      );
    return { type, outcomes: await carryOut(deps, call, good) };
  }
  const done = await carryOutEach(deps, call, good);
  let next = 0;
  return { type, outcomes: operations.map((operation) => (operation instanceof Fault ? operation : done[next++])) };
}

function parseBundle(body: unknown): { type: 'batch' | 'transaction'; entry?: BundleEntry[] } {
  const { resourceType, type, entry } = (body ?? {}) as Partial<Bundle>;
  if (resourceType !== 'Bundle') throw fault('structure', 'Send a Bundle', { expression: 'Bundle' });
  if (type !== 'batch' && type !== 'transaction') {
    throw fault('value', 'The type of the Bundle is batch or transaction', { expression: 'Bundle.type' });
  }
  if (entry !== undefined && !Array.isArray(entry)) throw fault('structure', 'Bundle.entry is a list', { expression: 'Bundle.entry' });
  return { type, ...(entry !== undefined && { entry }) };
}

/** The operation of an entry, or what is wrong with it, its paths beginning at the entry. */
function readEntry(deps: IngestDeps, call: Call, entry: BundleEntry, index: number): Operation | Fault {
  try {
    return toOperation(deps, call, entry);
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    const issues = cause.issues.map((issue) => ({ ...issue, expression: pathIn(index, issue.expression) }));
    return new Fault(issues, cause.status, cause.headers, { cause });
  }
}

const pathIn = (index: number, expression: string | undefined): string =>
  `Bundle.entry[${index}]${expression === undefined ? '' : expression.replace(/^Appointment\b/, '.resource').replace(/^(?!\.)/, '.')}`;

function toOperation(deps: IngestDeps, call: Call, { request, resource }: BundleEntry): Operation {
  const { method, url, ifMatch } = request ?? {};
  if (method === undefined || url === undefined) {
    throw fault('required', 'An entry has a request with method and url', { expression: 'request' });
  }
  const [path = '', query = ''] = url.replace(/^\//, '').split('?', 2);
  const [type, id, ...rest] = path.split('/');
  if (type !== 'Appointment' || rest.length > 0) throw otherType();
  const { senderId } = call.caller;
  switch (method) {
    case 'PUT': {
      const message = readMessage(resource, call.sender, deps.citizenIdOf);
      if (id !== undefined) {
        requireScope(call.caller, 'Appointment', 'u');
        return { do: 'put', message, manner: { by: 'id', id, ifMatch } };
      }
      requireScope(call.caller, 'Appointment', 'cu');
      requireCarried(message, parseCondition(new URLSearchParams(query)));
      return { do: 'put', message, manner: { by: 'identity', ifMatch } };
    }
    case 'POST':
      if (id !== undefined) throw fault('structure', 'A creation goes to Appointment', { expression: 'request.url' });
      requireScope(call.caller, 'Appointment', 'c');
      return { do: 'put', message: readMessage(resource, call.sender, deps.citizenIdOf), manner: { by: 'creation' } };
    case 'DELETE':
      requireScope(call.caller, 'Appointment', 'd');
      if (id !== undefined) return { do: 'delete-by-id', id, ifMatch };
      return { do: 'delete-by-identity', identity: { senderId, ...parseCondition(new URLSearchParams(query)) }, ifMatch };
    default:
      throw fault('not-supported', 'An entry is a PUT, POST or DELETE', { expression: 'request.method' });
  }
}

const otherType = (): Fault =>
  fault(
    'not-supported',
    'A sender writes Appointment alone; put Location and HealthcareService in contained, name others by actor.identifier',
    {
      expression: 'request.url',
    },
  );
