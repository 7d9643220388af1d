/** The words that the sample's lines are written in: when, where, how often and by whom, each as the resource or element of R4 it is. */
import { EXT } from '../../fhir/extension.ts';
import type { Extension, HealthcareService, Location } from '../../fhir/types.ts';
import { SOR_SYSTEM } from '../../normalise/participants.ts';
import { codingOf } from '../../normalise/place-kind.ts';
import { COPENHAGEN, type LocalDate } from '../../time/zone.ts';
import type { When } from './booking.ts';
import { at, type Weekday } from './sample-days.ts';

export const exact = (date: LocalDate, from: string, to: string): When => ({ start: at(date, from), end: at(date, to) });

/** The visit begins between the two, and takes so many minutes, where the sender says so. */
export const between = (date: LocalDate, from: string, to: string, minutes?: number, words = 'Tidspunktet er vejledende'): When => ({
  ...exact(date, from, to),
  guided: words,
  ...(minutes !== undefined && { minutesDuration: minutes }),
});

/** From a time on, the end unknown. */
export const openEnd = (date: LocalDate, from: string): When => ({
  start: at(date, from),
  _end: { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] },
});

/** A day with no set time. */
export const inTheCourseOf = (date: LocalDate): When => openEnd(date, '00:00');

export const stay = (first: LocalDate, from: string, last: LocalDate, to: string): When => ({ start: at(first, from), end: at(last, to) });

/** By an RFC 5545 rule. */
export const rrule = (rule: string): Extension => ({ url: EXT.rrule, valueString: rule });

const TIMEZONE: Extension = {
  url: 'timezone',
  valueCodeableConcept: { coding: [{ system: 'https://www.iana.org/time-zones', code: COPENHAGEN }] },
};

const template = (unit: 'wk' | 'mo', ...parts: Extension[]): Extension => ({
  url: EXT.recurrenceTemplate,
  extension: [
    TIMEZONE,
    { url: 'recurrenceType', valueCodeableConcept: { coding: [{ system: 'http://unitsofmeasure.org', code: unit }] } },
    ...parts,
  ],
});

/** By R5's template, on these weekdays, so many times where it ends. */
export const weekly = (weekdays: readonly Weekday[], count?: number): Extension =>
  template('wk', ...(count === undefined ? [] : [{ url: 'occurrenceCount', valuePositiveInt: count }]), {
    url: 'weeklyTemplate',
    extension: weekdays.map((weekday) => ({ url: weekday, valueBoolean: true })),
  });

/** By R5's template, on the same date of every month. */
export const monthly = (date: LocalDate): Extension =>
  template('mo', {
    url: 'monthlyTemplate',
    extension: [
      { url: 'dayOfMonth', valuePositiveInt: Number(date.slice(8)) },
      { url: 'monthInterval', valuePositiveInt: 1 },
    ],
  });

export const unit = (name: string, phone: string, sor: string): HealthcareService => ({
  resourceType: 'HealthcareService',
  providedBy: { identifier: { system: SOR_SYSTEM, value: sor }, display: name },
  name,
  telecom: [{ system: 'phone', value: phone, use: 'work' }],
});

/** @param postal postal code and city, `5000 Odense C` */
const addressOf = (street: string, postal: string) => ({ line: [street], postalCode: postal.slice(0, 4), city: postal.slice(5) });

/** A place with its way in, its address and its number; of a unit with a SOR id where one is given. */
export const place = (name: string, street: string, postal: string, phone: string, sor?: string): Location => ({
  resourceType: 'Location',
  ...(sor !== undefined && { identifier: [{ system: SOR_SYSTEM, value: sor }] }),
  name,
  telecom: [{ system: 'phone', value: phone }],
  address: { use: 'work', ...addressOf(street, postal) },
});

/** The citizen's home, address and all, as senders send it; none of it is passed on. */
export const home = (street: string, postal: string): Location => ({
  resourceType: 'Location',
  type: [{ coding: [codingOf.home] }],
  address: { use: 'home', ...addressOf(street, postal) },
});

export const video: Location = { resourceType: 'Location', type: [{ coding: [codingOf.video] }], name: 'Video' };

export const telephone = (number?: string): Location => ({
  resourceType: 'Location',
  type: [{ coding: [codingOf.phone] }],
  name: 'Telefon',
  ...(number !== undefined && { telecom: [{ system: 'phone', value: number }] }),
});
