/** How far a municipality had come, by the day that is asked about. */
import { expect, test } from '@jest/globals';
import { type StatusEvent, statusOn } from '../../src/adoption/status-on.ts';
import type { AdoptionEventKind } from '../../src/store/adoption-event.ts';
import type { LocalDate } from '../../src/time/zone.ts';

const event = (event_date: string, kind: AdoptionEventKind, more: Partial<StatusEvent> = {}): StatusEvent => ({
  kind,
  event_date: event_date as LocalDate,
  planned_date: null,
  made_up: false,
  withdrawn_at: null,
  ...more,
});

const schedule = event('2023-05-01', 'schedule-given', { planned_date: '2023-11-01' as LocalDate });
const later = event('2023-09-01', 'schedule-given', { planned_date: '2024-02-01' as LocalDate });
const installed = event('2023-10-10', 'technically-installed');
const used = event('2024-02-21', 'in-use');
const excused = event('2023-12-01', 'not-applicable');
const withdrawn = { ...used, withdrawn_at: new Date('2024-03-01T00:00:00Z') };

test.each([
  ['nothing has happened', [], '2024-02-21', { state: 'schedule-missing', madeUp: false }],
  ['a schedule is given on the day', [schedule], '2023-05-01', { state: 'scheduled', planned: '2023-11-01' }],
  ['a schedule is given the day after', [schedule], '2023-04-30', { state: 'schedule-missing', planned: undefined }],
  ['the schedule is given anew', [schedule, later], '2024-01-01', { scheduleGiven: '2023-05-01', planned: '2024-02-01' }],
  ['it is installed without a schedule', [installed], '2024-01-01', { state: 'schedule-missing', technicallyInstalled: '2023-10-10' }],
  ['it is in use from the day', [schedule, installed, used], '2024-02-21', { state: 'in-use', inUse: '2024-02-21' }],
  ['it is in use the day after', [schedule, installed, used], '2024-02-20', { state: 'scheduled', inUse: undefined }],
  ['it is in use without a schedule', [used], '2024-02-21', { state: 'in-use' }],
  ['it does not concern the municipality', [schedule, excused], '2024-01-01', { state: 'not-applicable' }],
  ['it came to concern the municipality again', [excused, used], '2024-02-21', { state: 'in-use' }],
  ['what was recorded was withdrawn', [schedule, withdrawn], '2024-02-21', { state: 'scheduled', inUse: undefined }],
  ['it is made up', [event('2023-01-01', 'in-use', { made_up: true })], '2024-02-21', { state: 'in-use', madeUp: true }],
] as const)('tells the state when %s', (_when, events, date, expected) => {
  expect(statusOn(events, date as LocalDate)).toMatchObject(expected);
});
