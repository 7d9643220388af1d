/** Start, end, length, arrival window, day without a time → one VisitTime (DESIGN §4.2). Runs for every row of every overview. */
import { EXT } from '../fhir/extension.ts';
import { addDays, dateOfWall, formatInstant, startOfDay, timeOfDay, toWall, type WallTime } from '../time/zone.ts';
import { clockText, closingClockText, dayAndYearText, dayText, yearOf } from './danish-time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export type VisitTimeKind = 'day' | 'window' | 'open-end' | 'multi-day' | 'exact';

/** As it goes out: Danish offset with seconds; `start` is a date where the kind is `day`. */
export interface VisitTime {
  readonly kind: VisitTimeKind;
  readonly start: string;
  readonly end?: string;
  /** How long the visit takes, where it is known; never the length of a window. */
  readonly minutes?: number;
  /** Addressed to the citizen, whoever reads. */
  readonly text: string;
}

export interface Timing {
  readonly start: Date;
  /** Unknown where undefined. */
  readonly end: Date | undefined;
  /** The sender calls the time a guide: start to end is a window in which the visit begins. */
  readonly guided: boolean;
  readonly minutesDuration: number | undefined;
}

/** @see DESIGN §4.2: the kinds are tried in its order, so a guided midnight-to-midnight is a day, and a guided stay of days a window. */
export function visitTime(timing: Timing): VisitTime {
  const from = minuteOf(toWall(timing.start));
  const to = timing.end && minuteOf(toWall(timing.end));
  const minutes = visitMinutes(timing);
  const start = formatInstant(timing.start);
  const length = minutes === undefined ? undefined : { minutes };
  if (isDay(from, to)) return { kind: 'day', start: dateOfWall(from), ...length, text: `${dayAndYearText(from)} i løbet af dagen` };
  if (timing.end === undefined || to === undefined) {
    const text = `${dayAndYearText(from)} kl. ${clockText(from)}${timing.guided ? ' (tidspunktet er vejledende)' : ''}`;
    return { kind: 'open-end', start, ...length, text };
  }
  const end = formatInstant(timing.end);
  if (timing.guided) return { kind: 'window', start, end, ...length, text: windowText(from, to, minutes) };
  if (isMultiDay(timing.start, timing.end)) return { kind: 'multi-day', start, end, ...length, text: multiDayText(from, to) };
  return { kind: 'exact', start, end, ...length, text: exactText(from, to, contradictsLength(timing) ? minutes : undefined) };
}

/**
 * The instant until which an appointment occupies the citizen's days: its end; its start where the end is unknown; for a day without
 * a time the midnight that closes it (DESIGN §3, Range).
 */
export function touchesUntil({ start, end }: Timing): Date {
  const from = minuteOf(toWall(start));
  if (isDay(from, end && minuteOf(toWall(end)))) return startOfDay(addDays(dateOfWall(from), 1));
  return end ?? start;
}

/** Whether `minutesDuration` says another length than end − start. A window's length is no visit's, so it contradicts nothing. */
export const contradictsLength = ({ start, end, guided, minutesDuration }: Timing): boolean =>
  !guided &&
  end !== undefined &&
  minutesDuration !== undefined &&
  minutesDuration !== Math.round((end.getTime() - start.getTime()) / MINUTE);

/** Whether `minutesDuration` repeats the length of the window: systems that fill it in by end − start say nothing of the visit by it. */
export const repeatsWindow = ({ start, end, guided, minutesDuration }: Timing): boolean =>
  guided && end !== undefined && minutesDuration === Math.round((end.getTime() - start.getTime()) / MINUTE);

function visitMinutes(timing: Timing): number | undefined {
  const { start, end, guided, minutesDuration } = timing;
  if (minutesDuration !== undefined) return minutesDuration > 0 && !repeatsWindow(timing) ? minutesDuration : undefined;
  if (end === undefined || guided || isMultiDay(start, end) || isDay(toWall(start), minuteOf(toWall(end)))) return undefined;
  const minutes = Math.round((end.getTime() - start.getTime()) / MINUTE);
  return minutes > 0 ? minutes : undefined;
}

