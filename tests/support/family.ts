/** Exceptions of a series for tests. */
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment, Extension, Reference } from '../../src/fhir/types.ts';
import { appointment, SYSTEM } from './appointment.ts';

export const ofSeries = (value: string): Extension => ({
  url: EXT.originatingAppointment,
  valueReference: { identifier: { system: SYSTEM, value } },
});

export const ofReference = (valueReference: Reference): Extension => ({ url: EXT.originatingAppointment, valueReference });

export const at = (valueInstant: string): Extension => ({ url: EXT.originalStart, valueInstant });

export const numbered = (valuePositiveInt: number): Extension => ({ url: EXT.recurrenceId, valuePositiveInt });

export const sourceUpdated = (valueInstant: string): Extension => ({ url: EXT.sourceUpdated, valueInstant });

/** At the place that `appointment` and `series` name, so that only what a case changes is changed. */
export const exception = (value: string, extension: Extension[], changes: Partial<Appointment> = {}, cpr?: string): Appointment =>
  appointment(value, { ...changes, extension: [...extension, ...(changes.extension ?? [])] }, cpr);

/** Says that it is cancelled, and of what; no times, nobody and no place. */
export function timeless(full: Appointment): Partial<Appointment> {
  const { start: _start, end: _end, contained: _contained, ...rest } = full;
  return { ...rest, status: 'cancelled', participant: full.participant.filter(({ actor }) => actor?.identifier?.system === CPR_SYSTEM) };
}
