/** Visits for tests: a quarter of an hour at a clinic, with what a case changes laid over it. */
import { visitTime } from '../../src/normalise/visit-time.ts';
import type { Visit } from '../../src/web/visit.ts';

export interface VisitChanges extends Partial<Omit<Visit, 'start' | 'end' | 'time'>> {
  readonly guided?: boolean;
  readonly minutesDuration?: number;
}

let count = 0;

/** @param start, end with their offset; an end that is not given is unknown */
export function visit(start: string, end?: string, { guided = false, minutesDuration, ...changes }: VisitChanges = {}): Visit {
  const timing = { start: new Date(start), end: end === undefined ? undefined : new Date(end), guided, minutesDuration };
  const { kind, minutes, text } = visitTime(timing);
  return {
    id: `visit-${++count}`,
    series: undefined,
    status: 'booked',
    cancelled: false,
    masked: false,
    sector: 'regional',
    start: timing.start,
    end: timing.end,
    originalStart: timing.start,
    time: { kind, minutes, text },
    place: { kind: 'unit', certainty: 'as-sent', name: 'Ambulatoriet', lines: [], phone: undefined, text: 'Ambulatoriet' },
    what: 'Kontrol',
    preparation: undefined,
    performer: 'Ambulatoriet',
    phone: '66 11 33 33',
    changes: [],
    version: '1',
    updated: new Date('2026-03-01T08:00:00Z'),
    ...changes,
  };
}
