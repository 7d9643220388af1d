import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Sector } from '../../src/fhir/sector.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { type MeetingPlace, meetingPlace } from '../../src/normalise/meeting-place.ts';

interface Case {
  readonly name: string;
  readonly paragraph: string;
  readonly sector: Sector;
  readonly appointment: Partial<Appointment>;
  readonly expected: MeetingPlace;
  readonly warnings: readonly string[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('cases/meeting-place.json', import.meta.url), 'utf8'));

describe('meeting-place', () => {
  it.each(cases)('$name ($paragraph)', ({ sector, appointment, expected, warnings }) => {
    const sent: Appointment = { resourceType: 'Appointment', status: 'booked', participant: [], ...appointment };
    const { place, findings } = meetingPlace(sent, { sector });
    expect(place).toEqual(expected);
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(warnings.map((rule) => `warning ${rule}`));
  });
});
