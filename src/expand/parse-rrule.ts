/** The extension `rrule`, RFC 5545 content lines → a recurrence. DTSTART is `Appointment.start`. */
import { dateOfWall, type LocalDate, timeOfDay, toInstant, toWall, type WallTime } from '../time/zone.ts';
import { parseDateTime } from './parse-date-time.ts';
import { parseRuleParts } from './parse-rule-parts.ts';
import { parseZone } from './parse-zone.ts';
import type { Recurrence } from './recurrence.ts';
import type { Refuse } from './refuse.ts';
import type { RecurrenceRule } from './rule.ts';

export interface Anchor {
  readonly zone: string;
  readonly dtstart: WallTime;
}

export function parseRrule(text: string, { zone, dtstart }: Anchor, refuse: Refuse): Recurrence {
  const rules: (RecurrenceRule | undefined)[] = [];
  const rdates: (WallTime | Date)[] = [];
  const starts = new Set<number>();
  const dates = new Set<LocalDate>();

  for (const line of contentLines(text)) {
    switch (line.name) {
      case 'RRULE':
        rules.push(parseRuleParts(line.value, zone, refuse));
        break;
      case 'RDATE':
        for (const time of listed(line, zone, refuse)) rdates.push(time instanceof Date ? time : ((time + timeOfDay(dtstart)) as WallTime));
        break;
      case 'EXDATE':
        for (const time of listed(line, zone, refuse)) {
          if (time instanceof Date) starts.add(toInstant(toWall(time, zone), zone).getTime());
          else dates.add(dateOfWall(time));
        }
        break;
      default:
        refuse('rrule-line', 'The lines are RRULE, RDATE and EXDATE; DTSTART is Appointment.start in the zone of extension timezone');
    }
  }

  if (rules.length > 1) refuse('rrule-line', 'A series has one RRULE');
  if (rules.length === 0 && rdates.length === 0) refuse('rrule-line', 'A series has an RRULE or an RDATE');
  return {
    rule: rules[0],
    // Without a rule DTSTART is the first of the set (RFC 5545 §3.8.2.4).
    rdates: rules.length === 0 ? [dtstart, ...rdates] : rdates,
    excluded: { starts, dates, recurrenceIds: new Set() },
  };
}

/** A day, by its midnight on the wall, or an instant. */
function listed({ name, parameters, value }: ContentLine, zone: string, refuse: Refuse): (WallTime | Date)[] {
  const tzid = parameters.get('TZID');
  const zoneOfLine = tzid === undefined ? zone : parseZone(tzid);
  if (zoneOfLine === undefined) {
    refuse('recurrence-zone', `TZID of ${name} is an IANA zone such as Europe/Copenhagen`);
    return [];
  }
  return value.split(',').flatMap((item): (WallTime | Date)[] => {
    const time = parseDateTime(item.trim().toUpperCase());
    if (time === undefined) {
      refuse('rrule-date', `${name} holds days (20261028) or times (20261028T090000) of RFC 5545 that exist, and no periods`);
      return [];
    }
    if (time.form === 'date') return [time.wall];
    return [time.form === 'utc' ? new Date(time.wall) : toInstant(time.wall, zoneOfLine)];
  });
}

interface ContentLine {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/** Lines end by a newline, or by a space before the next one's name; a folded line (§3.1) is one; a bare rule is an RRULE. */
function contentLines(text: string): ContentLine[] {
  return text
    .split(/\s(?=(?:RRULE|RDATE|EXDATE)[:;])/i)
    .flatMap((piece) => piece.replaceAll(/\r?\n[ \t]/g, '').split(/[\r\n]/))
    .map((line) => line.trim())
    .filter(Boolean)
    .map(contentLine);
}

function contentLine(line: string): ContentLine {
  if (/^[A-Z]+=/i.test(line)) return { name: 'RRULE', parameters: new Map(), value: line };
  const colon = line.replaceAll(/"[^"]*"/g, (quoted) => '_'.repeat(quoted.length)).indexOf(':');
  const [name = '', ...parameters] = (colon < 0 ? line : line.slice(0, colon)).split(';');
  return {
    name: name.toUpperCase(),
    parameters: new Map(
      parameters.map((parameter) => {
        const [key = '', value = ''] = parameter.split('=');
        return [key.toUpperCase(), value.replaceAll('"', '')] as const;
      }),
    ),
    value: colon < 0 ? '' : line.slice(colon + 1),
  };
}
