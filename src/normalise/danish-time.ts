/** Danish words for days and clock times, as citizens read them; all of wall time. */
import { timeOfDay, toWall, type WallTime } from '../time/zone.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

const weekdays = ['søndag', 'mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag'] as const;
const months = [
  'januar',
  'februar',
  'marts',
  'april',
  'maj',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'december',
] as const;

/** "onsdag den 4. marts" */
export function dayText(wall: WallTime): string {
  const day = new Date(wall);
  return `${weekdays[day.getUTCDay()]} den ${day.getUTCDate()}. ${months[day.getUTCMonth()]}`;
}

/** "onsdag den 4. marts 2026" */
export const dayAndYearText = (wall: WallTime): string => `${dayText(wall)} ${yearOf(wall)}`;

export const yearOf = (wall: WallTime): number => new Date(wall).getUTCFullYear();

/** "7.00", "0.00", "10.15": a dot, no leading zero. */
export function clockText(wall: WallTime): string {
  const time = timeOfDay(wall);
  const minutes = Math.floor((time % HOUR) / MINUTE);
  return `${Math.floor(time / HOUR)}.${minutes < 10 ? '0' : ''}${minutes}`;
}

/** The clock time at which something ends: a midnight is "24.00" of the day it closes. */
export const closingClockText = (wall: WallTime): string => (timeOfDay(wall) === 0 ? '24.00' : clockText(wall));

/** "onsdag den 28. oktober kl. 9.00" */
export function momentText(instant: Date): string {
  const wall = toWall(instant);
  return `${dayText(wall)} kl. ${clockText(wall)}`;
}
