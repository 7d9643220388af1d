/**
 * Our expansion against two engines nobody here wrote, on random series: `npx tsx tests/fuzz/recurrence.ts --n 100000 --seed 1`.
 *
 * rrule-rust answers every case; rrule-temporal is asked of some, and where the two others differ. Where an engine reads RFC 5545 in
 * another way than we do, the rule is written anew so that it can mean only one thing; when the answers then agree the difference is
 * explained, and listed by its reason. Where neither answers as we do for a known reason, each day is asked one by one. Any other
 * difference is printed, and the command fails.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { DateTime, RRuleSet } from 'rrule-rust';
import { RRuleTemporal } from 'rrule-temporal';
import { expandSeries, occurrenceNumbered } from '../../src/expand/expand-series.ts';
import { parseDateTime } from '../../src/expand/parse-date-time.ts';
import { parseSeries } from '../../src/expand/parse-series.ts';
import type { Series } from '../../src/expand/series.ts';
import type { Interval } from '../../src/time/interval.ts';
import { basicUtc, toInstant, toWall, type WallTime } from '../../src/time/zone.ts';
import { withRrule, withTemplate } from '../expand/series-forms.ts';
import { type RandomSeries, randomFrom, randomSeries } from './random-series.ts';
import { randomTemplate } from './random-template.ts';
import { slowStarts } from './slow-starts.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

export interface FuzzReport {
  readonly cases: number;
  /** Cases with at least one occurrence in their window. */
  readonly telling: number;
  /** How often each comparison was made. */
  readonly compared: Readonly<Record<string, number>>;
  /** Reason → how often. */
  readonly explained: Readonly<Record<string, number>>;
  readonly unexplained: readonly string[];
}

export function fuzzRecurrence({ n, seed }: { readonly n: number; readonly seed: number }): FuzzReport {
  const random = randomFrom(seed);
  const compared: Record<string, number> = {};
  const explained: Record<string, number> = {};
  const unexplained: string[] = [];
  let telling = 0;
  for (let index = 0; index < n; index += 1) {
    const generated = withRealStart(randomSeries(random));
    const fuzzed = index % 4 === 0 ? fromTemplate(generated, random) : fromRule(generated, random() < 0.5);
    const horizon = windowOf(fuzzed.said);
    const ours = expandSeries(fuzzed.series, horizon).map(({ start }) => basicUtc(start));
    if (ours.length > 0) telling += 1;

    const differ = (what: string, theirs: unknown): void =>
      void unexplained.push(`${what}\n  ${describe(fuzzed.said)}\n  ours ${ours.join()}\n  theirs ${JSON.stringify(theirs)}`);
    const count = (tally: Record<string, number>, name: string): void => {
      tally[name] = (tally[name] ?? 0) + 1;
    };

    for (const other of fuzzed.otherForms) {
      count(compared, 'the same series in another wire form');
      const theirs = expandSeries(other, horizon).map(({ originalStart, start }) => ({ originalStart, start }));
      const own = expandSeries(fuzzed.series, horizon).map(({ originalStart, start }) => ({ originalStart, start }));
      if (!isDeepStrictEqual(own, theirs)) differ('wire forms', theirs);
    }

    const asked = ask(fuzzed.said, horizon, ours, engines.rust);
    count(compared, engines.rust.name);
    for (const reason of asked.reasons) count(explained, reason);
    if (asked.answer === 'other') differ(engines.rust.name, asked.theirs);

    if (asked.answer !== 'same' || index % 10 === 0) {
      const second = ask(fuzzed.said, horizon, ours, engines.temporal);
      count(compared, engines.temporal.name);
      for (const reason of second.reasons) count(explained, reason);
      if (second.answer === 'other') differ(engines.temporal.name, second.theirs);
      if (asked.answer === 'unanswered' && second.answer === 'unanswered') {
        count(compared, 'day by day, where neither answers');
        const theirs = dayByDay(fuzzed.said, horizon);
        if (!isDeepStrictEqual(theirs, ours)) differ('day by day', theirs);
      }
    }

    if (index % 5 === 0 && !readings.some(({ applies }) => applies(fuzzed.said))) {
      count(compared, 'the number of an occurrence, rrule-rust');
      const wrong = wrongNumber(fuzzed.series, fuzzed.said, random);
      if (wrong !== undefined) differ('number', wrong);
    }
  }
  return { cases: n, telling, compared, explained, unexplained };
}

