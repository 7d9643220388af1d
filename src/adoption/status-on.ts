/** How far a municipality had come with a solution on a day. */
import type { AdoptionEventKind, AdoptionEventRow } from '../store/adoption-event.ts';
import type { LocalDate } from '../time/zone.ts';

/** The map's three colours, and a fourth: DESIGN §9. */
export const adoptionStates = ['in-use', 'scheduled', 'schedule-missing', 'not-applicable'] as const;
export type AdoptionState = (typeof adoptionStates)[number];

export interface AdoptionStatus {
  readonly state: AdoptionState;
  /** The Danish days of the milestones. */
  readonly scheduleGiven: LocalDate | undefined;
  readonly technicallyInstalled: LocalDate | undefined;
  readonly inUse: LocalDate | undefined;
  /** From when the newest schedule says that the solution is to be in use. */
  readonly planned: LocalDate | undefined;
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
export function statusOn(events: readonly StatusEvent[], date: LocalDate): AdoptionStatus {
  const past = events.filter((event) => event.withdrawn_at === null && event.event_date <= date);
  const first = (kind: AdoptionEventKind): LocalDate | undefined => past.find((event) => event.kind === kind)?.event_date;
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

const stateBy = (inUse: LocalDate | undefined, scheduleGiven: LocalDate | undefined): AdoptionState =>
  inUse !== undefined ? 'in-use' : scheduleGiven !== undefined ? 'scheduled' : 'schedule-missing';
