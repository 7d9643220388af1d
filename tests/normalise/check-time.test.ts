import { describe, expect, it } from '@jest/globals';
import type { Appointment } from '../../src/fhir/types.ts';
import { checkTime } from '../../src/normalise/check-time.ts';

const found = (time: Partial<Appointment>): string[] =>
  checkTime({ resourceType: 'Appointment', status: 'booked', participant: [], ...time }).map(
    ({ severity, code, rule, expression }) => `${severity} ${code} ${rule} ${expression}`,
  );

describe('what refuses a time (DESIGN §4.1 start, end); its doubts are cases in conformance', () => {
  it('an end before its start, compared as instants', () => {
    expect(found({ start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T10:00:00+01:00' })).toEqual([
      'error business-rule time-end-before-start Appointment.end',
    ]);
    expect(found({ start: '2026-03-04T10:15:00+01:00', end: '2026-03-04T09:30:00Z' })).toEqual([]);
  });

  it.each([
    ['1899-12-31T22:59:00Z', true],
    ['1899-12-31T23:00:00Z', false],
    ['2199-12-31T22:59:00Z', false],
    ['2199-12-31T23:00:00Z', true],
    ['9999-12-31T23:00:00Z', true],
  ])('a start at %s is outside 1900–2199 by the Danish calendar: %s', (start, outside) => {
    const end = start;
    const errors = found({ start, end }).filter((issue) => issue.startsWith('error'));
    expect(errors).toEqual(
      outside ? ['error business-rule time-range Appointment.start', 'error business-rule time-range Appointment.end'] : [],
    );
  });

  it('all errors at once', () => {
    expect(found({ start: '2026-03-04T10:15:00+01:00', end: '1826-03-04T10:15:00+01:00' })).toEqual([
      'error business-rule time-range Appointment.end',
      'error business-rule time-end-before-start Appointment.end',
    ]);
  });

  it('says nothing of an appointment without a start', () => {
    expect(found({ status: 'proposed', minutesDuration: 20 })).toEqual([]);
  });
});