/** A random series as we read it, and as the engines are told of it. */
interface Fuzzed {
  readonly said: RandomSeries;
  readonly series: Series;
  readonly otherForms: readonly Series[];
}

const read = (appointment: Parameters<typeof parseSeries>[0]): Series => {
  const parsed = parseSeries(appointment);
  if (parsed === undefined) throw new Error('no series');
  return parsed.series;
};

/** `Appointment.start` is an instant: it can't lie where the clock skips. */
const withRealStart = (said: RandomSeries): RandomSeries => ({
  ...said,
  dtstart: basicUtc(new Date(toWall(instantOf(said.dtstart, said.zone), said.zone))).slice(0, -1),
});

/** @param utc whether UNTIL and EXDATE are written in UTC, as RFC 5545 would have UNTIL */
function fromRule(said: RandomSeries, utc: boolean): Fuzzed {
  const until = said.until !== undefined && utc ? untilUtc(said) : said.until;
  const exdates = said.exdates.map((local) =>
    utc ? `EXDATE:${basicUtc(instantOf(local, said.zone))}` : `EXDATE;TZID=${said.zone}:${local}`,
  );
  const lines = [`RRULE:${ruleText(said.parts, until)}`, ...said.rdates.map((local) => `RDATE:${local}`), ...exdates];
  const start = instantOf(said.dtstart, said.zone).toISOString();
  return { said, series: read(withRrule({ start }, lines.join('\n'), said.zone)), otherForms: [] };
}

function fromTemplate(generated: RandomSeries, random: () => number): Fuzzed {
  const near = (): string => {
    const wall = wallOf(generated.dtstart) + Math.floor(random() * 500) * DAY_MS;
    return new Date(wall).toISOString().slice(0, 10).replaceAll('-', '');
  };
  const { template, parts, until, excluded, listed } = randomTemplate(random, near);
  const time = generated.dtstart.slice(8);
  const at = (day: string): string => `${day}${time}`;
  const said = { ...generated, parts, until, rdates: listed.map(at), exdates: excluded.map(at) };
  const start = instantOf(said.dtstart, said.zone).toISOString();
  const whole = { ...template, timezone: said.zone };
  const days = excluded.map((day) => ` EXDATE;VALUE=DATE:${day}`).join('');
  const lines = `RRULE:${ruleText(parts, until)}${listed.map((day) => ` RDATE;VALUE=DATE:${day}`).join('')}${days}`;
  return {
    said,
    series: read(withTemplate({ start }, whole)),
    otherForms: [read(withTemplate({ start }, whole, { long: true })), read(withRrule({ start }, lines, said.zone))],
  };
}

interface Engine {
  readonly name: 'rrule-rust' | 'rrule-temporal';
  /** The starts in the horizon, each once, in order; undefined where the engine refuses the rule. */
  readonly starts: (said: RandomSeries, horizon: Interval) => string[] | undefined;
}

const engines = {
  /** Zone and all. */
  rust: {
    name: 'rrule-rust',
    starts: (said, horizon) => {
      const rrule = `RRULE:${ruleText(said.parts, said.until && untilUtc(said))}`;
      const text = [`DTSTART;TZID=${said.zone}:${said.dtstart}`, rrule, ...dateLines(said)].join('\n');
      const from = DateTime.fromDate(horizon.start);
      const to = DateTime.fromDate(new Date(horizon.end.getTime() - 1000));
      return attempt(() =>
        RRuleSet.fromString<typeof from>(text)
          .between(from, to, true)
          .map((time) => new Date(time.toTimestamp())),
      );
    },
  },
  /** In UTC, where no local time is skipped: it would leave those out (RFC 5545 §3.3.10), we move them. */
  temporal: {
    name: 'rrule-temporal',
    starts: ({ zone, dtstart, parts, until, rdates, exdates }, { start, end }) => {
      const rrule = ruleText(parts, until === undefined ? undefined : `${until.length === 8 ? `${until}T235959` : until}Z`);
      const dates = [...rdates.map((local) => `RDATE:${local}Z`), ...exdates.map((local) => `EXDATE:${local}Z`)];
      const text = [`DTSTART:${dtstart}Z`, `RRULE:${rrule}`, ...dates].join('\n');
      const from = new Date(toWall(start, zone) - DAY_MS);
      const to = new Date(toWall(end, zone) + DAY_MS);
      return attempt(() =>
        new RRuleTemporal({ rruleString: text })
          .between(from, to, true)
          .map((time) => toInstant(time.epochMilliseconds as WallTime, zone))
          .filter((at) => at >= start && at < end),
      );
    },
  },
} as const satisfies Record<string, Engine>;

