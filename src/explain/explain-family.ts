/** A series, an occurrence of it or an exception → what made it shown or hidden. Pure. */
import { NOTHING_FURTHER, timesOf } from '../derive/derive-series.ts';
import type { Member } from '../derive/derived.ts';
import { contentOf } from '../derive/exception-content.ts';
import { hiddenFrom } from '../derive/hidden-from.ts';
import type { Interpreted } from '../derive/interpret.ts';
import { exceptionStatus, type OccurrenceStatus, plannedStatus } from '../derive/occurrence-status.ts';
import { type Placed, placeExceptions } from '../derive/place-exceptions.ts';
import { isExcluded, occurrenceAt } from '../expand/expand-series.ts';
import { type Kept, memberOf } from '../ingest/kept.ts';
import { touchesUntil } from '../normalise/visit-time.ts';
import type { Occurrence } from '../time/occurrence.ts';
import { decide, type Showing, type Today } from './decision.ts';
import type { Explanation } from './explanation.ts';

export interface Family {
  readonly series: Kept;
  readonly exceptions: readonly Kept[];
}

export const placed = ({ series, exceptions }: Family): Placed[] =>
  series.said?.series === undefined
    ? []
    : placeExceptions(
        series.said.series,
        exceptions.flatMap((one) => memberOf(one) ?? []),
      );

export function explainOccurrence(family: Family, originalStart: Date, today: Today): Explanation {
  const { series } = family;
  const member = memberOf(series);
  const about = { kind: 'occurrence', asked: series, series } as const;
  if (member?.said.series === undefined) return { ...about, decision: 'deleted', exceptions: [] };
  const occurrence = occurrenceAt(member.said.series, originalStart);
  const exceptions = placed(family).filter(({ anchor }) => anchor?.getTime() === originalStart.getTime());
  if (occurrence === undefined) return { ...about, decision: 'no-occurrence', exceptions };
  const planned = { ...occurrence, excluded: isExcluded(member.said.series, originalStart) };
  const standing = exceptions.find(({ effect }) => effect === 'stands');
  if (standing === undefined && planned.excluded) return { ...about, decision: 'excluded', planned, exceptions };
  const showing =
    standing === undefined ? plannedShowing(series, member, occurrence) : changedShowing(member, standing.exception, occurrence);
  return { ...about, decision: decide(showing, today), planned, showing, exceptions };
}

/** `family`: of the series it was derived with, where there is one. */
export function explainException(asked: Kept, family: Family | undefined, today: Today): Explanation {
  const about = { kind: 'exception', asked } as const;
  const own = family === undefined ? undefined : placed(family).find(({ exception }) => exception.id === asked.id);
  if (family === undefined || own === undefined) return { ...about, decision: 'without-series', exceptions: [] };
  const of = { ...about, series: family.series, exceptions: [own] };
  switch (own.effect) {
    case 'withdrawn':
      return { ...of, decision: 'entered-in-error' };
    case 'without-occurrence':
    case 'superseded':
      return { ...of, decision: own.effect };
    case 'stands':
      return own.anchor === undefined
        ? { ...of, decision: 'without-occurrence' }
        : { ...explainOccurrence(family, own.anchor, today), ...about, exceptions: [own] };
    default:
      return own.effect satisfies never;
  }
}

function plannedShowing(series: Kept, member: Member, occurrence: Occurrence): Showing {
  const until = series.extendedDate ?? series.receivedDate;
  return toShowing(member.said, occurrence, plannedStatus(member, occurrence.start), { from: series.receivedDate, until });
}

/** An exception is kept whatever its start, so only the beginning binds it. */
function changedShowing(series: Member, exception: Member, occurrence: Occurrence): Showing {
  const times = timesOf(exception, occurrence);
  const status = exceptionStatus(series, exception, times.start);
  return toShowing(contentOf(series.said, exception.said), times, status, { from: series.receivedDate, until: NOTHING_FURTHER });
}

function toShowing(
  { timing }: Interpreted,
  { start, end }: Occurrence,
  { status, cancelledAt }: OccurrenceStatus,
  made: NonNullable<Showing['made']>,
): Showing {
  const { guided = false, minutesDuration } = timing ?? {};
  return {
    status,
    start,
    touchesUntil: touchesUntil({ start, end, guided, minutesDuration }),
    hiddenFrom: cancelledAt === undefined ? undefined : hiddenFrom(cancelledAt),
    bound: true,
    made,
  };
}
