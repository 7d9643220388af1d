/** English words for the same. The API's texts are Danish, so these are made of what stands beside them. */
import { addDays, dateOf, type LocalDate, timeOfDay, toWall, wallOfDate } from '../time/zone.ts';
import type { Pattern } from './series.ts';
import type { Visit } from './visit.ts';
import type { Sentence } from './when.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });

/** "Wednesday 4 March" */
export const dayEn = (date: LocalDate): string => dayFormat.format(wallOfDate(date)).replace(',', '');
export const dayAndYearEn = (date: LocalDate): string => `${dayEn(date)} ${date.slice(0, 4)}`;

/** "4 March 2026" */
export const plainDayEn = (date: LocalDate): string => dayAndYearEn(date).replace(/^\S+ /, '');

const MINUTE = 60_000;

/** "10:15"; an end at midnight is "24:00" of the day it closes. */
function clockOf(instant: Date, closes = false): string {
  const minutes = Math.floor(timeOfDay(toWall(instant)) / MINUTE);
  if (closes && minutes === 0) return '24:00';
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

export const clockEn = (instant: Date): string => `at ${clockOf(instant)}`;

export function sentenceEn({ start, end, time: { kind, minutes } }: Visit): Sentence {
  const date = dateOf(start);
  const day = dayAndYearEn(date);
  switch (kind) {
    case 'day':
      return { day, clock: 'during the day', note: '' };
    case 'window': {
      const note = minutes === undefined ? '(the time is a guide)' : `(the time is a guide, the visit takes about ${minutes} min.)`;
      return { day, clock: end === undefined ? clockEn(start) : `between ${clockOf(start)} and ${until(date, end)}`, note };
    }
    case 'open-end':
      return { day, clock: clockEn(start), note: '' };
    case 'multi-day':
      return { day: '', clock: `from ${moment(start)} ${end === undefined ? '' : closing(end)}`.trim(), note: '' };
    case 'exact': {
      const contradicts = end !== undefined && minutes !== undefined && minutes * MINUTE !== end.getTime() - start.getTime();
      const clock = end === undefined || end <= start ? clockEn(start) : `${clockOf(start)} to ${until(date, end)}`;
      return { day, clock, note: contradicts ? `(takes about ${minutes} min.)` : '' };
    }
    default:
      return kind satisfies never;
  }
}

/** The clock time alone where it closes the same day. */
function until(date: LocalDate, end: Date): string {
  const last = lastDayOf(end);
  return last === date ? clockOf(end, true) : `${dayEn(last)} ${clockOf(end, true)}`;
}

const lastDayOf = (end: Date): LocalDate => (timeOfDay(toWall(end)) === 0 ? addDays(dateOf(end), -1) : dateOf(end));

const moment = (instant: Date): string =>
  timeOfDay(toWall(instant)) === 0 ? dayAndYearEn(dateOf(instant)) : `${dayAndYearEn(dateOf(instant))} ${clockEn(instant)}`;

function closing(end: Date): string {
  const closes = [0, 23 * 60 + 59].includes(Math.floor(timeOfDay(toWall(end)) / MINUTE));
  return closes ? `to the end of ${dayAndYearEn(lastDayOf(end))}` : `to ${moment(end)}`;
}

export function lengthEn(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const whole = hours === 0 ? [] : [hours === 1 ? '1 hour' : `${hours} hours`];
  return [...whole, ...(rest > 0 ? [`${rest} min.`] : [])].join(' and ');
}

export function patternEn({ weekdays: days, weeks }: Pattern): string {
  if (days.length === 7 && weeks === 1) return 'every day';
  if (days.join() === '0,1,2,3,4' && weeks === 1) return 'every weekday';
  const names = days.map((day) => weekdays[day] ?? '');
  const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? '');
  return weeks === 1 ? `every ${list}` : weeks === 2 ? `every other ${list}` : `${list} every ${weeks} weeks`;
}