/** Clock times are read to the minute: 23:59:59 is 23:59. */
const minuteOf = (wall: WallTime): WallTime => (wall - (((wall % MINUTE) + MINUTE) % MINUTE)) as WallTime;

/** Local 00:00 with unknown end, or to 23:59 or the next 00:00; by wall time, so a day of 23 or 25 hours is one too. */
const isDay = (from: WallTime, to: WallTime | undefined): boolean =>
  timeOfDay(from) === 0 && (to === undefined || to === from + DAY || to === from + DAY - MINUTE);

const isMultiDay = (start: Date, end: Date): boolean => end.getTime() - start.getTime() >= DAY;

function windowText(from: WallTime, to: WallTime, minutes: number | undefined): string {
  const guide = minutes === undefined ? '(tidspunktet er vejledende)' : `(tidspunktet er vejledende, besøget varer ca. ${minutes} min.)`;
  if (to <= from) return `${dayAndYearText(from)} kl. ${clockText(from)} ${guide}`;
  const until = closesSameDay(from, to) ? closingClockText(to) : closingText(from, to);
  return `${dayAndYearText(from)} mellem kl. ${clockText(from)} og ${until} ${guide}`;
}

function exactText(from: WallTime, to: WallTime, contradicting: number | undefined): string {
  const lasts = contradicting === undefined ? '' : ` (varer ca. ${contradicting} min.)`;
  const begins = `${dayAndYearText(from)} kl. ${clockText(from)}`;
  if (to <= from) return `${begins}${lasts}`;
  return closesSameDay(from, to) ? `${begins}-${closingClockText(to)}${lasts}` : `${begins} til ${closingText(from, to)}${lasts}`;
}

/** A midnight start is told by its day alone, a midnight end (or 23:59, the same placeholder as in a day) as the day it closes. */
function multiDayText(from: WallTime, to: WallTime): string {
  const begins = timeOfDay(from) === 0 ? dayAndYearText(from) : `${dayAndYearText(from)} kl. ${clockText(from)}`;
  const closes = timeOfDay(to) === 0 || timeOfDay(to) === DAY - MINUTE;
  const ends = closes ? `og med ${dayAndYearText(lastMinute(to))}` : `${dayAndYearText(to)} kl. ${clockText(to)}`;
  return `fra ${begins} til ${ends}`;
}

/** The minute before a midnight end, so that it belongs to the day it closes; any other end is its own. */
const lastMinute = (to: WallTime): WallTime => (timeOfDay(to) === 0 ? ((to - MINUTE) as WallTime) : to);

const closesSameDay = (from: WallTime, to: WallTime): boolean => Math.floor(from / DAY) === Math.floor(lastMinute(to) / DAY);

/** "torsdag den 5. marts kl. 7.00", with its year where that is another than the start's. */
function closingText(from: WallTime, to: WallTime): string {
  const day = lastMinute(to);
  return `${yearOf(day) === yearOf(from) ? dayText(day) : dayAndYearText(day)} kl. ${closingClockText(to)}`;
}

/** The extension as JSON, of words that need no escape. */
export function visitTimeJson({ kind, start, end, minutes, text }: VisitTime): string {
  const until = end === undefined ? '' : `,{"url":"end","valueDateTime":"${end}"}`;
  const length = minutes === undefined ? '' : `,{"url":"minutes","valuePositiveInt":${minutes}}`;
  return (
    `{"url":"${EXT.visitTime}","extension":[{"url":"kind","valueCode":"${kind}"},{"url":"start","valueDateTime":"${start}"}` +
    `${until}${length},{"url":"text","valueString":"${text}"}]}`
  );
}
