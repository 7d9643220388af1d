/** Random R5 templates, each with the rule that says the same. */
import type { Template } from '../expand/series-forms.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const WEEKS = { first: 1, second: 2, third: 3, fourth: 4, last: -1 } as const;

export interface RandomTemplate {
  readonly template: Template;
  readonly parts: ReadonlyMap<string, string>;
  /** Inclusive, `20261104`. */
  readonly until: string | undefined;
  /** `20261028`. */
  readonly excluded: readonly string[];
  readonly listed: readonly string[];
}

/** @param day a random day near DTSTART, `20261028` */
export function randomTemplate(random: () => number, day: () => string): RandomTemplate {
  const chance = (probability: number): boolean => random() < probability;
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const dashed = (basic: string): string => `${basic.slice(0, 4)}-${basic.slice(4, 6)}-${basic.slice(6)}`;
  const interval = chance(0.5) ? whole(1, 5) : 1;
  const days = (most: number): string[] => (chance(0.3) ? [...new Set(Array.from({ length: whole(1, most) }, day))] : []);

  const patterns: readonly (() => [Template, [string, string][]])[] = [
    () => [{ recurrenceType: 'd' }, [['FREQ', 'DAILY']]],
    () => {
      const chosen = DAYS.filter(() => chance(0.35));
      const weekly = Object.fromEntries(chosen.map((name) => [name, true]));
      const byday = chosen.map((name) => name.slice(0, 2).toUpperCase()).join(',');
      return [
        { recurrenceType: 'wk', weeklyTemplate: { ...weekly, weekInterval: interval } },
        [['FREQ', 'WEEKLY'], ['INTERVAL', String(interval)], ...(byday === '' ? [] : [['BYDAY', byday] as [string, string]])],
      ];
    },
    () => {
      const monthday = whole(1, 31);
      return [
        { recurrenceType: 'mo', monthlyTemplate: { dayOfMonth: monthday, monthInterval: interval } },
        [
          ['FREQ', 'MONTHLY'],
          ['INTERVAL', String(interval)],
          ['BYMONTHDAY', String(monthday)],
        ],
      ];
    },
    () => {
      const [week = 'first', nth = 1] = Object.entries(WEEKS)[whole(0, 4)] ?? [];
      const name = DAYS[whole(0, 6)] ?? 'monday';
      return [
        { recurrenceType: 'mo', monthlyTemplate: { nthWeekOfMonth: week, dayOfWeek: name.slice(0, 3), monthInterval: interval } },
        [
          ['FREQ', 'MONTHLY'],
          ['INTERVAL', String(interval)],
          ['BYDAY', `${nth}${name.slice(0, 2).toUpperCase()}`],
        ],
      ];
    },
    () => [
      { recurrenceType: 'a', yearlyTemplate: { yearInterval: interval } },
      [
        ['FREQ', 'YEARLY'],
        ['INTERVAL', String(interval)],
      ],
    ],
  ];
  const [pattern, parts] = patterns[whole(0, patterns.length - 1)]?.() ?? [{}, []];
  // Without a pattern of its own a list of dates would be the whole series, which no rule says.
  const listed = 'recurrenceType' in pattern && pattern['recurrenceType'] === 'd' ? [] : days(3);
  const excluded = days(4);
  const end = random();
  const count = end < 0.4 ? whole(1, 60) : undefined;
  const until = end > 0.7 ? day() : undefined;
  return {
    template: {
      ...pattern,
      ...(count !== undefined && { occurrenceCount: count }),
      ...(until !== undefined && { lastOccurrenceDate: dashed(until) }),
      ...(listed.length > 0 && { occurrenceDate: listed.map(dashed) }),
      ...(excluded.length > 0 && { excludingDate: excluded.map(dashed) }),
    },
    parts: new Map([...parts, ...(count === undefined ? [] : [['COUNT', String(count)] as const])]),
    until,
    excluded,
    listed,
  };
}
