/** The text of one RRULE → its rule (RFC 5545 §3.3.10), or what is wrong with it. */
import { error, type Issue } from '../fhir/fault.ts';
import type { RuleId } from '../fhir/rule.ts';
import { toWall, type WallTime } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import { parseDateTime } from './parse-date-time.ts';
import type { ByDay, Frequency, RecurrenceRule, Weekday } from './rule.ts';

/** All BY lists that a person would write fit in this; what does not is made to hurt. */
const LONGEST = 2048;

const FREQUENCIES: readonly Frequency[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const SUB_DAILY: readonly string[] = ['HOURLY', 'MINUTELY', 'SECONDLY'];
const WEEKDAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const SINGLE: readonly string[] = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY'];

/** The least and the greatest of each list of numbers; where the least is negative, 0 is none of them. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  BYSECOND: [0, 59],
  BYMINUTE: [0, 59],
  BYHOUR: [0, 23],
  BYMONTHDAY: [-31, 31],
  BYYEARDAY: [-366, 366],
  BYWEEKNO: [-53, 53],
  BYMONTH: [1, 12],
  BYSETPOS: [-366, 366],
};

/** undefined, with the reason among `issues`, where there is no rule to go on with. */
export function parseRuleParts(text: string, zone: string, at: string, issues: Issue[]): RecurrenceRule | undefined {
  const refuse = (rule: RuleId, what: string): void => void issues.push(error('business-rule', what, at, rule));
  if (text.length > LONGEST) {
    issues.push(error('too-costly', `RRULE is longer than ${LONGEST} characters`, at, 'rrule-length'));
    return undefined;
  }

  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';').filter(Boolean)) {
    const [name = '', value = '', ...rest] = part.split('=');
    if (rest.length > 0 || (!SINGLE.includes(name) && !(name in RANGES)))
      refuse('rrule-part', 'RRULE has a part that RFC 5545 §3.3.10 does not know');
    else if (parts.has(name)) refuse('rrule-part', `RRULE has ${name} more than once`);
    else parts.set(name, value);
  }

  const freq = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (freq === undefined) {
    if (SUB_DAILY.includes(parts.get('FREQ') ?? '')) {
      issues.push(
        error('not-supported', 'FREQ is DAILY, WEEKLY, MONTHLY or YEARLY; several times a day are BYHOUR', at, 'rrule-sub-daily'),
      );
    } else refuse('rrule-part', 'RRULE has a FREQ of DAILY, WEEKLY, MONTHLY or YEARLY');
    return undefined;
  }

  const numbers = (name: string): readonly number[] | undefined => {
    const value = parts.get(name);
    const [least, most] = RANGES[name] ?? [0, 0];
    if (value === undefined) return undefined;
    const list = value.split(',').map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : Number.NaN));
    if (list.every((item) => item >= least && item <= most && (least >= 0 || item !== 0))) return [...new Set(list)];
    refuse('rrule-part', `${name} holds numbers from ${least} to ${most}${least < 0 ? ' without 0' : ''}`);
    return undefined;
  };

  const whole = (name: 'INTERVAL' | 'COUNT', rule: RuleId): number | undefined => {
    const value = parts.get(name);
    if (value === undefined || /^0*[1-9]\d{0,8}$/.test(value)) return value === undefined ? undefined : Number(value);
    refuse(rule, `${name} is a whole number of at least 1`);
    return undefined;
  };

  const weekday = (name: string): Weekday | undefined => {
    const index = WEEKDAYS.indexOf(name);
    return index < 0 ? undefined : (index as Weekday);
  };

  const byday = (): readonly ByDay[] | undefined => {
    const value = parts.get('BYDAY');
    if (value === undefined) return undefined;
    const days = new Map<string, ByDay>();
    for (const item of value.split(',')) {
      const [, nth = '', name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
      const day = weekday(name);
      const place = nth === '' ? undefined : Number(nth);
      if (day === undefined || place === 0 || Math.abs(place ?? 1) > 53) {
        refuse('rrule-part', 'BYDAY holds weekdays (MO to SU), each with a place from -53 to 53 or with none');
        return undefined;
      }
      days.set(`${place}${name}`, { weekday: day, nth: place });
    }
    return [...days.values()];
  };

  const until = (): WallTime | undefined => {
    const value = parts.get('UNTIL');
    if (value === undefined) return undefined;
    const time = parseDateTime(value);
    if (time === undefined) {
      refuse('rrule-date', 'UNTIL is a day (20261104) or a time (20261104T080000Z) of RFC 5545 that exists');
      return undefined;
    }
    if (time.form === 'date') return (time.wall + DAY_MS - 1) as WallTime;
    return time.form === 'utc' ? toWall(new Date(time.wall), zone) : time.wall;
  };

  const wkst = parts.get('WKST');
  if (wkst !== undefined && weekday(wkst) === undefined) refuse('rrule-part', 'WKST is a weekday (MO to SU)');
  if (parts.has('COUNT') && parts.has('UNTIL')) refuse('rrule-count-until', 'RRULE ends by COUNT or by UNTIL, not by both');

  const rule: RecurrenceRule = {
    freq,
    interval: whole('INTERVAL', 'recurrence-interval') ?? 1,
    count: whole('COUNT', 'rrule-part'),
    until: until(),
    bymonth: numbers('BYMONTH'),
    byweekno: numbers('BYWEEKNO'),
    byyearday: numbers('BYYEARDAY'),
    bymonthday: numbers('BYMONTHDAY'),
    byday: byday(),
    byhour: numbers('BYHOUR'),
    byminute: numbers('BYMINUTE'),
    bysecond: numbers('BYSECOND'),
    bysetpos: numbers('BYSETPOS'),
    wkst: weekday(wkst ?? 'MO') ?? 0,
  };
  for (const [holds, what] of forbidden(rule)) if (holds) refuse('rrule-combination', what);
  return rule;
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
