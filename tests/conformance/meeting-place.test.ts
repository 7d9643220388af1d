import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Sector } from '../../src/fhir/sector.ts';
import type { Appointment, AppointmentParticipant, Resource } from '../../src/fhir/types.ts';
import { type MeetingPlace, meetingPlace } from '../../src/normalise/meeting-place.ts';

interface Case {
  readonly name: string;
  readonly paragraph: string;
  readonly sector: Sector;
  /** By name, of the file's own performers; nobody where absent. */
  readonly performer?: string;
  readonly appointment: Partial<Appointment>;
  readonly expected: MeetingPlace;
  readonly warnings: readonly string[];
}

interface CaseFile {
  /** The contained resources of each: a HealthcareService with the id `performer`, and its office. */
  readonly performers: Readonly<Record<string, readonly Resource[]>>;
  readonly cases: readonly Case[];
}

const { performers, cases }: CaseFile = JSON.parse(readFileSync(new URL('cases/meeting-place.json', import.meta.url), 'utf8'));

const performing: AppointmentParticipant = {
  type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
  actor: { reference: '#performer' },
  status: 'accepted',
};

const appointmentOf = ({ performer, appointment }: Case): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  ...appointment,
  contained: [...(performers[performer ?? ''] ?? []), ...(appointment.contained ?? [])],
  participant: [...(performer === undefined ? [] : [performing]), ...(appointment.participant ?? [])],
});

describe('meeting-place', () => {
  it.each(cases)('$name ($paragraph)', (one) => {
    const { place, findings } = meetingPlace(appointmentOf(one), { sector: one.sector });
    expect(place).toEqual(one.expected);
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(one.warnings.map((rule) => `warning ${rule}`));
  });
});