function dayByDay(said: RandomSeries, { start, end }: Interval): string[] {
  const { zone, rdates, exdates } = said;
  const ofRule = slowStarts(said, toWall(end, zone) + DAY_MS).map((wall) => toInstant(wall as WallTime, zone));
  const all = [...ofRule, ...rdates.map((local) => instantOf(local, zone))].filter((at) => at >= start && at < end).map(basicUtc);
  const excluded = exdates.map((local) => basicUtc(instantOf(local, zone)));
  return [...new Set(all)].filter((at) => !excluded.includes(at)).sort();
}

function attempt(starts: () => Date[]): string[] | undefined {
  try {
    return [...new Set(starts().map(basicUtc))].sort();
  } catch {
    return undefined;
  }
}

interface Asked {
  readonly answer: 'same' | 'other' | 'unanswered';
  readonly reasons: readonly string[];
  readonly theirs?: unknown;
}

function ask(said: RandomSeries, horizon: Interval, ours: readonly string[], { name, starts }: Engine): Asked {
  const theirs = starts(said, horizon);
  if (isDeepStrictEqual(theirs, ours)) return { answer: 'same', reasons: [] };
  const applying = readings.filter(({ of, applies }) => (of === undefined || of === name) && applies(said));
  const reasons = applying.map(({ reason }) => `${name}: ${reason}`);
  if (applying.some(({ rewrite }) => rewrite === undefined)) return { answer: 'unanswered', reasons };
  const anew = applying.reduce((rule, { rewrite }) => rewrite?.(rule) ?? rule, said);
  const again = starts(anew, horizon);
  if (again === undefined) return { answer: 'unanswered', reasons: [`${name} refuses the rule${refusal(said)}`] };
  return isDeepStrictEqual(again, ours) ? { answer: 'same', reasons } : { answer: 'other', reasons: [], theirs: { theirs, again } };
}

interface Reading {
  /** The engine that has it; undefined: both may. */
  readonly of?: Engine['name'];
  readonly reason: string;
  readonly applies: (said: RandomSeries) => boolean;
  /** The rule so that all read it alike; where it can't be written so, the other engine must give our answer. */
  readonly rewrite?: (said: RandomSeries) => RandomSeries;
}

const hasPlaces = ({ parts }: RandomSeries): boolean => /\d/.test(parts.get('BYDAY') ?? '');

