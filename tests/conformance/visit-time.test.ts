import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Appointment } from '../../src/fhir/types.ts';
import { checkTime } from '../../src/normalise/check-time.ts';
import { timingOf } from '../../src/normalise/timing.ts';
import { type VisitTime, visitTime } from '../../src/normalise/visit-time.ts';

interface Case {
  readonly name: string;
  readonly paragraph: string;
  readonly appointment: Partial<Appointment>;
  readonly expected: VisitTime;
  readonly warnings: readonly string[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('cases/visit-time.json', import.meta.url), 'utf8'));

describe('visit-time', () => {
  it.each(cases)('$name ($paragraph)', ({ appointment, expected, warnings }) => {
    const sent: Appointment = { resourceType: 'Appointment', status: 'booked', participant: [], ...appointment };
    const timing = timingOf(sent);
    expect(timing && visitTime(timing)).toEqual(expected);
    expect(checkTime(sent).map(({ severity, rule }) => `${severity} ${rule}`)).toEqual(warnings.map((rule) => `warning ${rule}`));
  });
});
