/**
 * What meets a rule, and what does not: parts of made-up appointments, never of anything that was sent. They are laid over a visit of half
 * an hour at home, and a test holds each to what it claims.
 */
import { EXT } from '../fhir/extension.ts';
import type { RuleId } from '../fhir/rule.ts';
import type { Appointment, Extension, Location } from '../fhir/types.ts';

/** An element that is undefined is not there. */
export type ExamplePart = { readonly [Name in keyof Appointment]?: Appointment[Name] | undefined };

export interface RuleExample {
  /** Where the rule is met, whatever the place in a list. */
  readonly path: string;
  readonly wrong: ExamplePart;
  readonly right: ExamplePart;
}

const guided: Extension = { url: EXT.guidedInterval, valueString: 'Morgen' };
const rrule = (text: string): Extension => ({ url: EXT.rrule, valueString: text });
const unknownEnd = { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] };
const morning = { start: '2026-03-04T07:00:00+01:00', end: '2026-03-04T09:00:00+01:00' };

const performer = {
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
  actor: { identifier: { system: 'urn:oid:1.2.208.176.1.1', value: '999901000016101' }, display: 'Hjemmeplejen Eksempelby' },
  status: 'accepted' as const,
};
const at = (location: Omit<Location, 'resourceType' | 'id'>): Partial<Appointment> => ({
  contained: [{ resourceType: 'Location', id: 'place', ...location }],
  participant: [performer, { actor: { reference: '#place' }, status: 'accepted' }],
});
const home = at({ address: { use: 'home', line: ['Eksempelvej 4'], postalCode: '9999', city: 'Eksempelby' } });
const clinic = at({
  identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '999901000016102' }],
  name: 'Træningscenter Eksempelby',
  address: { line: ['Eksempelvej 40'], postalCode: '9999', city: 'Eksempelby' },
});
const exceptionOf = (...more: Extension[]): Partial<Appointment> => ({
  extension: [
    {
      url: EXT.originatingAppointment,
      valueReference: { identifier: { system: 'https://kilde.example/aftale', value: 'serie-1' } },
    },
    ...more,
  ],
});

