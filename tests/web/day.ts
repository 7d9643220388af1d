/** One citizen's days, of every kind that a page has to show. */
import type { Appointment } from '../../src/fhir/types.ts';
import { appointment, own, series } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { putAppointment, type TestService } from '../support/service.ts';

const performing = {
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
  actor: { reference: '#performer' },
  status: 'accepted' as const,
};

/** By somebody who can be called; at home where no place is given. */
export const by = (name: string, phone: string, place?: string): Partial<Appointment> => ({
  contained: [
    place === undefined
      ? { resourceType: 'Location', id: 'place', address: { use: 'home', line: ['Prøvevej 4'], postalCode: '5000' } }
      : {
          resourceType: 'Location',
          id: 'place',
          name: place,
          address: { line: ['Hospitalsvej 10'], postalCode: '5000', city: 'Odense C' },
        },
    { resourceType: 'HealthcareService', id: 'performer', name, telecom: [{ system: 'phone', value: phone }] },
  ],
  participant: [...appointment('any').participant, performing],
});

export const { cpr } = people.nancy;

export async function loadDays(service: TestService): Promise<void> {
  const municipality = await service.sender('municipal');
  const region = await service.sender('regional');
  const practice = await service.sender('practice');
  const heart = by('Hjertemedicinsk Ambulatorium', '70100021', 'Indgang 20, 2. sal');
  const rrule = { url: own('rrule'), valueString: 'FREQ=DAILY' };
  const sent: readonly (readonly [Record<string, string>, Appointment])[] = [
    [
      municipality,
      series('care', 'FREQ=DAILY', {
        ...by('Hjemmeplejen Bolbro', '70100011'),
        start: '2026-03-01T07:00:00+01:00',
        end: '2026-03-01T09:00:00+01:00',
        minutesDuration: 20,
        reasonCode: [{ text: 'Morgenpleje' }],
        extension: [rrule, { url: own('guided-interval'), valueString: 'Morgen' }],
      }),
    ],
    [
      region,
      appointment('heart', {
        ...heart,
        reasonCode: [{ text: 'Ultralydsundersøgelse af hjertet' }],
        patientInstruction: 'Tag din medicinliste med.',
      }),
    ],
    [
      region,
      appointment('scan', {
        ...heart,
        start: '2026-03-03T08:00:00+01:00',
        end: '2026-03-03T08:30:00+01:00',
        reasonCode: [{ text: 'Scanning' }],
      }),
    ],
    [
      region,
      appointment('scan', {
        ...heart,
        start: '2026-03-03T08:40:00+01:00',
        end: '2026-03-03T09:10:00+01:00',
        reasonCode: [{ text: 'Scanning' }],
      }),
    ],
    [
      region,
      appointment('off', {
        ...heart,
        start: '2026-03-05T13:00:00+01:00',
        end: '2026-03-05T13:30:00+01:00',
        reasonCode: [{ text: 'Høreprøve' }],
      }),
    ],
    [
      region,
      appointment('off', {
        ...heart,
        status: 'cancelled',
        start: '2026-03-05T13:00:00+01:00',
        end: '2026-03-05T13:30:00+01:00',
        reasonCode: [{ text: 'Høreprøve' }],
      }),
    ],
    [
      region,
      appointment('stay', {
        ...heart,
        start: '2026-03-10T12:00:00+01:00',
        end: '2026-03-12T10:00:00+01:00',
        reasonCode: [{ text: 'Indlæggelse' }],
      }),
    ],
    [
      region,
      appointment('past', {
        ...heart,
        start: '2026-02-20T10:00:00+01:00',
        end: '2026-02-20T10:30:00+01:00',
        reasonCode: [{ text: 'Blodprøver' }],
      }),
    ],
    [
      practice,
      appointment('doctor', {
        ...by('Lægehuset', '70100031', 'Lægehuset, 1. sal'),
        start: '2026-03-04T09:20:00+01:00',
        end: '2026-03-04T09:40:00+01:00',
      }),
    ],
    [
      municipality,
      appointment('delivery', {
        ...by('Visitationen', '70100015'),
        start: '2026-03-06T00:00:00+01:00',
        end: '2026-03-07T00:00:00+01:00',
        reasonCode: [{ text: 'Levering af badebænk' }],
      }),
    ],
  ];
  for (const [sender, one] of sent) {
    const { status, text } = await putAppointment(service, sender, one);
    if (status !== 201 && status !== 200) throw new Error(`${one.identifier?.[0]?.value}: ${status} ${text}`);
  }
}
