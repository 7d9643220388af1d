/** R5's `Appointment.recurrenceTemplate`, in R4 by its cross-version extension → a recurrence. */

import { EXT } from '../fhir/extension.ts';
import { error, type Issue } from '../fhir/fault.ts';
import type { RuleId } from '../fhir/rule.ts';
import type { Extension } from '../fhir/types.ts';
import { type LocalDate, timeOfDay, type WallTime, wallOfDate } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import { nestedExtensions, type Part, type Shape } from './nested-extensions.ts';
import { parseDateTime } from './parse-date-time.ts';
import { parseZone } from './parse-zone.ts';
import type { Recurrence } from './recurrence.ts';
import type { ByDay, RecurrenceRule, Weekday } from './rule.ts';

const once = <V extends keyof Extension>(value: V) => ({ value }) as const;

const TEMPLATE = {
  timezone: once('valueCodeableConcept'),
  recurrenceType: once('valueCodeableConcept'),
  lastOccurrenceDate: once('valueDate'),
  occurrenceCount: once('valuePositiveInt'),
  occurrenceDate: { value: 'valueDate', many: true },
  weeklyTemplate: once('extension'),
  monthlyTemplate: once('extension'),
  yearlyTemplate: once('extension'),
  excludingDate: { value: 'valueDate', many: true },
  excludingRecurrenceId: { value: 'valuePositiveInt', many: true },
} satisfies Shape;

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const BOOLEAN = once('valueBoolean');
const WEEKLY = {
  monday: BOOLEAN,
  tuesday: BOOLEAN,
  wednesday: BOOLEAN,
  thursday: BOOLEAN,
  friday: BOOLEAN,
  saturday: BOOLEAN,
  sunday: BOOLEAN,
  weekInterval: once('valuePositiveInt'),
} satisfies Shape;

const MONTHLY = {
  dayOfMonth: once('valuePositiveInt'),
  nthWeekOfMonth: once('valueCoding'),
  dayOfWeek: once('valueCoding'),
  monthInterval: once('valuePositiveInt'),
} satisfies Shape;

const YEARLY = { yearInterval: once('valuePositiveInt') } satisfies Shape;

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

/** UCUM's units of `recurrenceType`, each with the template that may go with it. */
const TYPES = { d: undefined, wk: 'weeklyTemplate', mo: 'monthlyTemplate', a: 'yearlyTemplate' } as const;
const isType = (code: string | undefined): code is keyof typeof TYPES => code !== undefined && Object.hasOwn(TYPES, code);

/** The template's own zone: undefined where it names none. */
export function zoneOfTemplate({ extension, at }: Part, issues: Issue[]): string | undefined {
  const index = (extension.extension ?? []).findIndex(({ url }) => url === 'timezone' || url === `${EXT.recurrenceTemplate}.timezone`);
  const concept = extension.extension?.[index]?.valueCodeableConcept;
  if (concept === undefined) return undefined;
  const zone = parseZone(concept.coding?.[0]?.code ?? '');
  if (zone === undefined) {
    issues.push(
      error(
        'business-rule',
        'timezone has the code of an IANA zone such as Europe/Copenhagen',
        `${at}.extension[${index}]`,
        'recurrence-zone',
      ),
    );
  }
  return zone;
}