export const ruleExamples: Partial<Readonly<Record<RuleId, RuleExample>>> = {
  'time-window-without-length': {
    path: 'Appointment.minutesDuration',
    wrong: { ...morning, extension: [guided] },
    right: { ...morning, minutesDuration: 20, extension: [guided] },
  },
  'time-window-repeated': {
    path: 'Appointment.minutesDuration',
    wrong: { ...morning, minutesDuration: 120, extension: [guided] },
    right: { ...morning, minutesDuration: 20, extension: [guided] },
  },
  'time-length-differs': {
    path: 'Appointment.minutesDuration',
    wrong: { ...morning, minutesDuration: 20 },
    right: { ...morning, minutesDuration: 20, extension: [guided] },
  },
  'time-window-long': {
    path: 'Appointment.end',
    wrong: { start: '2026-03-04T07:00:00+01:00', end: '2026-03-05T09:00:00+01:00', minutesDuration: 20, extension: [guided] },
    right: { ...morning, minutesDuration: 20, extension: [guided] },
  },
  'time-end-unknown': {
    path: 'Appointment.end',
    wrong: { start: '2026-03-04T10:15:00+01:00', end: undefined, _end: unknownEnd },
    right: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:30:00+01:00' },
  },
  'time-guided-without-end': {
    path: 'Appointment.end',
    wrong: { start: '2026-03-04T07:00:00+01:00', end: undefined, _end: unknownEnd, extension: [guided] },
    right: { ...morning, minutesDuration: 20, extension: [guided] },
  },
  'time-no-length': {
    path: 'Appointment.end',
    wrong: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:15:00+01:00' },
    right: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:30:00+01:00' },
  },
  'time-day': {
    path: 'Appointment.start',
    wrong: { start: '2026-03-04T00:00:00+01:00', end: '2026-03-04T23:59:00+01:00' },
    right: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:30:00+01:00' },
  },
  'time-placeholder': {
    path: 'Appointment.start',
    wrong: { start: '2026-03-04T23:59:00+01:00', end: undefined, _end: unknownEnd },
    right: { start: '2026-03-04T00:00:00+01:00', end: undefined, _end: unknownEnd },
  },
  'time-end-before-start': {
    path: 'Appointment.end',
    wrong: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T09:30:00+01:00' },
    right: { start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:30:00+01:00' },
  },
  'app-3': {
    path: 'Appointment._end',
    wrong: { start: '2026-03-04T10:15:00+01:00', end: undefined },
    right: { start: '2026-03-04T10:15:00+01:00', end: undefined, _end: unknownEnd },
  },
  'base-binding': {
    path: 'Appointment.status',
    wrong: { status: 'planned' as never },
    right: { status: 'booked' },
  },
  'identity-missing': {
    path: 'Appointment',
    wrong: { identifier: [{ use: 'old', system: 'https://kilde.example/aftale', value: '4711' }] },
    right: { identifier: [{ system: 'https://kilde.example/aftale', value: '4711' }] },
  },
  'sector-absent': {
    path: 'Appointment.serviceCategory',
    wrong: { serviceCategory: undefined },
    right: { serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'MunicipalityAppointment' }] }] },
  },
  'sector-other': {
    path: 'Appointment.serviceCategory.coding',
    wrong: { serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'RegionalAppointment' }] }] },
    right: { serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'MunicipalityAppointment' }] }] },
  },
  'performer-missing': {
    path: 'Appointment.participant',
    wrong: { ...home, participant: [{ actor: { reference: '#place' }, status: 'accepted' }] },
    right: home,
  },
  'reference-target': {
    path: 'Appointment.participant.actor',
    wrong: { ...home, participant: [...(home.participant ?? []), { actor: { reference: 'Organization/1' } as never, status: 'accepted' }] },
    right: home,
  },
  'place-missing': {
    path: 'Appointment.participant',
    wrong: { contained: undefined, participant: [performer] },
    right: home,
  },
  'place-of-performer': {
    path: 'Appointment.participant.actor',
    wrong: at({ identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '999901000016101' }], name: 'Hjemmeplejen Eksempelby' }),
    right: home,
  },
  'place-home-at-office': {
    path: 'Appointment.participant.actor',
    wrong: at({
      identifier: [{ system: 'urn:oid:1.2.208.176.1.1', value: '999901000016101' }],
      address: { use: 'home', line: ['Kontorvej 1'], postalCode: '9999', city: 'Eksempelby' },
    }),
    right: home,
  },
  'place-several': {
    path: 'Appointment.participant.actor',
    wrong: {
      contained: [
        { resourceType: 'Location', id: 'one', name: 'Klinik, indgang A', address: { line: ['Eksempelvej 40'] } },
        { resourceType: 'Location', id: 'two', name: 'Klinik, indgang B', address: { line: ['Eksempelvej 42'] } },
      ],
      participant: [performer, { actor: { reference: '#one' }, status: 'accepted' }, { actor: { reference: '#two' }, status: 'accepted' }],
    },
    right: clinic,
  },
  'place-by-words': {
    path: 'Appointment.participant.actor',
    wrong: at({ name: 'Hjemme hos borgeren' }),
    right: home,
  },
  'place-without-address': {
    path: 'Appointment.participant.actor',
    wrong: at({ name: 'Træningscenter Eksempelby' }),
    right: clinic,
  },
  'place-ydernummer': {
    path: 'Appointment.participant.actor',
    wrong: at({
      identifier: [{ system: 'urn:oid:1.2.208.176.1.4', value: '099999' }],
      name: 'Lægehuset Eksempelby',
      address: { line: ['Eksempelvej 7'], postalCode: '9999', city: 'Eksempelby' },
    }),
    right: clinic,
  },
  'rrule-sub-daily': {
    path: 'Appointment.extension',
    wrong: { extension: [rrule('FREQ=HOURLY;INTERVAL=4')] },
    right: { extension: [rrule('FREQ=DAILY')] },
  },
  'rrule-count-until': {
    path: 'Appointment.extension',
    wrong: { extension: [rrule('FREQ=DAILY;COUNT=5;UNTIL=20260401T000000Z')] },
    right: { extension: [rrule('FREQ=DAILY;COUNT=5')] },
  },
  'recurrence-start-off-rule': {
    path: 'Appointment.start',
    wrong: { ...morning, extension: [rrule('FREQ=WEEKLY;BYDAY=TH')] },
    right: { start: '2026-03-05T07:00:00+01:00', end: '2026-03-05T09:00:00+01:00', extension: [rrule('FREQ=WEEKLY;BYDAY=TH')] },
  },
  'recurrence-empty': {
    path: 'Appointment.extension',
    wrong: { ...morning, extension: [rrule('FREQ=DAILY;COUNT=1 EXDATE:20260304T060000Z')] },
    right: { ...morning, extension: [rrule('FREQ=DAILY;COUNT=3 EXDATE:20260304T060000Z')] },
  },
  'exception-occurrence': {
    path: 'Appointment.extension',
    wrong: exceptionOf(),
    right: exceptionOf({ url: EXT.originalStart, valueInstant: '2026-03-04T07:00:00+01:00' }),
  },
};
