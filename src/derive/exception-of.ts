/** Which occurrence of which series an appointment is an exception of (DESIGN §4.1). */
import { EXT, findExtension, findExtensions } from '../fhir/extension.ts';
import { fault } from '../fhir/fault.ts';
import type { Appointment } from '../fhir/types.ts';

export interface ExceptionOf {
  /** `Appointment/{id}`, or `{system}|{value}` of one of the series' identifiers; the sender is the exception's own. */
  readonly seriesKey: string;
  /** R5's number, counted by the series that the exception first meets. */
  readonly recurrenceId?: number;
  /** Holds whatever the series becomes; goes before the number where both are given. */
  readonly originalStart?: Date;
}

export const idKey = (id: string): string => `Appointment/${id}`;
export const identifierKey = (system: string, value: string): string => `${system}|${value}`;

const PATH = 'Appointment.extension';

/** Undefined where the appointment is no exception. Throws a Fault (422) where it says so but not of what. */
export function exceptionOf(appointment: Appointment): ExceptionOf | undefined {
  const origins = findExtensions(appointment, EXT.originatingAppointment);
  const [origin] = origins;
  if (origin === undefined) return undefined;
  const where = { expression: `${PATH}.where(url = '${EXT.originatingAppointment}')`, rule: 'exception-origin' as const };
  if (origins.length > 1) throw fault('business-rule', 'Name one originatingAppointment, not several', where);
  const { reference, identifier } = origin.valueReference ?? {};
  const byIdentifier =
    identifier?.system !== undefined && identifier.value !== undefined ? identifierKey(identifier.system, identifier.value) : undefined;
  const byId = reference !== undefined && /^Appointment\/[0-9a-f-]{36}$/.test(reference) ? reference : undefined;
  const seriesKey = byIdentifier ?? byId;
  if (seriesKey === undefined) {
    throw fault('business-rule', "Name the series by valueReference.identifier (system and value), or as 'Appointment/{id}'", where);
  }
  const recurrenceId = findExtension(appointment, EXT.recurrenceId)?.valuePositiveInt;
  const start = findExtension(appointment, EXT.originalStart)?.valueInstant;
  if (recurrenceId === undefined && start === undefined) {
    throw fault('business-rule', 'Say which occurrence this is of: extension original-start, or recurrenceId', {
      expression: PATH,
      rule: 'exception-occurrence',
    });
  }
  return { seriesKey, ...(recurrenceId !== undefined && { recurrenceId }), ...(start !== undefined && { originalStart: new Date(start) }) };
}
