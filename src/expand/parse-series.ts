/** An appointment that repeats → its series, whichever of the wire forms it came in. */
import { EXT, findExtension } from '../fhir/extension.ts';
import { Fault, fault, type Issue, warning } from '../fhir/fault.ts';
import type { Appointment } from '../fhir/types.ts';
import { COPENHAGEN, toInstant, toWall, type WallTime } from '../time/zone.ts';
import { isEmpty } from './expand-series.ts';
import type { Part } from './nested-extensions.ts';
import { parseRecurrenceTemplate, zoneOfTemplate } from './parse-recurrence-template.ts';
import { parseRrule } from './parse-rrule.ts';
import { parseZone } from './parse-zone.ts';
import { refuseInto } from './refuse.ts';
import { refuseDenseDay, refuseDenseWindow } from './refuse-dense.ts';
import type { Series } from './series.ts';
import { seriesLength } from './series-length.ts';

import { hasTime } from './walk.ts';

/** undefined where the appointment is no series. Throws a Fault (422) that names everything that is wrong with it as one. */
export function parseSeries(appointment: Appointment): { series: Series; findings: Issue[] } | undefined {
  const [part, another] = (appointment.extension ?? [])
    .map((extension, index): Part => ({ extension, at: `Appointment.extension[${index}]` }))
    .filter(({ extension: { url } }) => url === EXT.recurrenceTemplate || url === EXT.rrule);
  if (part === undefined) return undefined;
  if (another !== undefined) {
    throw fault('business-rule', 'A series has one recurrenceTemplate or one rrule', { expression: another.at, rule: 'recurrence-forms' });
  }
  const start = instant(appointment.start);
  if (start === undefined)
    throw fault('business-rule', 'A series has a start', { expression: 'Appointment.start', rule: 'recurrence-start' });

  const issues: Issue[] = [];
  const refuse = refuseInto(issues, part.at);
  const form = part.extension.url === EXT.rrule ? 'rrule' : 'template';
  const zone = zoneOf(appointment, form === 'template' ? part : undefined, issues);
  const dtstart = toWall(start, zone);
  const { rule, rdates, excluded } =
    form === 'template'
      ? parseRecurrenceTemplate(part, dtstart, refuse)
      : parseRrule(part.extension.valueString ?? '', { zone, dtstart }, refuse);
  const length = seriesLength(start, instant(appointment.end), zone);
  const walls = rdates.map((rdate) => (rdate instanceof Date ? toWall(rdate, zone) : rdate));
  const second = secondOfTwo([start, ...rdates.filter((rdate) => rdate instanceof Date)], zone);

  if (rule !== undefined) refuseDenseDay(rule, refuse);
  throwIfRefused(issues);
  const ruleAlone = { dtstart, rule, rdates: [] };
  const beyond = [...new Set(walls)].filter((wall) => !hasTime(ruleAlone, wall)).sort((a, b) => a - b);
  const series: Series = { form, zone, dtstart, ...length, rule, rdates: beyond, second, excluded };
  refuseDenseWindow(series, refuse);
  throwIfRefused(issues);

  if (isEmpty(series)) {
    issues.push(warning('recurrence-empty', 'The series has no occurrence: nothing of it will be shown', part.at));
  } else if (!hasTime(series, dtstart)) {
    issues.push(warning('recurrence-start-off-rule', 'start is no occurrence: its own rule does not yield it', 'Appointment.start'));
  }
  return { series, findings: issues };
}

function throwIfRefused(issues: readonly Issue[]): void {
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
}

/** To the second: RFC 5545 knows no part of one. */
function instant(text: string | undefined): Date | undefined {
  const parsed = Date.parse(text ?? '');
  return Number.isNaN(parsed) ? undefined : new Date(Math.floor(parsed / 1000) * 1000);
}

const secondOfTwo = (instants: readonly Date[], zone: string): ReadonlyMap<WallTime, Date> =>
  new Map(instants.map((at) => [toWall(at, zone), at] as const).filter(([wall, at]) => toInstant(wall, zone) < at));

/** The template's zone, or that of extension `timezone`; where a template has neither we take it to be Danish, and say so. */
function zoneOf(appointment: Appointment, template: Part | undefined, issues: Issue[]): string {
  const refuse = refuseInto(issues, `Appointment.extension.where(url='${EXT.timezone}')`);
  const ofTemplate = template && zoneOfTemplate(template, refuse);
  if (ofTemplate !== undefined) return ofTemplate;
  const name = findExtension(appointment, EXT.timezone)?.valueCode;
  if (name === undefined) {
    if (template !== undefined && issues.length === 0) {
      issues.push(warning('recurrence-zone-assumed', `recurrenceTemplate has no timezone; ${COPENHAGEN} is assumed`, template.at));
    }
    return COPENHAGEN;
  }
  const zone = parseZone(name);
  if (zone === undefined) refuse('recurrence-zone', 'Extension timezone is an IANA zone such as Europe/Copenhagen');
  return zone ?? COPENHAGEN;
}
