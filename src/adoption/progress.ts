/** A national status counted, against milestones and dates. */
import type { Solution } from '../store/adoption-event.ts';
import { addDays, type LocalDate } from '../time/zone.ts';
import { type MunicipalityStatus, nationalStatus } from './national-status.ts';
import type { Adoption } from './read-adoption.ts';
import type { AdoptionState } from './status-on.ts';

export interface Counts {
  /** Municipalities that the solution concerns. */
  readonly of: number;
  readonly scheduleGiven: number;
  readonly technicallyInstalled: number;
  readonly inUse: number;
}

export interface Progress extends Counts {
  readonly states: Readonly<Record<AdoptionState, number>>;
  readonly withoutSchedule: readonly MunicipalityStatus[];
  /** Whose planned day has passed without use; the longest overdue first. */
  readonly overdue: readonly MunicipalityStatus[];
  /** Whose planned day is ahead; the soonest first. */
  readonly coming: readonly MunicipalityStatus[];
}

export function progressOn(statuses: readonly MunicipalityStatus[], date: LocalDate): Progress {
  const of = (state: AdoptionState): MunicipalityStatus[] => statuses.filter(({ status }) => status.state === state);
  const waiting = of('scheduled')
    .filter(({ status }) => status.planned !== undefined)
    .sort(comparePlanned);
  return {
    ...countMilestones(statuses),
    states: {
      'in-use': of('in-use').length,
      scheduled: of('scheduled').length,
      'schedule-missing': of('schedule-missing').length,
      'not-applicable': of('not-applicable').length,
    },
    withoutSchedule: of('schedule-missing'),
    overdue: waiting.filter(({ status }) => (status.planned ?? date) < date),
    coming: waiting.filter(({ status }) => (status.planned ?? '') >= date),
  };
}

const comparePlanned = (a: MunicipalityStatus, b: MunicipalityStatus): number =>
  (a.status.planned ?? '').localeCompare(b.status.planned ?? '') || a.code.localeCompare(b.code);

function countMilestones(statuses: readonly MunicipalityStatus[]): Counts {
  const concerned = statuses.filter(({ status }) => status.state !== 'not-applicable');
  const reached = (milestone: 'scheduleGiven' | 'technicallyInstalled' | 'inUse'): number =>
    concerned.filter(({ status }) => status[milestone] !== undefined).length;
  return {
    of: concerned.length,
    scheduleGiven: reached('scheduleGiven'),
    technicallyInstalled: reached('technicallyInstalled'),
    inUse: reached('inUse'),
  };
}

export interface MonthCounts extends Counts {
  /** The month's last day, or the day that is asked about. */
  readonly date: LocalDate;
}

/** Month by month from the solution's first event; empty where there is none yet. */
export function progressByMonth(adoption: Adoption, solution: Solution, date: LocalDate): MonthCounts[] {
  const first = adoption.events.find((event) => event.solution === solution && event.withdrawn_at === null)?.event_date;
  if (first === undefined) return [];
  return monthEnds(first, date).map((day) => ({ date: day, ...countMilestones(nationalStatus(adoption, solution, day)) }));
}

/** The last day of each month from that of `from` on; of the month of `to`, `to` itself. */
export function monthEnds(from: LocalDate, to: LocalDate): LocalDate[] {
  const ends: LocalDate[] = [];
  for (let first = firstOfMonth(from); first <= to; first = nextMonth(first)) {
    const last = addDays(nextMonth(first), -1);
    ends.push(last < to ? last : to);
  }
  return ends;
}

const firstOfMonth = (date: LocalDate): LocalDate => `${date.slice(0, 7)}-01` as LocalDate;
const nextMonth = (first: LocalDate): LocalDate => firstOfMonth(addDays(first, 31));
