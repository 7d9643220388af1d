/** app-2, app-3 and app-4 of the base specification, with the element to mend. */
import { isObject, type JsonObject } from '../json.ts';
import { report, type Scope } from './scope.ts';

const UNTIMED = new Set<unknown>(['proposed', 'cancelled', 'waitlist']);
const ABSENT = new Set<unknown>(['cancelled', 'noshow']);

/** An element without a value exists in its sibling: FHIRPath's `end.exists()` is true of an `_end` alone. */
const exists = (value: JsonObject, name: string): boolean => value[name] !== undefined || isObject(value[`_${name}`]);

export function checkAppointment(appointment: JsonObject, path: string, scope: Scope): void {
  const hasStart = exists(appointment, 'start');
  const hasEnd = exists(appointment, 'end');
  if (hasStart !== hasEnd) {
    const text = hasStart
      ? 'A start needs an end; send it, or `_end` with a data-absent-reason of `unknown`'
      : 'An end needs a start; send it, or leave both out';
    report(scope, 'invariant', 'app-2', text, hasStart ? `${path}._end` : `${path}.start`);
  }
  if (!(hasStart && hasEnd) && !UNTIMED.has(appointment['status'])) {
    const text =
      'An appointment of this status needs a start and an end; where the end is not known, send `_end` with a data-absent-reason of `unknown`';
    report(scope, 'invariant', 'app-3', text, hasEnd ? `${path}.start` : `${path}._end`);
  }
  if (appointment['cancelationReason'] !== undefined && !ABSENT.has(appointment['status'])) {
    report(
      scope,
      'invariant',
      'app-4',
      'A cancelationReason goes with the status cancelled or noshow; remove it, or mend the status',
      `${path}.cancelationReason`,
    );
  }
}
