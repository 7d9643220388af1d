/** RFC 5545's DATE and DATE-TIME (§3.3.4, §3.3.5). */
import type { WallTime } from '../time/zone.ts';

export interface DateTime {
  /** `date` has no time; `local` is in whatever zone stands beside it. */
  readonly form: 'date' | 'local' | 'utc';
  /** As it is written, so that of a `date` it is midnight. */
  readonly wall: WallTime;
}

/** undefined for anything else, and for a day that does not exist. */
export function parseDateTime(text: string): DateTime | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', utc] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const wall = Date.parse(`${written}Z`);
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== written) return undefined;
  return { form: utc === undefined ? 'date' : utc === 'Z' ? 'utc' : 'local', wall: wall as WallTime };
}
