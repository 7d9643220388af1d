/** Reads `cases/recurrence.txt` and runs its cases in each wire form they can be written in. Run by itself, it prints what came out. */
import { readFileSync } from 'node:fs';
import { expandSeries } from '../../src/expand/expand-series.ts';
import { parseDateTime } from '../../src/expand/parse-date-time.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import { Fault, type Issue } from '../../src/fhir/fault.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import type { Interval } from '../../src/time/interval.ts';
import { basicUtc, parseBasicUtc, toInstant } from '../../src/time/zone.ts';
import { type Template, withRrule, withTemplate } from '../expand/series-forms.ts';

const ALL: Interval = { start: new Date('1900-01-01T00:00:00Z'), end: new Date('2200-01-01T00:00:00Z') };

export interface Case {
  readonly name: string;
  readonly appointments: readonly { readonly form: string; readonly appointment: Appointment }[];
  readonly horizon: Interval;
  readonly expected: Outcome;
}

/** Lists as the file writes them; `numbers` are a template's alone. */
export interface Outcome {
  readonly instances?: string | undefined;
  readonly ends?: string | undefined;
  readonly numbers?: string | undefined;
  readonly refused?: string | undefined;
  readonly warned?: string | undefined;
}

export const readCases = (): Case[] =>
  readFileSync(new URL('./cases/recurrence.txt', import.meta.url), 'utf8')
    .split(/\n{2,}/)
    .map((block) => block.trim().split('\n'))
    .filter(([first]) => first?.startsWith('# '))
    .map(toCase);

function toCase([comment = '', ...lines]: string[]): Case {
  const lineOf = (name: string): string | undefined => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  const dtstart = timeOf(lines, 'DTSTART');
  const times = { start: dtstart?.instant.toISOString() ?? '', end: timeOf(lines, 'DTEND')?.instant.toISOString() };
  const template = lineOf('X-TEMPLATE');
  const parsed: Template | undefined = template === undefined ? undefined : JSON.parse(template);
  const asSent = lineOf('X-LINES')?.replaceAll('\\r', '\r').replaceAll('\\n', '\n');
  const content = asSent ?? lines.filter((line) => /^(RRULE|RDATE|EXDATE|EXRULE|DTSTART:\d{8}T\d{6}$)/.test(line)).join('\n');
  const [from, to] = (lineOf('X-WINDOW') ?? '').split('/').map(parseBasicUtc);
  return {
    name: comment.slice(2),
    appointments: [
      ...(content === '' ? [] : [{ form: 'rrule', appointment: withRrule(times, content, dtstart?.zone) }]),
      ...(parsed === undefined
        ? []
        : [
            { form: 'template', appointment: withTemplate(times, parsed) },
            { form: 'template, long urls', appointment: withTemplate(times, parsed, { long: true }) },
          ]),
    ],
    horizon: from === undefined || to === undefined ? ALL : { start: from, end: to },
    expected: {
      instances: lineOf('INSTANCES'),
      ends: lineOf('X-ENDS'),
      numbers: lineOf('X-NUMBERS'),
      refused: lineOf('X-REFUSED'),
      warned: lineOf('X-WARNED'),
    },
  };
}

function timeOf(lines: readonly string[], name: string): { instant: Date; zone: string } | undefined {
  const [, zone = 'UTC', text = ''] = lines.map((line) => new RegExp(`^${name}(?:;TZID=([^:]+))?:(\\S+)$`).exec(line)).find(Boolean) ?? [];
  const time = parseDateTime(text);
  return time && { instant: toInstant(time.wall, zone), zone };
}

export function outcomeOf(appointment: Appointment, horizon: Interval): Outcome {
  try {
    const parsed = parseSeries(appointment);
    if (parsed === undefined) return {};
    const occurrences = expandSeries(parsed.series, horizon);
    return {
      instances: occurrences.map(({ start }) => basicUtc(start)).join(),
      ends: occurrences.map(({ end }) => (end === undefined ? '' : basicUtc(end))).join(),
      numbers: occurrences.map(({ recurrenceId }) => recurrenceId ?? '').join(),
      warned: rulesOf(parsed.findings),
    };
  } catch (problem) {
    if (!(problem instanceof Fault)) throw problem;
    return { refused: rulesOf(problem.issues) };
  }
}

const rulesOf = (issues: readonly Issue[]): string | undefined =>
  issues.length === 0 ? undefined : [...new Set(issues.map(({ rule }) => rule))].join();

export const allOutcomes = (): string =>
  JSON.stringify(
    readCases().flatMap(({ appointments, horizon }) => appointments.map(({ appointment }) => outcomeOf(appointment, horizon))),
  );

if (process.argv[1]?.endsWith('recurrence-cases.ts')) process.stdout.write(allOutcomes());
