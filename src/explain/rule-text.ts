/** A rule in RFC 5545's words, whichever wire form it came in: what the service took it to mean. */
import type { ByDay, RecurrenceRule, Weekday } from '../expand/rule.ts';
import type { WallTime } from '../time/zone.ts';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const satisfies Record<Weekday, string>;

export function ruleText(rule: RecurrenceRule): string {
  const { freq, interval, count, until, bymonth, byweekno, byyearday, bymonthday, byday, byhour, byminute, bysecond, bysetpos, wkst } =
    rule;
  const parts: Record<string, string | number | readonly (string | number)[] | undefined> = {
    FREQ: freq,
    INTERVAL: interval === 1 ? undefined : interval,
    COUNT: count,
    UNTIL: until === undefined ? undefined : localText(until),
    BYMONTH: bymonth,
    BYWEEKNO: byweekno,
    BYYEARDAY: byyearday,
    BYMONTHDAY: bymonthday,
    BYDAY: byday?.map(dayText),
    BYHOUR: byhour,
    BYMINUTE: byminute,
    BYSECOND: bysecond,
    BYSETPOS: bysetpos,
    WKST: wkst === 0 ? undefined : weekdays[wkst],
  };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}=${value}`))
    .join(';');
}

const dayText = ({ weekday, nth }: ByDay): string => `${nth ?? ''}${weekdays[weekday]}`;

/** In the series' zone. */
const localText = (wall: WallTime): string => new Date(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
