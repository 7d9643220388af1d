/** A series and its exceptions → the occurrences it shares, from the day it was first received to twice the window (DESIGN §5). */
import { endsBefore, expandSeries } from '../expand/expand-series.ts';
import type { Series } from '../expand/series.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import { touchesUntil } from '../normalise/visit-time.ts';
import type { Occurrence } from '../time/occurrence.ts';
import { addDays, type LocalDate, startOfDay } from '../time/zone.ts';
import type { DeriveContext, DerivedOccurrence, Member, Tails } from './derived.ts';
import { changesOf, contentOf } from './exception-content.ts';
import { hiddenFrom } from './hidden-from.ts';
import type { Interpreted } from './interpret.ts';
import { exceptionStatus, isShown, plannedStatus } from './occurrence-status.ts';
import { type ExceptionEffect, type Placed, placeExceptions } from './place-exceptions.ts';
import { renderTails } from './render-tails.ts';
import { isOver, retainedFrom } from './retained-from.ts';

export interface DerivedException {
  readonly member: Member;
  readonly effect: ExceptionEffect;
  /** The original start it is of from now on, whatever number it came with. */
  readonly anchor: Date | undefined;
  readonly content: Interpreted;
  readonly tails: Tails;
  readonly findings: Issue[];
}

export interface DerivedSeries {
  readonly tails: Tails;
  readonly occurrences: DerivedOccurrence[];
  /** Occurrences exist for starts before this day; the job that rolls the window goes on from here. */
  readonly extendedDate: LocalDate;
  readonly exceptions: DerivedException[];
  /** What the series did to its exceptions. */
  readonly findings: Issue[];
}

/** `extendedDate` of a series that has nothing further. */
export const NOTHING_FURTHER = '9999-12-31' as LocalDate;

/** How far ahead occurrences are made: twice the window, so that the job may be a whole window late. */
export const horizonDate = ({ today, windowDays }: Pick<DeriveContext, 'today' | 'windowDays'>): LocalDate =>
  addDays(today, 2 * windowDays);

export function deriveSeries(member: Member, exceptions: readonly Member[], context: DeriveContext): DerivedSeries {
  const series = seriesOf(member);
  const from = startOfDay(firstDay(member.receivedDate, context));
  const placed = placeExceptions(series, exceptions);
  const standing = placed.filter(({ effect }) => effect === 'stands');
  const overriding = standing.flatMap((one) => override(member, one)).filter((row) => !isOver(row, from));
  const overridden = new Set(standing.flatMap(({ anchor }) => anchor?.getTime() ?? []));
  const { occurrences, extendedDate } = extendSeries(member, overridden, { from: member.receivedDate, context });
  return {
    tails: seriesTails(member),
    occurrences: [...occurrences, ...overriding].sort((a, b) => a.originalStart.getTime() - b.originalStart.getTime()),
    extendedDate,
    exceptions: placed.map((one) => deriveException(member, one)),
    findings: placed.flatMap(({ exception, effect }) => (effect === 'without-occurrence' ? orphaned(exception) : [])),
  };
}

/**
 * The series' own occurrences that touch the days from `from` to the horizon.
 *
 * @param overridden original starts, in milliseconds, of which an exception decides
 */
export function extendSeries(
  member: Member,
  overridden: ReadonlySet<number>,
  { from, context }: { readonly from: LocalDate; readonly context: DeriveContext },
): { occurrences: DerivedOccurrence[]; extendedDate: LocalDate } {
  const series = seriesOf(member);
  const until = horizonDate(context);
  const end = startOfDay(until);
  return {
    occurrences: expandSeries(series, { start: startOfDay(firstDay(from, context)), end })
      .filter(({ originalStart }) => !overridden.has(originalStart.getTime()))
      .flatMap((occurrence) => plain(member, occurrence)),
    extendedDate: endsBefore(series, end) ? NOTHING_FURTHER : until,
  };
}

/** What is past its retention is not made again. */
function firstDay(from: LocalDate, context: DeriveContext): LocalDate {
  const retained = retainedFrom(context);
  return from > retained ? from : retained;
}

function seriesOf({ said }: Member): Series {
  if (said.series === undefined) throw new Error('this appointment is no series');
  return said.series;
}

/** To the sender of the series; the exception's own message is told of it too. */
const orphaned = ({ id }: Member): Issue =>
  warning(
    'series-exception-orphaned',
    `The series has no occurrence any more for its exception Appointment/${id}, which is kept and not shown: send it anew, with the series and original-start that hold now, or delete it`,
    'Appointment.extension',
  );

function plain(member: Member, occurrence: Occurrence): DerivedOccurrence[] {
  const { status, cancelledAt } = plannedStatus(member, occurrence.start);
  return isShown(status) ? [row(member, member.id, member.said, occurrence, status, cancelledAt)] : [];
}

function override(series: Member, { exception, occurrence }: Placed): DerivedOccurrence[] {
  if (occurrence === undefined) return [];
  const times = timesOf(exception, occurrence);
  const { status, cancelledAt } = exceptionStatus(series, exception, times.start);
  const content = contentOf(series.said, exception.said);
  return isShown(status) ? [row(series, exception.id, content, times, status, cancelledAt)] : [];
}

/** Where the exception puts its occurrence. */
export function timesOf({ said: { timing } }: Member, occurrence: Occurrence): Occurrence {
  if (timing === undefined) return occurrence;
  const { end: _, ...rest } = occurrence;
  return { ...rest, start: timing.start, ...(timing.end !== undefined && { end: timing.end }) };
}

function row(
  series: Member,
  contentId: string,
  content: Interpreted,
  { originalStart, start, end, recurrenceId }: Occurrence,
  status: string,
  cancelledAt: Date | undefined,
): DerivedOccurrence {
  const { guided = false, minutesDuration } = content.timing ?? {};
  return {
    originalStart,
    appointmentId: series.id,
    contentId,
    start,
    end,
    touchesUntil: touchesUntil({ start, end, guided, minutesDuration }),
    recurrenceId: series.said.series?.form === 'template' ? recurrenceId : undefined,
    status,
    kind: 'series',
    hiddenFrom: cancelledAt === undefined ? undefined : hiddenFrom(cancelledAt),
  };
}

const seriesTails = (member: Member): Tails =>
  renderTails(member.said, {
    citizenId: member.citizenId,
    versionId: String(member.version),
    updatedAt: member.updatedAt,
    changed: member.changed,
    series: seriesName(member),
  });

const seriesName = ({ id, said }: Member) => ({ id, identifier: said.appointment.identifier ?? [] });

function deriveException(series: Member, { exception, effect, anchor, occurrence, findings }: Placed): DerivedException {
  const content = contentOf(series.said, exception.said);
  const tails = renderTails(content, {
    citizenId: exception.citizenId,
    versionId: `${series.version}-${exception.version}`,
    updatedAt: later(exception.updatedAt, series.updatedAt),
    changed: occurrence === undefined ? [] : changesOf(series, exception, content, occurrence),
    series: seriesName(series),
  });
  return { member: exception, effect, anchor, content, tails, findings };
}

const later = (a: Date, b: Date): Date => new Date(Math.max(a.getTime(), b.getTime()));
