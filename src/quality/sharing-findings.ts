/** Whether anything of an appointment that would be taken would be shown now. */
import { horizonDate } from '../derive/derive-series.ts';
import { type Interpreted, kindOf } from '../derive/interpret.ts';
import { endsBefore } from '../expand/expand-series.ts';
import { type Issue, information } from '../fhir/fault.ts';
import type { Showing } from '../ingest/rehearse.ts';
import { sharing } from '../normalise/status.ts';
import { addDays, dateOf, startOfDay } from '../time/zone.ts';

export interface SharingContext {
  readonly now: Date;
  readonly windowDays: number;
}

/** @param showings to twice the window. Of an exception nothing is told: its series is. */
export function sharingFindings(said: Interpreted, showings: readonly Showing[], { now, windowDays }: SharingContext): Issue[] {
  const { status } = said.appointment;
  if (said.exceptionOf !== undefined) return [];
  if (sharing(status) === 'kept') return [notShared()];
  if (said.timing === undefined || sharing(status) !== 'shared' || said.findings.some(({ rule }) => rule === 'recurrence-empty')) return [];
  const today = dateOf(now);
  if (showings.every(({ touchesUntil }) => touchesUntil <= startOfDay(today))) {
    const goesOn = said.series !== undefined && !endsBefore(said.series, startOfDay(horizonDate({ today, windowDays })));
    return goesOn ? [later()] : [over()];
  }
  const windowEnd = startOfDay(addDays(today, windowDays));
  return kindOf(said) !== 'single' && showings.every(({ start }) => start >= windowEnd) ? [later()] : [];
}

const notShared = (): Issue =>
  information('file-status-kept', 'This status is kept and shown to nobody. Send `booked` once it is agreed.', 'Appointment.status');

const later = (): Issue =>
  information(
    'file-window-later',
    'None of its occurrences lies inside the sharing window yet: it is kept, and shown as its days come near.',
    'Appointment.start',
  );

const over = (): Issue =>
  information('file-over', 'All of it lies before today: it is kept, and no overview from today on shows it.', 'Appointment.start');
