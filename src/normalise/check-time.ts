/** What is wrong or doubtful about an appointment's time: errors refuse it, warnings tell the sender how it was read. */
import { error, type Issue, warning } from '../fhir/fault.ts';
import type { Appointment } from '../fhir/types.ts';
import { timeOfDay, toWall } from '../time/zone.ts';
import { yearOf } from './danish-time.ts';
import { timingOf } from './timing.ts';
import { contradictsLength, repeatsWindow, type Timing, visitTime } from './visit-time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** DESIGN §4.1 `start`, `end`, `minutesDuration`, and §4.2 `visit-time`. */
export function checkTime(appointment: Appointment): Issue[] {
  const timing = timingOf(appointment);
  if (timing === undefined) return [];
  const errors = [...outOfRange(timing.start, 'Appointment.start'), ...outOfRange(timing.end, 'Appointment.end'), ...reversed(timing)];
  return errors.length > 0 ? errors : doubts(timing);
}

/** By Danish year: the last instant allowed is that before 1 January 2200 in Copenhagen. */
function outOfRange(instant: Date | undefined, expression: string): Issue[] {
  if (instant === undefined) return [];
  const year = yearOf(toWall(instant));
  if (year >= 1900 && year <= 2199) return [];
  return [error('business-rule', 'The time must lie between 1900 and 2199.', expression, 'time-range')];
}

const reversed = ({ start, end }: Timing): Issue[] =>
  end !== undefined && end < start
    ? [error('business-rule', 'The end must not be before the start.', 'Appointment.end', 'time-end-before-start')]
    : [];

function doubts(timing: Timing): Issue[] {
  const { kind, minutes } = visitTime(timing);
  const found: Issue[] = [];
  if (kind === 'day') found.push(day());
  if (timing.end === undefined && kind !== 'day') found.push(unknownEnd());
  if (timing.end === undefined && timing.guided && kind !== 'day') found.push(guidedWithoutEnd());
  if (kind === 'open-end' && isLastMinute(timing.start)) found.push(placeholder());
  if (repeatsWindow(timing)) found.push(repeatedWindow());
  else if (kind === 'window' && minutes === undefined) found.push(windowWithoutLength());
  if (kind === 'window' && timing.end !== undefined && timing.end.getTime() - timing.start.getTime() >= DAY) found.push(longWindow());
  if (kind !== 'day' && contradictsLength(timing)) found.push(lengthDiffers());
  if (kind !== 'day' && timing.end?.getTime() === timing.start.getTime()) found.push(noLength());
  return found;
}

const isLastMinute = (start: Date): boolean => timeOfDay(toWall(start)) >= DAY - MINUTE;

const day = (): Issue =>
  warning(
    'time-day',
    'A start at Danish midnight with an unknown end, or to 23:59 or the next midnight, is shown as a day with no set time.',
    'Appointment.start',
  );

const unknownEnd = (): Issue =>
  warning('time-end-unknown', 'The end is unknown; only the start is shown. Send `end` where it is known.', 'Appointment.end');

const guidedWithoutEnd = (): Issue =>
  warning(
    'time-guided-without-end',
    'A guided interval has no end, so there is no window to show. Send `end` as the latest time at which the visit begins.',
    'Appointment.end',
  );

const placeholder = (): Issue =>
  warning(
    'time-placeholder',
    'A start at 23:59 with an unknown end looks like a placeholder; it is shown as it was sent. Send 00:00 for a day with no set time.',
    'Appointment.start',
  );

const windowWithoutLength = (): Issue =>
  warning(
    'time-window-without-length',
    'The window says when the visit begins, not how long it takes. Send `minutesDuration`.',
    'Appointment.minutesDuration',
  );

const repeatedWindow = (): Issue =>
  warning(
    'time-window-repeated',
    '`minutesDuration` is as long as the whole window, so it is not shown as the length of the visit. Send how long the visit takes, or leave it out.',
    'Appointment.minutesDuration',
  );

const longWindow = (): Issue =>
  warning(
    'time-window-long',
    'The guided interval spans 24 hours or more and is shown as a window with both dates. Leave `guided-interval` out for a stay.',
    'Appointment.end',
  );

const lengthDiffers = (): Issue =>
  warning(
    'time-length-differs',
    '`minutesDuration` is not end − start. It is shown as the length beside both times; mend whichever is wrong, or mark the interval as guided.',
    'Appointment.minutesDuration',
  );

const noLength = (): Issue =>
  warning(
    'time-no-length',
    'Start and end are the same instant; only the start is shown. Send the end, or `_end` with data-absent-reason `unknown`.',
    'Appointment.end',
  );
