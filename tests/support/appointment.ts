/** Appointments for tests: a good one, with what a case changes laid over it. */
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { BASE } from '../../src/fhir/base.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { people } from './people.ts';

export const SYSTEM = 'https://sender.example/appointments';

export const own = (name: string): string => `${BASE}/StructureDefinition/${name}`;

export const citizen = (cpr: string = people.nancy.cpr) => ({
  actor: { identifier: { system: CPR_SYSTEM, value: cpr } },
  status: 'accepted' as const,
});

/** A quarter of an hour at a clinic. */
export function appointment(value: string, changes: Partial<Appointment> = {}, cpr?: string): Appointment {
  return {
    resourceType: 'Appointment',
    identifier: [{ system: SYSTEM, value }],
    status: 'booked',
    start: '2026-03-04T10:15:00+01:00',
    end: '2026-03-04T10:30:00+01:00',
    contained: [{ resourceType: 'Location', id: 'place', name: 'Ambulatoriet, opgang 3' }],
    participant: [citizen(cpr), { actor: { reference: '#place' }, status: 'accepted' }],
    ...changes,
  };
}

/** A series by an RFC 5545 rule, 7.00 to 7.20. */
export const series = (value: string, rrule: string, changes: Partial<Appointment> = {}, cpr?: string): Appointment =>
  appointment(
    value,
    {
      start: '2026-03-04T07:00:00+01:00',
      end: '2026-03-04T07:20:00+01:00',
      extension: [{ url: own('rrule'), valueString: rrule }],
      ...changes,
    },
    cpr,
  );
