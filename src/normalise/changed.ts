/** What became different for the citizen, each thing once (DESIGN §4.2 `changed`). */
import { EXT } from '../fhir/extension.ts';
import type { AppointmentStatus, Extension } from '../fhir/types.ts';
import { formatInstant, toWall } from '../time/zone.ts';
import { addressLines, plainText } from './address.ts';
import { closingClockText, dayAndYearText, dayText, momentText, yearOf } from './danish-time.ts';
import type { MeetingPlace } from './meeting-place.ts';
import { type Timing, visitTime } from './visit-time.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface Change {
  readonly what: 'moved' | 'cancelled' | 'place' | 'length' | 'performer';
  /** With `moved`: where it was, in Danish offset. */
  readonly previousStart?: string;
  /** When the service learnt of it. */
  readonly at: string;
  /** Addressed to the citizen. */
  readonly text: string;
}

export interface Comparable {
  readonly status: AppointmentStatus;
  readonly start: Date | undefined;
  readonly end: Date | undefined;
  /** Whether start to end is a window: its end is then no part of the visit's length. */
  readonly guided?: boolean | undefined;
  readonly minutesDuration: number | undefined;
  readonly place: MeetingPlace;
  readonly performer: string;
}

/**
 * In the order a citizen cares: cancelled, moved, length, place, performer. A change of place never says which place: the text is kept,
 * and what was an address when it was written may be a protected home when it is read. Nor does a change of performer say who, of a
 * visit at home: whoever lives there may carry its address in their name.
 */
export function changes(before: Comparable, after: Comparable, at: Date): Change[] {
  const found: Omit<Change, 'at'>[] = [];
  if (after.status === 'cancelled' && before.status !== 'cancelled') found.push({ what: 'cancelled', text: 'aflyst' });
  const [was, is] = [timingOf(before), timingOf(after)];
  if (was !== undefined && is !== undefined) {
    if (isMoved(was, is)) found.push({ what: 'moved', previousStart: formatInstant(was.start), text: `flyttet fra ${whenText(was, is)}` });
    if (isOtherLength(was, is)) found.push({ what: 'length', text: lengthText(was, is) });
  }
  if (placeKey(before.place) !== placeKey(after.place)) found.push({ what: 'place', text: 'nyt mødested' });
  if (plainText(before.performer) !== plainText(after.performer)) {
    const isAtHome = before.place.kind === 'home' || after.place.kind === 'home';
    found.push({ what: 'performer', text: performerText(before.performer.trim(), after.performer.trim(), isAtHome) });
  }
  const instant = formatInstant(at);
  return found.map(({ what, previousStart, text }) => ({ what, ...(previousStart !== undefined && { previousStart }), at: instant, text }));
}

const timingOf = ({ start, end, guided, minutesDuration }: Comparable): Timing | undefined =>
  start === undefined ? undefined : { start, end, guided: guided ?? false, minutesDuration };

/** Another start; or, of a window, another end. */
const isMoved = (was: Timing, is: Timing): boolean =>
  was.start.getTime() !== is.start.getTime() || (was.guided && is.guided && was.end?.getTime() !== is.end?.getTime());

/** Where it was, without its year unless that is another than now; a day without a time has no clock time here either. */
function whenText(was: Timing, is: Timing): string {
  const from = toWall(was.start);
  const day = yearOf(from) === yearOf(toWall(is.start)) ? dayText(from) : dayAndYearText(from);
  const { kind } = visitTime(was);
  if (kind === 'day') return day;
  const clock = momentText(was.start).slice(dayText(from).length);
  if (kind !== 'window' || was.end === undefined || was.end.getTime() - was.start.getTime() >= DAY) return `${day}${clock}`;
  return `${day} mellem${clock} og ${closingClockText(toWall(was.end))}`;
}

/** A stay whose clock times stand keeps its length, though a change to or from summer time lies in it. */
function isOtherLength(was: Timing, is: Timing): boolean {
  const [before, after] = [lengthOf(was), lengthOf(is)];
  if (before === undefined || after === undefined) return before !== after;
  return before.elapsed !== after.elapsed && before.wall !== after.wall;
}

interface Length {
  readonly elapsed: number;
  readonly wall: number;
}

/** In milliseconds; unknown for a day without a time, a window without a length and an unknown end. */
function lengthOf(timing: Timing): Length | undefined {
  const { kind, minutes } = visitTime(timing);
  if (kind === 'day' || (minutes === undefined && (timing.guided || timing.end === undefined))) return undefined;
  if (minutes !== undefined && minutes === timing.minutesDuration) return { elapsed: minutes * MINUTE, wall: minutes * MINUTE };
  if (timing.end === undefined) return undefined;
  return { elapsed: timing.end.getTime() - timing.start.getTime(), wall: toWall(timing.end) - toWall(timing.start) };
}

function lengthText(was: Timing, is: Timing): string {
  const after = lengthOf(is);
  if (after === undefined) return 'varigheden er ikke længere oplyst';
  if (after.elapsed >= DAY && is.end !== undefined) return `slutter nu ${momentText(is.end)}`;
  const before = lengthOf(was);
  const now = `varer nu ca. ${Math.round(after.elapsed / MINUTE)} min.`;
  return before === undefined || before.elapsed >= DAY ? now : `${now} (før ca. ${Math.round(before.elapsed / MINUTE)} min.)`;
}

/** What makes it another place to go to; a new telephone number does not. */
const placeKey = ({ kind, name, address }: MeetingPlace): string =>
  [kind, name ?? '', ...(address === undefined ? [] : addressLines(address))].map(plainText).join('|');

function performerText(before: string, after: string, isAtHome: boolean): string {
  if (after === '') return 'udføreren er ikke længere oplyst';
  if (isAtHome) return 'ny udfører';
  return before === '' ? `udføres nu af ${after}` : `udføres nu af ${after} (før ${before})`;
}

export function changedExtension({ what, previousStart, at, text }: Change): Extension {
  const extension: Extension[] = [{ url: 'what', valueCode: what }];
  if (previousStart !== undefined) extension.push({ url: 'previous-start', valueDateTime: previousStart });
  extension.push({ url: 'at', valueInstant: at }, { url: 'text', valueString: text });
  return { url: EXT.changed, extension };
}
