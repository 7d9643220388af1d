/** The status that an occurrence of a series shows. */
import type { AppointmentStatus } from '../fhir/types.ts';
import { sharing } from '../normalise/status.ts';
import type { Member } from './derived.ts';

export interface OccurrenceStatus {
  readonly status: AppointmentStatus;
  /** Of a cancelled one: when the service learnt of it. */
  readonly cancelledAt: Date | undefined;
}

export const isShown = (status: AppointmentStatus): boolean => ['shared', 'shared-as-cancelled'].includes(sharing(status));

/** Of the series' own occurrence that begins at `start`. Of a cancelled series, what had begun when it was cancelled stays as it was. */
export function plannedStatus({ said, cancelledAt, priorStatus }: Member, start: Date): OccurrenceStatus {
  if (cancelledAt === undefined) return { status: said.appointment.status, cancelledAt };
  if (start >= cancelledAt) return { status: 'cancelled', cancelledAt };
  return { status: priorStatus ?? 'booked', cancelledAt: undefined };
}

/**
 * Of an exception that begins at `start`: its own, save that a cancelled series cancels what had not begun, and that nothing of a
 * series entered in error is shown.
 */
export function exceptionStatus(series: Member, exception: Member, start: Date): OccurrenceStatus {
  const { status } = exception.said.appointment;
  if (series.said.appointment.status === 'entered-in-error') return { status: 'entered-in-error', cancelledAt: undefined };
  if (!isShown(status)) return { status, cancelledAt: undefined };
  const ofSeries = plannedStatus(series, start).cancelledAt;
  const [cancelledAt] = [exception.cancelledAt, ofSeries].filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime());
  return { status: cancelledAt === undefined ? status : 'cancelled', cancelledAt };
}
