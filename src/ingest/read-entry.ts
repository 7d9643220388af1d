/** One entry of a bundle → the operation it asks for. */
import { requireScope } from '../access/authorise.ts';
import { Fault, fault } from '../fhir/fault.ts';
import { parseQuery, queryOf } from '../fhir/query.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import type { Call, IngestDeps, Operation } from './carry-out.ts';
import { requireCarried, requireId } from './ingest-appointment.ts';
import { type Message, readMessage } from './message.ts';
import { parseCondition, parseIfNoneExist } from './parse-condition.ts';
import { requireWritable } from './require-writable.ts';

/** The operation, or what is wrong with the entry. */
export function readEntry(deps: IngestDeps, call: Call, entry: BundleEntry): Operation | Fault {
  try {
    requireEntry(entry);
    return toOperation(deps, call, entry);
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}

/** @throws Fault where an entry is no entry; what its resource holds is looked at when it is read */
function requireEntry(entry: unknown): void {
  const issues = validate({ resourceType: 'Bundle', type: 'batch', entry: [entry] }, { type: 'Bundle', shell: true });
  if (issues.length > 0) throw new Fault(issues);
}

function toOperation(deps: IngestDeps, call: Call, { request, resource }: BundleEntry): Operation {
  const { method, url, ifMatch, ifNoneExist } = request ?? {};
  if (method === undefined || url === undefined) {
    throw fault('required', 'An entry has a request with method and url', { expression: 'request' });
  }
  const [path = ''] = url.replace(/^\//, '').split('?', 1);
  const [type, named, ...rest] = path.split('/');
  if (type !== 'Appointment' || rest.length > 0) throw otherType();
  const id = named === undefined ? undefined : requireWritable(named);
  const condition = () => parseCondition(parseQuery(queryOf(url)), 'request.url');
  const read = (): Message => readMessage(resource, call.sender, deps.citizenIdOf);
  const senderId = call.sender.id;
  switch (method) {
    case 'PUT': {
      requireScope(call.caller, 'Appointment', id === undefined ? 'cu' : 'u');
      const message = read();
      if (id === undefined) {
        requireCarried(message, condition());
        return { do: 'put', message, manner: { by: 'identity', ifMatch } };
      }
      requireId(resource, id);
      return { do: 'put', message, manner: { by: 'id', id, ifMatch } };
    }
    case 'POST': {
      requireScope(call.caller, 'Appointment', 'c');
      if (id !== undefined) throw fault('structure', 'A creation goes to Appointment', { expression: 'request.url' });
      const existing = parseIfNoneExist(ifNoneExist, 'request.ifNoneExist');
      return { do: 'put', message: read(), manner: { by: 'creation', ifNoneExist: existing.map((one) => ({ senderId, ...one })) } };
    }
    case 'DELETE':
      requireScope(call.caller, 'Appointment', 'd');
      if (id !== undefined) return { do: 'delete-by-id', id, ifMatch };
      return { do: 'delete-by-identity', identity: { senderId, ...condition() }, ifMatch };
    default:
      throw fault('not-supported', 'An entry is a PUT, POST or DELETE', { expression: 'request.method' });
  }
}

const otherType = (): Fault =>
  fault(
    'not-supported',
    'A sender writes Appointment alone; put Location and HealthcareService in contained, name others by actor.identifier',
    { expression: 'request.url' },
  );
