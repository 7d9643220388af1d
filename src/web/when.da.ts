/** Danish words for days, lengths and patterns on the pages; a visit's own time text comes from the API as it is. */
import { clockText, dayAndYearText, dayText } from '../normalise/danish-time.ts';
import { type LocalDate, toWall, wallOfDate } from '../time/zone.ts';
import type { Pattern } from './series.ts';
import type { Visit } from './visit.ts';
import type { Sentence } from './when.ts';

const weekdays = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'] as const;

export const dayDa = (date: LocalDate): string => dayText(wallOfDate(date));
export const dayAndYearDa = (date: LocalDate): string => dayAndYearText(wallOfDate(date));
/** "4. marts 2026" */
export const plainDayDa = (date: LocalDate): string => dayAndYearDa(date).replace(/^\S+ den /, '');
export const clockDa = (instant: Date): string => `kl. ${clockText(toWall(instant))}`;

/** The API's sentence, cut where a reader looks for the day, the clock and the reservation. */
export function sentenceDa({ time }: Visit): Sentence {
  const { text, kind } = time;
  if (kind === 'multi-day') return { day: '', clock: text, note: '' };
  const [, day = '', clock = text, note = ''] = /^(\S+ den \d+\. \S+ \d{4}) (.*?)(?: (\([^()]*\)))?$/.exec(text) ?? [];
  return { day, clock, note };
}

/** "45 min.", "1 time", "1 time og 15 min.", "8 timer" */
export function lengthDa(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const whole = hours === 0 ? [] : [hours === 1 ? '1 time' : `${hours} timer`];
  return [...whole, ...(rest > 0 ? [`${rest} min.`] : [])].join(' og ');
}

export function patternDa({ weekdays: days, weeks }: Pattern): string {
  const every = weeks === 1 ? 'hver' : weeks === 2 ? 'hver anden' : `hver ${weeks}.`;
  if (days.length === 7 && weeks === 1) return 'hver dag';
  if (days.join() === '0,1,2,3,4' && weeks === 1) return 'hver hverdag';
  const names = days.map((day) => weekdays[day] ?? '');
  const last = names.at(-1) ?? '';
  const list = names.length > 1 ? `${names.slice(0, -1).join(', ')} og ${last}` : last;
  return names.length > 1 && weeks > 1 ? `${list} ${every} uge` : `${every} ${list}`;
}
