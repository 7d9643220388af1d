/** How far a municipality had come with a solution on a day. */
import type { AdoptionEventKind, AdoptionEventRow } from '../store/adoption-event.ts';

/** The map's three colours, and a fourth: DESIGN §9. */
export type AdoptionState = 'in-use' | 'scheduled' | 'schedule-missing' | 'not-applicable';

export interface AdoptionStatus {
  readonly state: AdoptionState;
  /** The Danish days of the milestones. */
  readonly scheduleGiven: string | undefined;
  readonly technicallyInstalled: string | undefined;
  readonly inUse: string | undefined;
  /** From when the newest schedule says that the solution is to be in use. */
  readonly planned: string | undefined;
  readonly madeUp: boolean;
}

/** What is read of an event. */
export type StatusEvent = Pick<AdoptionEventRow, 'kind' | 'event_date' | 'planned_date' | 'made_up' | 'withdrawn_at'>;

/**
 * @param events of one municipality and one solution, in the order of their days
 * @param date a Danish day; what happened on it counts
 *
 * "Not applicable" holds until something else happens. A milestone is kept from the first day it was reached; a schedule that was given
 * anew moves the planned day alone. What is installed without a schedule lacks one still.
 */
export function statusOn(events: readonly StatusEvent[], date: string): AdoptionStatus {
  const past = events.filter((event) => event.withdrawn_at === null && event.event_date <= date);
  const first = (kind: AdoptionEventKind): string | undefined => past.find((event) => event.kind === kind)?.event_date;
  const [scheduleGiven, technicallyInstalled, inUse] = [first('schedule-given'), first('technically-installed'), first('in-use')];
  return {
    state: past.at(-1)?.kind === 'not-applicable' ? 'not-applicable' : stateBy(inUse, scheduleGiven),
    scheduleGiven,
    technicallyInstalled,
    inUse,
    planned: past.findLast((event) => event.kind === 'schedule-given')?.planned_date ?? undefined,
    madeUp: past.some((event) => event.made_up),
  };
}

const stateBy = (inUse: string | undefined, scheduleGiven: string | undefined): AdoptionState =>
  inUse !== undefined ? 'in-use' : scheduleGiven !== undefined ? 'scheduled' : 'schedule-missing';
