/** The weekly, monthly and yearly templates of R5's `recurrenceTemplate` → the rule parts that say the same. */
import { EXT } from '../fhir/extension.ts';
import type { RuleId } from '../fhir/rule.ts';
import { nestedExtensions, once, type Part, type Shape } from './nested-extensions.ts';
import type { Refuse } from './refuse.ts';
import type { RecurrenceRule, Weekday } from './rule.ts';

const WEEKLY = {
  monday: once('valueBoolean'),
  tuesday: once('valueBoolean'),
  wednesday: once('valueBoolean'),
  thursday: once('valueBoolean'),
  friday: once('valueBoolean'),
  saturday: once('valueBoolean'),
  sunday: once('valueBoolean'),
  weekInterval: once('valuePositiveInt'),
} satisfies Shape;

const MONTHLY = {
  dayOfMonth: once('valuePositiveInt'),
  nthWeekOfMonth: once('valueCoding'),
  dayOfWeek: once('valueCoding'),
  monthInterval: once('valuePositiveInt'),
} satisfies Shape;

const YEARLY = { yearInterval: once('valuePositiveInt') } satisfies Shape;

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** `http://hl7.org/fhir/days-of-week`, Monday first. */
const DAYS_OF_WEEK: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `http://hl7.org/fhir/week-of-month`: there is no fifth. */
const WEEKS_OF_MONTH: ReadonlyMap<string, number> = new Map([
  ['first', 1],
  ['second', 2],
  ['third', 3],
  ['fourth', 4],
  ['last', -1],
]);

export type PatternParts = Pick<RecurrenceRule, 'interval' | 'byday' | 'bymonthday'>;

const stem = (name: string): string => `${EXT.recurrenceTemplate}.${name}`;

/** Without a weekday that is true it is the weekday of the start. */
export function weekly(template: Part, refuse: Refuse): PatternParts {
  const part = nestedExtensions(template, { stem: stem('weeklyTemplate'), shape: WEEKLY }, refuse);
  const days = WEEKDAYS.flatMap((name, weekday) => (part(name)[0]?.extension.valueBoolean === true ? [weekday as Weekday] : []));
  return {
    interval: interval(part('weekInterval')[0], refuse),
    byday: days.length === 0 ? undefined : days.map((weekday) => ({ weekday, nth: undefined })),
  };
}

/** Without a day of either kind it is the day of the month of the start. */
export function monthly(template: Part, refuse: Refuse): PatternParts {
  const part = nestedExtensions(template, { stem: stem('monthlyTemplate'), shape: MONTHLY }, refuse);
  const [[day], [week], [weekday], [every]] = [part('dayOfMonth'), part('nthWeekOfMonth'), part('dayOfWeek'), part('monthInterval')];
  if (every === undefined) refuse('recurrence-template', 'monthlyTemplate has a monthInterval', template.at);
  const months = { interval: interval(every, refuse) };
  if (week === undefined && weekday === undefined) {
    const monthday = positive(day, refuse);
    if (monthday !== undefined && monthday > 31) refuse('recurrence-template', 'dayOfMonth is from 1 to 31', day?.at);
    return monthday === undefined ? months : { ...months, bymonthday: [monthday] };
  }
  const nth = WEEKS_OF_MONTH.get(week?.extension.valueCoding?.code ?? '');
  const index = DAYS_OF_WEEK.indexOf(weekday?.extension.valueCoding?.code ?? '');
  if (day === undefined && nth !== undefined && index >= 0) return { ...months, byday: [{ weekday: index as Weekday, nth }] };
  const either = 'monthlyTemplate has a dayOfMonth, or a nthWeekOfMonth (first to fourth, last) with a dayOfWeek (mon to sun)';
  refuse('recurrence-template', either, template.at);
  return months;
}

export function yearly(template: Part, refuse: Refuse): PatternParts {
  const [every] = nestedExtensions(template, { stem: stem('yearlyTemplate'), shape: YEARLY }, refuse)('yearInterval');
  if (every === undefined) refuse('recurrence-template', 'yearlyTemplate has a yearInterval', template.at);
  return { interval: interval(every, refuse) };
}

const interval = (part: Part | undefined, refuse: Refuse): number => positive(part, refuse, 'recurrence-interval') ?? 1;

export function positive(part: Part | undefined, refuse: Refuse, rule: RuleId = 'recurrence-template'): number | undefined {
  const value = part?.extension.valuePositiveInt;
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return value;
  refuse(rule, 'A positiveInt is a whole number of at least 1', part?.at);
  return undefined;
}
