/** What the pages of adoption show, as tables for machines. Pure. */
import type { MunicipalityStatus } from '../../adoption/national-status.ts';
import type { MonthCounts, Progress } from '../../adoption/progress.ts';
import type { AdoptionEventRow, Solution } from '../../store/adoption-event.ts';
import type { Municipality } from '../../store/municipality.ts';
import type { LocalDate } from '../../time/zone.ts';
import { toCsv } from '../../to-csv.ts';

interface Asked {
  readonly solution: Solution;
  readonly date: LocalDate;
}

const columns = [
  'code',
  'name',
  'region',
  'solution',
  'date',
  'state',
  'scheduleGiven',
  'planned',
  'technicallyInstalled',
  'inUse',
  'madeUp',
];

export const statusesCsv = ({ solution, date }: Asked, statuses: readonly MunicipalityStatus[]): string =>
  toCsv(
    columns,
    statuses.map(({ code, name, region, status: { state, scheduleGiven, planned, technicallyInstalled, inUse, madeUp } }) => [
      ...[code, name, region, solution, date, state, scheduleGiven, planned, technicallyInstalled, inUse],
      madeUp,
    ]),
  );

export const monthsCsv = ({ solution }: Asked, months: readonly MonthCounts[]): string =>
  toCsv(
    ['solution', 'date', 'of', 'scheduleGiven', 'technicallyInstalled', 'inUse'],
    months.map(({ date, of, scheduleGiven, technicallyInstalled, inUse }) => [
      solution,
      date,
      of,
      scheduleGiven,
      technicallyInstalled,
      inUse,
    ]),
  );

const flat = ({ code, name, region, status }: MunicipalityStatus) => ({ code, name, region, ...status });
const codesOf = (statuses: readonly MunicipalityStatus[]): string[] => statuses.map(({ code }) => code);

export const adoptionJson = (
  { solution, date }: Asked,
  statuses: readonly MunicipalityStatus[],
  { overdue, coming, withoutSchedule, ...counts }: Progress,
  months: readonly MonthCounts[],
) => ({
  solution,
  date,
  madeUp: statuses.some(({ status }) => status.madeUp),
  ...counts,
  withoutSchedule: codesOf(withoutSchedule),
  overdue: codesOf(overdue),
  coming: codesOf(coming),
  municipalities: statuses.map(flat),
  months,
});

export const eventsCsv = ({ code, name, region }: Municipality, events: readonly AdoptionEventRow[]): string =>
  toCsv(
    ['code', 'name', 'region', 'solution', 'event', 'date', 'planned', 'madeUp'],
    events.map((event) => [
      ...[code, name, region, event.solution, event.kind, event.event_date, event.planned_date ?? undefined],
      event.made_up,
    ]),
  );

export const municipalityJson = (
  municipality: Municipality,
  date: LocalDate,
  statuses: Readonly<Record<Solution, MunicipalityStatus['status']>>,
  events: readonly AdoptionEventRow[],
) => ({
  ...municipality,
  date,
  solutions: statuses,
  events: events.map(({ solution, kind, event_date, planned_date, made_up }) => ({
    ...{ solution, event: kind, date: event_date },
    ...(planned_date !== null && { planned: planned_date }),
    madeUp: made_up,
  })),
});
