/** The text of one RRULE → its rule, or what is wrong with it (RFC 5545 §3.3.10). */
import { toWall, type WallTime } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import { parseDateTime } from './parse-date-time.ts';
import type { Refuse } from './refuse.ts';
import type { ByDay, Frequency, RecurrenceRule, Weekday } from './rule.ts';

/** All BY lists that a person would write fit in this; what does not is made to hurt. */
const LONGEST = 2048;

const FREQUENCIES: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const SUB_DAILY: readonly (string | undefined)[] = ['HOURLY', 'MINUTELY', 'SECONDLY'];
const WEEKDAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The least and the greatest of each list of numbers; where the least is negative, 0 is none of them. */
const RANGES = {
  BYSECOND: [0, 59],
  BYMINUTE: [0, 59],
  BYHOUR: [0, 23],
  BYMONTHDAY: [-31, 31],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [-53, 53],
  BYMONTH: [1, 12],
  BYSETPOS: [-366, 366],
} as const satisfies Record<string, readonly [number, number]>;

const NAMES: readonly string[] = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', ...Object.keys(RANGES)];

/** undefined where there is no rule to go on with; the reason has been given to `refuse`. */
export function parseRuleParts(text: string, zone: string, refuse: Refuse): RecurrenceRule | undefined {
  if (text.length > LONGEST) {
    refuse('rrule-length', `RRULE is longer than ${LONGEST} characters`, undefined, 'too-costly');
    return undefined;
  }
  const parts = partsOf(text, refuse);
  const freq = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (freq === undefined) {
    if (SUB_DAILY.includes(parts.get('FREQ'))) {
      refuse('rrule-sub-daily', 'FREQ is DAILY or longer; several times a day are said by BYHOUR', undefined, 'not-supported');
    } else refuse('rrule-part', 'FREQ is DAILY, WEEKLY, MONTHLY or YEARLY');
    return undefined;
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) refuse('rrule-count-until', 'RRULE ends by COUNT or by UNTIL, not by both');

  const numbers = (name: keyof typeof RANGES): number[] | undefined => parseNumbers(name, parts.get(name), refuse);
  const rule: RecurrenceRule = {
    freq,
    interval: parseWhole(parts.get('INTERVAL'), () => refuse('recurrence-interval', 'INTERVAL is a whole number of at least 1')) ?? 1,
    count: parseWhole(parts.get('COUNT'), () => refuse('rrule-part', 'COUNT is a whole number of at least 1')),
    until: parseUntil(parts.get('UNTIL'), zone, refuse),
    bymonth: numbers('BYMONTH'),
    byweekno: numbers('BYWEEKNO'),
    byyearday: numbers('BYYEARDAY'),
    bymonthday: numbers('BYMONTHDAY'),
    byday: parseByDay(parts.get('BYDAY'), refuse),
    byhour: numbers('BYHOUR'),
    byminute: numbers('BYMINUTE'),
    bysecond: numbers('BYSECOND'),
    bysetpos: numbers('BYSETPOS'),
    wkst: parseWkst(parts.get('WKST'), refuse),
  };
  for (const [holds, what] of forbidden(rule)) if (holds) refuse('rrule-combination', what);
  return rule;
}

function partsOf(text: string, refuse: Refuse): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';').filter(Boolean)) {
    const [name = '', value = '', ...rest] = part.split('=');
    if (rest.length > 0 || !NAMES.includes(name)) refuse('rrule-part', 'RRULE has a part that RFC 5545 §3.3.10 does not know');
    else if (parts.has(name)) refuse('rrule-part', `RRULE has ${name} more than once`);
    else parts.set(name, value);
  }
  return parts;
}

function parseNumbers(name: keyof typeof RANGES, text: string | undefined, refuse: Refuse): number[] | undefined {
  if (text === undefined) return undefined;
  const [least, most] = RANGES[name];
  const list = text.split(',').map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : Number.NaN));
  if (list.every((item) => item >= least && item <= most && (least >= 0 || item !== 0))) return [...new Set(list)];
  refuse('rrule-part', `${name} holds numbers from ${least} to ${most}${least < 0 ? ' without 0' : ''}`);
  return undefined;
}

function parseWhole(text: string | undefined, refuse: () => void): number | undefined {
  if (text === undefined) return undefined;
  if (/^0*[1-9]\d{0,8}$/.test(text)) return Number(text);
  refuse();
  return undefined;
}

function parseUntil(text: string | undefined, zone: string, refuse: Refuse): WallTime | undefined {
  if (text === undefined) return undefined;
  const until = parseDateTime(text);
  if (until === undefined) {
    refuse('rrule-date', 'UNTIL is a day (20261104) or a time (20261104T080000Z) of RFC 5545 that exists');
    return undefined;
  }
  if (until.form === 'date') return (until.wall + DAY_MS - 1) as WallTime;
  return until.form === 'utc' ? toWall(new Date(until.wall), zone) : until.wall;
}

function parseByDay(text: string | undefined, refuse: Refuse): ByDay[] | undefined {
  if (text === undefined) return undefined;
  const days = text.split(',').map((item): ByDay | undefined => {
    const [, place, name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
    const weekday = parseWeekday(name);
    const nth = place === undefined ? undefined : Number(place);
    return weekday === undefined || nth === 0 || Math.abs(nth ?? 1) > 53 ? undefined : { weekday, nth };
  });
  const known = days.filter((day) => day !== undefined);
  if (known.length < days.length) refuse('rrule-part', 'BYDAY holds weekdays (MO to SU), each with a place from -53 to 53 or with none');
  return known;
}

function parseWkst(text: string | undefined, refuse: Refuse): Weekday {
  const weekday = parseWeekday(text ?? 'MO');
  if (weekday === undefined) refuse('rrule-part', 'WKST is a weekday (MO to SU)');
  return weekday ?? 0;
}

function parseWeekday(name: string): Weekday | undefined {
  const index = WEEKDAYS.indexOf(name);
  return index < 0 ? undefined : (index as Weekday);
}

/** What RFC 5545 §3.3.10 says MUST NOT stand together. */
function forbidden({ freq, byday, bymonthday, byyearday, byweekno, bysetpos, ...rule }: RecurrenceRule): [boolean, string][] {
  const nth = byday?.some((day) => day.nth !== undefined) ?? false;
  const others = [byday, bymonthday, byyearday, byweekno, rule.bymonth, rule.byhour, rule.byminute, rule.bysecond];
  return [
    [nth && (freq === 'DAILY' || freq === 'WEEKLY'), 'BYDAY has places (2MO) in MONTHLY and YEARLY rules alone'],
    [nth && byweekno !== undefined, 'BYDAY has no places (2MO) beside BYWEEKNO'],
    [bymonthday !== undefined && freq === 'WEEKLY', 'BYMONTHDAY does not go with WEEKLY'],
    [byyearday !== undefined && freq !== 'YEARLY', 'BYYEARDAY goes with YEARLY alone'],
    [byweekno !== undefined && freq !== 'YEARLY', 'BYWEEKNO goes with YEARLY alone'],
    [bysetpos !== undefined && others.every((part) => part === undefined), 'BYSETPOS stands with another BY part'],
  ];
}
