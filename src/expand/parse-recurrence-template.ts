/** R5's `Appointment.recurrenceTemplate`, in R4 by its cross-version extension → a recurrence. */
import { EXT } from '../fhir/extension.ts';
import { type LocalDate, timeOfDay, type WallTime, wallOfDate } from '../time/zone.ts';
import { DAY_MS } from './calendar.ts';
import { nestedExtensions, once, type Part, type Shape, several } from './nested-extensions.ts';
import { parseDateTime } from './parse-date-time.ts';
import { monthly, positive, weekly, yearly } from './parse-pattern.ts';
import { parseZone } from './parse-zone.ts';
import type { Recurrence } from './recurrence.ts';
import type { Refuse } from './refuse.ts';
import type { RecurrenceRule } from './rule.ts';

const TEMPLATE = {
  timezone: once('valueCodeableConcept'),
  recurrenceType: once('valueCodeableConcept'),
  lastOccurrenceDate: once('valueDate'),
  occurrenceCount: once('valuePositiveInt'),
  occurrenceDate: several('valueDate'),
  weeklyTemplate: once('extension'),
  monthlyTemplate: once('extension'),
  yearlyTemplate: once('extension'),
  excludingDate: several('valueDate'),
  excludingRecurrenceId: several('valuePositiveInt'),
} satisfies Shape;

/** UCUM's units of `recurrenceType`, each with its frequency and the template that may go with it. */
const TYPES = {
  d: { freq: 'DAILY', template: undefined, parse: undefined },
  wk: { freq: 'WEEKLY', template: 'weeklyTemplate', parse: weekly },
  mo: { freq: 'MONTHLY', template: 'monthlyTemplate', parse: monthly },
  a: { freq: 'YEARLY', template: 'yearlyTemplate', parse: yearly },
} as const;
const isType = (code: string | undefined): code is keyof typeof TYPES => code !== undefined && Object.hasOwn(TYPES, code);

/** The template's own zone: undefined where it names none. */
export function zoneOfTemplate({ extension, at }: Part, refuse: Refuse): string | undefined {
  const index = (extension.extension ?? []).findIndex(({ url }) => url === 'timezone' || url === `${EXT.recurrenceTemplate}.timezone`);
  const concept = extension.extension?.[index]?.valueCodeableConcept;
  if (concept === undefined) return undefined;
  const zone = parseZone(concept.coding?.[0]?.code ?? '');
  if (zone === undefined) {
    refuse('recurrence-zone', 'timezone has the code of an IANA zone such as Europe/Copenhagen', `${at}.extension[${index}]`);
  }
  return zone;
}

export function parseRecurrenceTemplate(template: Part, dtstart: WallTime, refuse: Refuse): Recurrence {
  const part = nestedExtensions(template, { stem: EXT.recurrenceTemplate, shape: TEMPLATE }, refuse);
  const dates = (name: 'occurrenceDate' | 'excludingDate' | 'lastOccurrenceDate'): LocalDate[] =>
    part(name).flatMap(({ extension: { valueDate = '' }, at }) => {
      if (/^\d{4}-\d\d-\d\d$/.test(valueDate) && parseDateTime(valueDate.replaceAll('-', ''))) return [valueDate as LocalDate];
      refuse('recurrence-template', `${name} is a whole date that exists`, at);
      return [];
    });

  const [last] = dates('lastOccurrenceDate');
  const count = positive(part('occurrenceCount')[0], refuse);
  const until = last && ((wallOfDate(last) + DAY_MS - 1) as WallTime);
  const listed = dates('occurrenceDate').map((date) => (wallOfDate(date) + timeOfDay(dtstart)) as WallTime);
  const excluded = {
    starts: new Set<number>(),
    dates: new Set(dates('excludingDate')),
    recurrenceIds: new Set(part('excludingRecurrenceId').flatMap((number) => positive(number, refuse) ?? [])),
  };

  const code = part('recurrenceType')[0]?.extension.valueCodeableConcept?.coding?.find((coding) => isType(coding.code))?.code;
  const type = isType(code) ? TYPES[code] : undefined;
  const [pattern, ...others] = [...part('weeklyTemplate'), ...part('monthlyTemplate'), ...part('yearlyTemplate')];
  const own = type?.template && part(type.template)[0];
  if (type === undefined || others.length > 0 || pattern !== own) {
    refuse('recurrence-type', "recurrenceType is d, wk, mo or a (UCUM), and the template beside it is that type's own");
    return { rule: undefined, rdates: listed, excluded };
  }

  // R5 has no other way to say "every second day": a list of dates without a pattern is the whole series, not an addition to it.
  if (pattern === undefined && listed.length > 0) {
    const all = [...new Set(listed)].sort((a, b) => a - b);
    return { rule: undefined, rdates: all.filter((wall) => wall <= (until ?? wall)).slice(0, count), excluded };
  }
  const rule: RecurrenceRule = { freq: type.freq, interval: 1, wkst: 0, count, until, ...(pattern && type.parse?.(pattern, refuse)) };
  return { rule, rdates: listed, excluded };
}
