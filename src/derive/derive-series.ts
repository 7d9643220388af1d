/** A series and its exceptions → the occurrences it shares, from the day it was first received to twice the window (DESIGN §5). */
import { expandSeries, occurrenceAt, occurrenceNumbered } from '../expand/expand-series.ts';

import type { Series } from '../expand/series.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import { type Comparable, changes } from '../normalise/changed.ts';
import { sharing } from '../normalise/status.ts';
import { type Timing, touchesUntil } from '../normalise/visit-time.ts';
import type { Interval } from '../time/interval.ts';
import type { Occurrence } from '../time/occurrence.ts';
import { addDays, type LocalDate, startOfDay } from '../time/zone.ts';
import type { DeriveContext, DerivedOccurrence, Member, Tails } from './derived.ts';
import { hiddenFrom } from './hidden-from.ts';
import type { Interpreted } from './interpret.ts';
import { renderTails } from './render-tails.ts';

export interface DerivedSeries {
  readonly tails: Tails;
  readonly occurrences: DerivedOccurrence[];
  /** Occurrences exist for starts before this day; the job that rolls the window goes on from here. */
  readonly extendedDate: LocalDate;
  /** The exceptions of the series with what each shows; one without an occurrence is kept, not shown, and reported. */
  readonly exceptions: { readonly member: Member; readonly tails: Tails; readonly findings: Issue[] }[];
}

/** How far ahead occurrences are made: twice the window, so that the job may be a whole window late. */
export const extendedDate = ({ today, windowDays }: DeriveContext): LocalDate => addDays(today, 2 * windowDays);

export function deriveSeries(member: Member, exceptions: readonly Member[], context: DeriveContext): DerivedSeries {
  const { series } = member.said;
  if (series === undefined) throw new Error('deriveSeries takes a series');
  const until = extendedDate(context);
  const horizon: Interval = { start: startOfDay(member.receivedDate), end: startOfDay(until) };
  const placed = placeExceptions(series, exceptions);
  const overridden = new Set(placed.map(({ occurrence, wins }) => (wins ? occurrence?.originalStart.getTime() : undefined)));
  const occurrences = expandSeries(series, horizon)
    .filter(({ originalStart }) => !overridden.has(originalStart.getTime()))
    .flatMap((occurrence) => plain(member, occurrence));
  const derived = placed.map(({ exception, occurrence, wins, findings }) => {
    const shown = occurrence !== undefined && wins ? overriding(member, exception, occurrence) : undefined;
    if (shown !== undefined && shown.touchesUntil > horizon.start) occurrences.push(shown);
    return { member: exception, tails: exceptionTails(member, exception, occurrence), findings };
  });
  return {
    tails: seriesTails(member),
    occurrences: occurrences.sort((a, b) => a.originalStart.getTime() - b.originalStart.getTime()),
    extendedDate: until,
    exceptions: derived,
  };
}

interface Placed {
  readonly exception: Member;
  readonly occurrence: Occurrence | undefined;
  /** Of several exceptions of one occurrence the one received last stands. */
  readonly wins: boolean;
  readonly findings: Issue[];
}

function placeExceptions(series: Series, exceptions: readonly Member[]): Placed[] {
  const found = exceptions.map((exception) => ({ exception, occurrence: occurrenceOf(series, exception) }));
  const winners = new Map<number, Member>();
  for (const { exception, occurrence } of found) {
    if (occurrence === undefined) continue;
    const key = occurrence.originalStart.getTime();
    const other = winners.get(key);
    if (other === undefined || isLater(exception, other)) winners.set(key, exception);
  }
  return found.map(({ exception, occurrence }) => {
    const wins = occurrence !== undefined && winners.get(occurrence.originalStart.getTime()) === exception;
    return { exception, occurrence, wins, findings: findingsOf(occurrence !== undefined, wins) };
  });
}

function occurrenceOf(series: Series, { said }: Member): Occurrence | undefined {
  const { originalStart, recurrenceId } = said.exceptionOf ?? {};
  if (originalStart !== undefined) return occurrenceAt(series, originalStart);
  return recurrenceId === undefined ? undefined : occurrenceNumbered(series, recurrenceId);
}

const isLater = (a: Member, b: Member): boolean =>
  a.updatedAt.getTime() === b.updatedAt.getTime() ? a.id > b.id : a.updatedAt > b.updatedAt;