export function parseRecurrenceTemplate(template: Part, dtstart: WallTime, issues: Issue[]): Recurrence {
  const part = nestedExtensions(template, { stem: EXT.recurrenceTemplate, shape: TEMPLATE }, issues);
  const refuse = (rule: RuleId, what: string, at = template.at): void => void issues.push(error('business-rule', what, at, rule));

  const dates = (name: 'occurrenceDate' | 'excludingDate' | 'lastOccurrenceDate'): LocalDate[] =>
    part(name).flatMap(({ extension, at }) => {
      const written = extension.valueDate ?? '';
      if (parseDateTime(written.replaceAll('-', '')) !== undefined && written.length === 10) return [written as LocalDate];
      refuse('recurrence-template', `${name} is a whole date that exists`, at);
      return [];
    });
  const positive = (found: Part | undefined, rule: RuleId = 'recurrence-template'): number | undefined => {
    const value = found?.extension.valuePositiveInt;
    if (found === undefined || value === undefined || (Number.isInteger(value) && value >= 1)) return value;
    refuse(rule, 'A positiveInt is a whole number of at least 1', found.at);
    return undefined;
  };
  const interval = (found: Part | undefined): number => positive(found, 'recurrence-interval') ?? 1;

  const weekly = (pattern: Part): Partial<RecurrenceRule> => {
    const inWeek = nestedExtensions(pattern, { stem: `${EXT.recurrenceTemplate}.weeklyTemplate`, shape: WEEKLY }, issues);
    const byday = WEEKDAYS.flatMap((name, weekday): ByDay[] =>
      inWeek(name)[0]?.extension.valueBoolean === true ? [{ weekday: weekday as Weekday, nth: undefined }] : [],
    );
    return { interval: interval(inWeek('weekInterval')[0]), byday: byday.length === 0 ? undefined : byday };
  };

  const monthly = (pattern: Part): Partial<RecurrenceRule> => {
    const inMonth = nestedExtensions(pattern, { stem: `${EXT.recurrenceTemplate}.monthlyTemplate`, shape: MONTHLY }, issues);
    const [dayOfMonth, nthWeek, dayOfWeek, every] = [
      inMonth('dayOfMonth')[0],
      inMonth('nthWeekOfMonth')[0],
      inMonth('dayOfWeek')[0],
      inMonth('monthInterval')[0],
    ];
    if (every === undefined) refuse('recurrence-template', 'monthlyTemplate has a monthInterval', pattern.at);
    const base = { interval: interval(every) };
    if (nthWeek === undefined && dayOfWeek === undefined) {
      const monthday = positive(dayOfMonth);
      if (monthday !== undefined && monthday > 31) refuse('recurrence-template', 'dayOfMonth is from 1 to 31', dayOfMonth?.at);
      return monthday === undefined ? base : { ...base, bymonthday: [monthday] };
    }
    const nth = WEEKS_OF_MONTH.get(nthWeek?.extension.valueCoding?.code ?? '');
    const weekday = DAYS_OF_WEEK.indexOf(dayOfWeek?.extension.valueCoding?.code ?? '');
    if (dayOfMonth !== undefined || nth === undefined || weekday < 0) {
      refuse(
        'recurrence-template',
        'monthlyTemplate has a dayOfMonth, or a nthWeekOfMonth (first to fourth, last) with a dayOfWeek (mon to sun)',
        pattern.at,
      );
      return base;
    }
    return { ...base, byday: [{ weekday: weekday as Weekday, nth }] };
  };

  const yearly = (pattern: Part): Partial<RecurrenceRule> => {
    const inYear = nestedExtensions(pattern, { stem: `${EXT.recurrenceTemplate}.yearlyTemplate`, shape: YEARLY }, issues);
    const every = inYear('yearInterval')[0];
    if (every === undefined) refuse('recurrence-template', 'yearlyTemplate has a yearInterval', pattern.at);
    return { interval: interval(every) };
  };

  const [last] = dates('lastOccurrenceDate');
  const ends = {
    count: positive(part('occurrenceCount')[0]),
    until: last && ((wallOfDate(last) + DAY_MS - 1) as WallTime),
  };
  const listed = dates('occurrenceDate').map((date) => (wallOfDate(date) + timeOfDay(dtstart)) as WallTime);
  const excluded = {
    starts: new Set<number>(),
    dates: new Set(dates('excludingDate')),
    recurrenceIds: new Set(part('excludingRecurrenceId').flatMap((found) => positive(found) ?? [])),
  };

  const type = part('recurrenceType')[0]?.extension.valueCodeableConcept?.coding?.find(({ code }) => isType(code))?.code;
  const patterns = (['weeklyTemplate', 'monthlyTemplate', 'yearlyTemplate'] as const).filter((name) => part(name).length > 0);
  if (!isType(type) || patterns.some((name) => name !== TYPES[type])) {
    refuse('recurrence-type', 'recurrenceType is d, wk, mo or a (UCUM), and the template beside it is that type’s own');
    return { rule: undefined, rdates: listed, excluded };
  }

  // R5 has no other way to say "every second day": a list of dates without a pattern is the whole series, not an addition to it.
  if (patterns.length === 0 && listed.length > 0) {
    const all = [...new Set(listed)].sort((a, b) => a - b);
    return { rule: undefined, rdates: all.filter((wall) => wall <= (ends.until ?? wall)).slice(0, ends.count), excluded };
  }

  const base = { interval: 1, wkst: 0, ...ends } as const;
  const pattern = patterns[0] && part(patterns[0])[0];
  switch (type) {
    case 'd':
      return { rule: { freq: 'DAILY', ...base }, rdates: listed, excluded };
    case 'wk':
      return { rule: { freq: 'WEEKLY', ...base, ...(pattern && weekly(pattern)) }, rdates: listed, excluded };
    case 'mo':
      return { rule: { freq: 'MONTHLY', ...base, ...(pattern && monthly(pattern)) }, rdates: listed, excluded };
    case 'a':
      return { rule: { freq: 'YEARLY', ...base, ...(pattern && yearly(pattern)) }, rdates: listed, excluded };
    default:
      return type satisfies never;
  }
}
