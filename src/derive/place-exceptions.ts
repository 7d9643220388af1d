/** Which occurrence each exception of a series is of, and which of several stands. */
import { isExcluded, occurrenceAt, occurrenceNumbered } from '../expand/expand-series.ts';
import type { Series } from '../expand/series.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import type { Occurrence } from '../time/occurrence.ts';
import type { Member } from './derived.ts';

/** `withdrawn`: entered in error, so the series' own occurrence is back. */
export type ExceptionEffect = 'stands' | 'superseded' | 'withdrawn' | 'without-occurrence';

export interface Placed {
  readonly exception: Member;
  readonly effect: ExceptionEffect;
  /** The original start it is of, also while the series has no occurrence there; undefined where none was ever found. */
  readonly anchor: Date | undefined;
  /** As the series has it, the excluded ones too. */
  readonly occurrence: Occurrence | undefined;
  readonly findings: Issue[];
}

export function placeExceptions(series: Series, exceptions: readonly Member[]): Placed[] {
  const found = exceptions.map((exception) => {
    const occurrence = occurrenceOf(series, exception);
    return { exception, occurrence, anchor: occurrence?.originalStart ?? anchorOf(exception) };
  });
  const rivals = new Map<number, Member[]>();
  for (const { exception, occurrence } of found) {
    if (occurrence === undefined || isWithdrawn(exception)) continue;
    const at = occurrence.originalStart.getTime();
    rivals.set(at, [...(rivals.get(at) ?? []), exception]);
  }
  return found.map(({ exception, occurrence, anchor }) => {
    const effect = effectOf(exception, occurrence, rivals);
    const excluded = effect === 'stands' && occurrence !== undefined && isExcluded(series, occurrence.originalStart);
    return { exception, effect, anchor, occurrence, findings: findingsOf(effect, excluded) };
  });
}

/** A number counts in the series that the exception first met; from then on its original start holds. */
const anchorOf = ({ said, anchor }: Member): Date | undefined => said.exceptionOf?.originalStart ?? anchor;

function occurrenceOf(series: Series, exception: Member): Occurrence | undefined {
  const anchor = anchorOf(exception);
  if (anchor !== undefined) return occurrenceAt(series, anchor);
  const number = exception.said.exceptionOf?.recurrenceId;
  return number === undefined ? undefined : occurrenceNumbered(series, number);
}

const isWithdrawn = ({ said }: Member): boolean => said.appointment.status === 'entered-in-error';

function effectOf(exception: Member, occurrence: Occurrence | undefined, rivals: ReadonlyMap<number, readonly Member[]>): ExceptionEffect {
  if (isWithdrawn(exception)) return 'withdrawn';
  if (occurrence === undefined) return 'without-occurrence';
  return newest(rivals.get(occurrence.originalStart.getTime()) ?? []) === exception ? 'stands' : 'superseded';
}

/** By the source's own time where all tell it, so that it does not matter how they came; else the one received last. */
function newest(rivals: readonly Member[]): Member | undefined {
  const told = rivals.every(({ said }) => said.sourceUpdated !== undefined);
  const timeOf = ({ said }: Member): number => (told ? (said.sourceUpdated?.getTime() ?? 0) : 0);
  return rivals.toSorted((a, b) => timeOf(b) - timeOf(a) || b.changeNumber - a.changeNumber)[0];
}

function findingsOf(effect: ExceptionEffect, excluded: boolean): Issue[] {
  switch (effect) {
    case 'without-occurrence':
      return [
        warning(
          'exception-without-occurrence',
          'Its series has no occurrence at this original start or number: the exception is kept, and shown once the series has it',
          'Appointment.extension',
        ),
      ];
    case 'superseded':
      return [warning('exception-superseded', 'A newer exception of the same occurrence is there: this one is not shown', 'Appointment')];
    case 'stands':
      return excluded ? [ofExcluded()] : [];
    case 'withdrawn':
      return [];
    default:
      return effect satisfies never;
  }
}

const ofExcluded = (): Issue =>
  warning(
    'exception-of-excluded',
    'Its series leaves this occurrence out: the exception is shown all the same. Take the exclusion back, or delete the exception',
    'Appointment.extension',
  );