function findingsOf(placed: boolean, wins: boolean): Issue[] {
  if (!placed) {
    return [
      warning(
        'exception-without-occurrence',
        'Its series has no occurrence at this original start or number: the exception is kept and not shown',
        'Appointment.extension',
      ),
    ];
  }
  if (wins) return [];
  return [
    warning('exception-superseded', 'Another exception of the same occurrence was received later: this one is not shown', 'Appointment'),
  ];
}

/** The series' own occurrence. Of a cancelled series, what was over or begun when it was cancelled stays as it was. */
function plain(member: Member, occurrence: Occurrence): DerivedOccurrence[] {
  const { said, cancelledAt } = member;
  const coming = cancelledAt !== undefined && occurrence.start >= cancelledAt;
  const status = cancelledAt !== undefined && !coming ? (member.priorStatus ?? 'booked') : (said.appointment.status ?? 'booked');
  return isShown(status) ? [row(member, member, occurrence, status, coming ? cancelledAt : undefined)] : [];
}

function overriding(series: Member, exception: Member, occurrence: Occurrence): DerivedOccurrence | undefined {
  const { timing, appointment } = exception.said;
  const own = { ...occurrence, ...(timing !== undefined && { start: timing.start }) };
  const times = timing === undefined ? own : withEnd(own, timing.end);
  const cancelled = [
    exception.cancelledAt,
    series.cancelledAt !== undefined && times.start >= series.cancelledAt ? series.cancelledAt : undefined,
  ];
  const cancelledAt = cancelled.filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
  const seriesShares = isShown(series.said.appointment.status);
  const status = cancelledAt === undefined ? (appointment.status ?? 'booked') : 'cancelled';
  return seriesShares && isShown(appointment.status) ? row(series, exception, times, status, cancelledAt) : undefined;
}

function withEnd({ end: _, ...occurrence }: Occurrence, end: Date | undefined): Occurrence {
  return end === undefined ? occurrence : { ...occurrence, end };
}

const isShown = (status: string | undefined): boolean => {
  const how = sharing(status as Parameters<typeof sharing>[0]);
  return how === 'shared' || how === 'shared-as-cancelled';
};

function row(series: Member, content: Member, occurrence: Occurrence, status: string, cancelledAt: Date | undefined): DerivedOccurrence {
  return {
    originalStart: occurrence.originalStart,
    appointmentId: series.id,
    contentId: content.id,
    start: occurrence.start,
    end: occurrence.end,
    touchesUntil: touchesUntil(timingOf(content, occurrence)),
    recurrenceId: series.said.series?.form === 'template' ? occurrence.recurrenceId : undefined,
    status,
    kind: 'series',
    hiddenFrom: cancelledAt === undefined ? undefined : hiddenFrom(cancelledAt),
  };
}

const timingOf = ({ said }: Member, { start, end }: Occurrence): Timing => ({
  start,
  end,
  guided: said.timing?.guided ?? false,
  minutesDuration: said.timing?.minutesDuration,
});

const seriesTails = (member: Member): Tails =>
  renderTails(member.said, {
    citizenId: member.citizenId,
    versionId: String(member.version),
    updatedAt: member.updatedAt,
    changed: member.changed,
    series: seriesName(member),
  });

const seriesName = ({ id, said }: Member) => ({ id, identifier: said.appointment.identifier ?? [] });

function exceptionTails(series: Member, exception: Member, occurrence: Occurrence | undefined): Tails {
  const content = contentOf(series, exception);
  return renderTails(content, {
    citizenId: exception.citizenId,
    versionId: `${series.version}-${exception.version}`,
    updatedAt: exception.updatedAt > series.updatedAt ? exception.updatedAt : series.updatedAt,
    changed:
      occurrence === undefined
        ? []
        : changes(asPlanned(series, occurrence), asChanged(exception, content, occurrence), exception.updatedAt),
    series: seriesName(series),
  });
}

/** An exception that only says "cancelled" says nothing of place or performer: those of the series stand. */
const contentOf = (series: Member, exception: Member): Interpreted => (exception.said.timing === undefined ? series.said : exception.said);

const asPlanned = ({ said }: Member, { start, end }: Occurrence): Comparable => ({
  status: 'booked',
  start,
  end,
  minutesDuration: said.timing?.minutesDuration,
  place: said.place,
  performer: said.performer,
});

function asChanged({ said }: Member, content: Interpreted, occurrence: Occurrence): Comparable {
  const { start, end } = said.timing ?? occurrence;
  return {
    status: said.appointment.status,
    start,
    end,
    minutesDuration: content.timing?.minutesDuration,
    place: content.place,
    performer: content.performer,
  };
}
