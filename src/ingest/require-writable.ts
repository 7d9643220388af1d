import { fault } from '../fhir/fault.ts';

/** The id of an appointment. An occurrence has an id of its own and cannot be written: Fault 405. */
export function requireWritable(id: unknown): string {
  if (typeof id === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw fault('not-supported', 'This id is not one of your appointments; an occurrence is changed by an exception of its series', {
    status: 405,
  });
}
