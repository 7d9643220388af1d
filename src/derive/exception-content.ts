/** What an exception shows: its own content, and of its series what it may leave unsaid. */

import { EXT, findExtensions } from '../fhir/extension.ts';
import type { Appointment, Coding } from '../fhir/types.ts';
import { type Change, type Comparable, changes } from '../normalise/changed.ts';
import type { Occurrence } from '../time/occurrence.ts';
import type { Member } from './derived.ts';
import type { Interpreted } from './interpret.ts';

/**
 * A cancellation may leave out the times, and the people and places: those of the series then stand. The labels of a series bind its
 * exceptions, whatever these say: a sender that forgets one shall not tell more than it wanted.
 */
export function contentOf(series: Interpreted, exception: Interpreted): Interpreted {
  return withLabels(exception.appointment.status === 'cancelled' ? filled(exception, series) : exception, series);
}

function filled(exception: Interpreted, series: Interpreted): Interpreted {
  const isTimeless = exception.timing === undefined;
  const isBare =
    (exception.place.kind === 'unknown' && series.place.kind !== 'unknown') || (exception.performer === '' && series.performer !== '');
  const { start, end, _end, minutesDuration, participant, contained, ...rest } = series.appointment;
  const times = { start, end, _end, minutesDuration };
  const others = { participant, contained };
  const extension = [
    ...(exception.appointment.extension ?? []),
    ...(isTimeless ? findExtensions(series.appointment, EXT.guidedInterval) : []),
  ];
  const appointment = {
    ...rest,
    ...(isTimeless && times),
    ...exception.appointment,
    ...(isBare && others),
    extension,
  };
  return {
    ...exception,
    appointment: withoutUndefined(appointment),
    timing: exception.timing ?? series.timing,
    ...(isBare && { place: series.place, performer: series.performer }),
  };
}

const withoutUndefined = (appointment: { [K in keyof Appointment]: Appointment[K] | undefined }): Appointment =>
  Object.fromEntries(Object.entries(appointment).filter(([, value]) => value !== undefined)) as unknown as Appointment;

function withLabels(content: Interpreted, series: Interpreted): Interpreted {
  const own = content.appointment.meta?.security ?? [];
  const isNew = ({ system, code }: Coding): boolean => !own.some((label) => label.system === system && label.code === code);
  const more = (series.appointment.meta?.security ?? []).filter(isNew);
  if (more.length === 0) return content;
  const { appointment } = content;
  return { ...content, appointment: { ...appointment, meta: { ...appointment.meta, security: [...own, ...more] } } };
}

/** What the exception made of its occurrence. */
export function changesOf(series: Member, exception: Member, content: Interpreted, occurrence: Occurrence): Change[] {
  return changes(asPlanned(series.said, occurrence), asChanged(exception.said, content, occurrence), exception.updatedAt);
}

const asPlanned = ({ timing, place, performer }: Interpreted, { start, end }: Occurrence): Comparable => ({
  status: 'booked',
  start,
  end,
  guided: timing?.guided,
  minutesDuration: timing?.minutesDuration,
  place,
  performer,
});

function asChanged({ timing, appointment }: Interpreted, content: Interpreted, occurrence: Occurrence): Comparable {
  const { start, end } = timing ?? occurrence;
  return {
    status: appointment.status,
    start,
    end,
    guided: content.timing?.guided,
    minutesDuration: content.timing?.minutesDuration,
    place: content.place,
    performer: content.performer,
  };
}
