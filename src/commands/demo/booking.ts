/** A line of the sample: what a sender's own system would know, and the Appointment that it makes of it (DESIGN §4.1). */
import { CPR_SYSTEM } from '../../cpr/cpr.ts';
import { EXT } from '../../fhir/extension.ts';
import { categoryOf, SECTOR_SYSTEM, type Sector } from '../../fhir/sector.ts';
import type { Appointment, AppointmentParticipant, Coding, Extension, HealthcareService, Location } from '../../fhir/types.ts';
import type { LocalDate } from '../../time/zone.ts';
import type { Person } from './people.ts';
import type { SampleDays } from './sample-days.ts';

export interface Booking {
  /** The sender's own id for it, of one day's sample. A second line of the same key is what became of the first. */
  readonly key: string;
  readonly citizen: Person;
  readonly what: string;
  readonly by: HealthcareService;
  /** Absent where it is still to be found. */
  readonly place?: Location;
  readonly when?: When;
  readonly status?: Appointment['status'];
  readonly repeats?: Extension;
  /** Which occurrence of which series it is instead of. */
  readonly insteadOf?: { readonly series: string; readonly start: string };
  /** Of a sender that posts each occurrence by itself. */
  readonly group?: string;
  readonly labels?: readonly Coding[];
}

export interface When extends Pick<Appointment, 'start' | 'end' | '_end' | 'minutesDuration'> {
  /** Start to end is a window, with the sender's own words for it. */
  readonly guided?: string;
}

/** A sender's part of the sample. */
export interface Sample {
  readonly sector: Sector;
  /** Of the sender's own ids. */
  readonly system: string;
  /** Whether what it has booked goes in one Bundle, and not by a call each. */
  readonly inOneBatch: boolean;
  bookings(days: SampleDays): readonly Booking[];
  /** What became of some of it since, and of single occurrences of its series. */
  changes(days: SampleDays): readonly Booking[];
  /** APD-DK documents. */
  documents(days: SampleDays): readonly ApdDocument[];
}

export interface ApdDocument {
  /** Of the appointment in it. */
  readonly identifier: SampleIdentifier;
  readonly xml: string;
}

export interface SampleIdentifier {
  readonly system: string;
  readonly value: string;
}

/** One that the service has, perhaps not of the sample. */
export interface AnyIdentifier {
  readonly system?: string | undefined;
  readonly value?: string | undefined;
}

/** @param sent when the sender's system wrote it, an instant: an older message changes nothing */
export function toAppointment(
  booking: Booking,
  { sector, system }: Pick<Sample, 'sector' | 'system'>,
  day: LocalDate,
  sent: string,
): Appointment {
  const { citizen, what, by, place, when, status = 'booked', labels } = booking;
  const { guided, ...times } = when ?? {};
  return {
    resourceType: 'Appointment',
    ...(labels !== undefined && { meta: { security: [...labels] } }),
    contained: [{ ...by, id: 'performer' }, ...(place === undefined ? [] : [{ ...place, id: 'place' }])],
    extension: [
      ...(guided === undefined ? [] : [{ url: EXT.guidedInterval, valueString: guided }]),
      ...recurrenceOf(booking, system, day),
      { url: EXT.sourceUpdated, valueInstant: sent },
    ],
    identifier: [identifierOf(booking.key, system, day)],
    status,
    serviceCategory: [{ coding: [{ system: SECTOR_SYSTEM, code: categoryOf[sector] }] }],
    reasonCode: [{ text: what }],
    ...times,
    participant: [
      { actor: { identifier: { system: CPR_SYSTEM, value: citizen.cpr } }, status: 'accepted' },
      { type: [{ coding: [PERFORMER] }], actor: { reference: '#performer' }, status: 'accepted' },
      ...(place === undefined ? [] : [{ actor: { reference: '#place' }, status: 'accepted' } satisfies AppointmentParticipant]),
    ],
  };
}

/** Each day's sample has ids of its own, so that a day later nothing looks moved. */
export const identifierOf = (key: string, system: string, day: LocalDate): SampleIdentifier => ({ system, value: `${day}/${key}` });

const PERFORMER: Coding = { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' };

function recurrenceOf({ repeats, insteadOf, group }: Booking, system: string, day: LocalDate): Extension[] {
  return [
    ...(repeats === undefined ? [] : [repeats]),
    ...(group === undefined ? [] : [{ url: EXT.seriesGroup, valueIdentifier: identifierOf(group, system, day) }]),
    ...(insteadOf === undefined
      ? []
      : [
          { url: EXT.originatingAppointment, valueReference: { identifier: identifierOf(insteadOf.series, system, day) } },
          { url: EXT.originalStart, valueInstant: insteadOf.start },
          { url: EXT.occurrenceChanged, valueBoolean: true },
        ]),
  ];
}
