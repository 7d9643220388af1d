/**
 * Visits → an iCalendar file.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545 RFC 5545}
 */
import { addDays, basicUtc, dateOf, type LocalDate, timeOfDay, toWall } from '../time/zone.ts';
import type { Visit } from './visit.ts';

export interface CalendarWords {
  readonly name: string;
  /** One line for a calendar: what, and of a window that it is one. */
  readonly summary: (visit: Visit) => string;
  readonly when: (visit: Visit) => string;
  readonly place: (visit: Visit) => string;
  /** Whom to call to change it. */
  readonly contact: (visit: Visit) => string;
}

/** @param now for what does not tell when it was last changed, an instant */
export const toICalendar = (visits: readonly Visit[], words: CalendarWords, now: Date): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Aftaledeling//Aftaler//DA',
    'CALSCALE:GREGORIAN',
    property('X-WR-CALNAME', words.name),
    ...visits.flatMap((visit) => event(visit, words, now)),
    'END:VCALENDAR',
  ]
    .map((line) => `${fold(line)}\r\n`)
    .join('');

function event(visit: Visit, words: CalendarWords, now: Date): string[] {
  const stamp = basicUtc(visit.updated ?? now);
  const description = [words.when(visit), ...visit.changes.map(({ text }) => text), visit.preparation, words.contact(visit)];
  return [
    'BEGIN:VEVENT',
    property('UID', `${visit.id}@aftaledeling.dk`),
    `DTSTAMP:${stamp}`,
    `LAST-MODIFIED:${stamp}`,
    ...times(visit),
    property('SUMMARY', words.summary(visit)),
    property('LOCATION', words.place(visit)),
    property('DESCRIPTION', description.filter((text) => text !== undefined && text !== '').join('\n')),
    `STATUS:${visit.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // What takes no time of the citizen's own blocks none of it: a cancelled visit, and a day or a window to be at home in.
    `TRANSP:${visit.cancelled || visit.time.kind === 'day' || visit.time.kind === 'window' ? 'TRANSPARENT' : 'OPAQUE'}`,
    'CLASS:PRIVATE',
    'END:VEVENT',
  ];
}

/** §3.6.1: a day has no clock time and needs no end; a stay from midnight to midnight is whole days, its end the day after the last. */
function times({ start, end, time }: Visit): string[] {
  if (time.kind === 'day') return [`DTSTART;VALUE=DATE:${basicDate(dateOf(start))}`];
  const wholeDays = time.kind === 'multi-day' && timeOfDay(toWall(start)) === 0 && end !== undefined && isMidnight(end);
  if (wholeDays) return [`DTSTART;VALUE=DATE:${basicDate(dateOf(start))}`, `DTEND;VALUE=DATE:${basicDate(dayAfter(end))}`];
  // §3.8.2.2: an end is later than its start.
  return [`DTSTART:${basicUtc(start)}`, ...(end !== undefined && end > start ? [`DTEND:${basicUtc(end)}`] : [])];
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/** 24.00, or 23.59 that stands for it. */
const isMidnight = (end: Date): boolean => [0, DAY - MINUTE].includes(Math.floor(timeOfDay(toWall(end)) / MINUTE) * MINUTE);
const dayAfter = (end: Date): LocalDate => (timeOfDay(toWall(end)) === 0 ? dateOf(end) : addDays(dateOf(end), 1));
const basicDate = (date: LocalDate): string => date.replaceAll('-', '');

const property = (name: string, text: string): string => `${name}:${escaped(text)}`;

/** §3.3.11; other control characters have no place in a text. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\\;,]/g, (found) => `\\${found}`)
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, '');

const MAX_OCTETS = 75;

/** §3.1: no line is longer than 75 octets, its break excluded; a character is never cut. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (octets + length > MAX_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += length;
  }
  return folded;
}
