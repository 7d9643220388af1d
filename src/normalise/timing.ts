/** An appointment's own words about time → Timing. */
import { EXT, findExtension } from '../fhir/extension.ts';
import type { Appointment } from '../fhir/types.ts';
import type { Timing } from './visit-time.ts';

/** Undefined where there is no start: a proposal, or a cancellation that names no time. */
export function timingOf(appointment: Appointment): Timing | undefined {
  const start = parseInstant(appointment.start);
  if (start === undefined) return undefined;
  return {
    start,
    end: parseInstant(appointment.end),
    guided: findExtension(appointment, EXT.guidedInterval) !== undefined,
    minutesDuration: appointment.minutesDuration,
  };
}

/** The form is the base specification's affair; what it would refuse is no instant here either. */
function parseInstant(text: string | undefined): Date | undefined {
  if (text === undefined || !/(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instant = new Date(text);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