const readings: readonly Reading[] = [
  {
    reason: 'BYWEEKNO without a day is each day of the week; we take the weekday from DTSTART (RFC 5545 §3.3.10)',
    applies: ({ parts }) => parts.has('BYWEEKNO') && !['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => parts.has(name)),
    rewrite: (said) => withPart(said, 'BYDAY', WEEKDAYS[weekday(said)] ?? ''),
  },
  {
    reason: 'BYDAY that mixes days with and without places must be both at once; we read a list of either',
    applies: (said) => hasPlaces(said) && /(^|,)[A-Z]/.test(said.parts.get('BYDAY') ?? ''),
    rewrite: (said) => {
      const most = said.parts.get('FREQ') === 'MONTHLY' || said.parts.has('BYMONTH') ? 4 : 52;
      const places = [...Array.from({ length: most }, (_, index) => index + 1), -1];
      const each = (day: string): string[] => (/\d/.test(day) ? [day] : places.map((place) => `${place}${day}`));
      return withPart(said, 'BYDAY', (said.parts.get('BYDAY') ?? '').split(',').flatMap(each).join());
    },
  },
  {
    of: 'rrule-rust',
    reason: 'BYSETPOS counts the first week from DTSTART; we count the whole week, as all do in months and years',
    applies: (said) =>
      said.parts.get('FREQ') === 'WEEKLY' &&
      said.parts.has('BYSETPOS') &&
      weekday(said) !== WEEKDAYS.indexOf(said.parts.get('WKST') ?? 'MO'),
  },
  {
    of: 'rrule-rust',
    reason: 'weeks across New Year are numbered otherwise (1 January 2022 as week 53; ISO 8601 says 52)',
    applies: ({ parts }) => /\b5[123]\b/.test(parts.get('BYWEEKNO') ?? ''),
  },
  {
    of: 'rrule-temporal',
    reason: 'the weeks of a year are those of the week-numbering year; we and rrule-rust take the days of the calendar year',
    applies: ({ parts }) => parts.has('BYWEEKNO') && (parts.has('INTERVAL') || parts.has('BYSETPOS')),
  },
  {
    of: 'rrule-temporal',
    reason: 'a 53rd weekday from the end of a year that has 52 is found in the year beside it',
    applies: ({ parts }) => /-53[A-Z]/.test(parts.get('BYDAY') ?? ''),
  },
  {
    of: 'rrule-temporal',
    reason: 'of BYWEEKNO, BYYEARDAY, BYMONTHDAY and BYDAY together some are not looked at; each limits (RFC 5545 §3.3.10)',
    applies: (said) => {
      const [week, yearday, monthday, day] = ['BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYDAY'].map((name) => said.parts.has(name));
      return (
        (yearday && (week || monthday || day)) || (monthday && (week || (hasPlaces(said) && said.parts.get('FREQ') === 'YEARLY'))) || false
      );
    },
  },
];

/** DTSTART's; 0 is Monday. */
const weekday = ({ dtstart }: RandomSeries): number => (new Date(wallOf(dtstart)).getUTCDay() + 6) % 7;

/** Both are rrule-rust's. */
function refusal({ dtstart, parts, until }: RandomSeries): string {
  if (until !== undefined && until < dtstart.slice(0, until.length)) return ': UNTIL before DTSTART';
  if (/-5[A-Z]|-53/.test(parts.get('BYDAY') ?? '')) return ': the fifth weekday of a month, or the 53rd of a year, from its end';
  return '';
}

const withPart = (said: RandomSeries, name: string, value: string): RandomSeries => ({
  ...said,
  parts: new Map([...said.parts, [name, value]]),
});

/** The n-th of all, excluded ones counted. */
function wrongNumber(series: Series, said: RandomSeries, random: () => number): unknown {
  const all = engines.rust.starts(
    { ...said, exdates: [] },
    { start: new Date(0), end: new Date(instantOf(said.dtstart, said.zone).getTime() + 800 * DAY_MS) },
  );
  if (all === undefined || all.length === 0) return undefined;
  const index = Math.floor(random() * all.length);
  const numbered = occurrenceNumbered(series, index + 1);
  return numbered !== undefined && basicUtc(numbered.start) === all[index]
    ? undefined
    : { number: index + 1, theirs: all[index], numbered };
}

const wallOf = (local: string): WallTime => parseDateTime(local)?.wall ?? (Number.NaN as WallTime);

const instantOf = (local: string, zone: string): Date => toInstant(wallOf(local), zone);

function untilUtc({ until = '', zone }: RandomSeries): string {
  return basicUtc(instantOf(until.length === 8 ? `${until}T235959` : until, zone));
}

const ruleText = (parts: ReadonlyMap<string, string>, until: string | undefined): string =>
  [...parts, ...(until === undefined ? [] : [['UNTIL', until]])].map((part) => part.join('=')).join(';');

const dateLines = ({ zone, rdates, exdates }: RandomSeries): string[] => [
  ...rdates.map((local) => `RDATE;TZID=${zone}:${local}`),
  ...exdates.map((local) => `EXDATE;TZID=${zone}:${local}`),
];

function windowOf({ dtstart, zone, window: [after, days] }: RandomSeries): Interval {
  const start = new Date(instantOf(dtstart, zone).getTime() + after * DAY_MS);
  return { start, end: new Date(start.getTime() + days * DAY_MS) };
}

const describe = (said: RandomSeries): string =>
  [
    `DTSTART;TZID=${said.zone}:${said.dtstart}`,
    `RRULE:${ruleText(said.parts, said.until)}`,
    ...dateLines(said),
    `window ${said.window.join()}`,
  ].join(' ');

if (process.argv[1]?.endsWith('fuzz/recurrence.ts')) {
  const { values } = parseArgs({ options: { n: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
  const report = fuzzRecurrence({ n: Number(values.n), seed: Number(values.seed) });
  const table = (tally: Readonly<Record<string, number>>): string =>
    Object.entries(tally)
      .map(([name, times]) => `  ${String(times).padStart(7)}  ${name}\n`)
      .join('');
  process.stdout.write(`${report.cases} series, ${report.telling} with occurrences in their window\n`);
  process.stdout.write(`compared\n${table(report.compared)}explained differences\n${table(report.explained)}`);
  process.stdout.write(`${report.unexplained.length} unexplained differences\n${report.unexplained.slice(0, 10).join('\n')}\n`);
  if (report.unexplained.length > 0) process.exitCode = 1;
}
