import { describe, expect, it } from '@jest/globals';
import { Fault } from '../../src/fhir/fault.ts';
import type { Appointment, AppointmentParticipant } from '../../src/fhir/types.ts';
import { checkParticipants, findCitizen, performers, performerText, places, requesters } from '../../src/normalise/participants.ts';

const CPR = 'urn:oid:1.2.208.176.1.2';
const SOR = 'urn:oid:1.2.208.176.1.1';

const appointment = (participant: AppointmentParticipant[], rest: Partial<Appointment> = {}): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  participant,
  ...rest,
});

const numbered = (value: string, system = CPR): AppointmentParticipant => ({
  actor: { identifier: { system, value } },
  status: 'accepted',
});
const typed = (code: string, actor: AppointmentParticipant['actor']): AppointmentParticipant => ({
  type: [{ coding: [{ code }] }],
  ...(actor !== undefined && { actor }),
  status: 'accepted',
});

function faultOf(act: () => unknown): { status: number; issues: string[] } {
  try {
    act();
  } catch (cause) {
    if (cause instanceof Fault) {
      return { status: cause.status, issues: cause.issues.map(({ code, rule, expression }) => `${code} ${rule} ${expression}`) };
    }
    throw cause;
  }
  throw new Error('nothing was thrown');
}

describe('findCitizen (DESIGN §4.1 participant)', () => {
  it('finds the one participant with a CPR number, wherever it stands', () => {
    const found = findCitizen(appointment([typed('PPRF', { display: 'Hjemmeplejen' }), numbered('2512489996')]));
    expect(found).toEqual({ identifier: { system: CPR, value: '2512489996' }, index: 1 });
  });

  it('takes an eCPR number too', () => {
    expect(findCitizen(appointment([numbered('0703921VJ4', 'urn:oid:1.2.208.176.1.6.1.1')])).identifier.value).toBe('0703921VJ4');
  });

  it('refuses none, though a patient be named in another way', () => {
    const named = appointment([{ actor: { type: 'Patient', display: 'Nancy' }, status: 'accepted' }]);
    expect(faultOf(() => findCitizen(named))).toEqual({ status: 400, issues: ['required citizen-missing Appointment.participant'] });
  });

  it('refuses two, also where both are the same', () => {
    const twice = appointment([numbered('2512489996'), numbered('2512489996')]);
    expect(faultOf(() => findCitizen(twice))).toEqual({
      status: 422,
      issues: ['business-rule citizen-several Appointment.participant[1].actor.identifier'],
    });
  });

  it.each(['3113489996', '251248-9996', '251248999', ''])('refuses %j, which is no number', (value) => {
    expect(faultOf(() => findCitizen(appointment([numbered(value)])))).toEqual({
      status: 400,
      issues: ['value citizen-number Appointment.participant[0].actor.identifier.value'],
    });
  });

  it('says all that is wrong at once, and no number in it', () => {
    const act = () => findCitizen(appointment([numbered('3113489996'), numbered('2512489996')]));
    expect(faultOf(act).issues).toHaveLength(2);
    expect(act).not.toThrow(/\d{6}/);
  });
});

describe('performers and requesters', () => {
  const service = appointment(
    [typed('PPRF', { reference: '#service' }), typed('REF', { identifier: { system: SOR, value: '1' }, display: 'Lægen' })],
    {
      contained: [
        {
          resourceType: 'HealthcareService',
          id: 'service',
          name: 'Hjemmeplejen Skovby',
          telecom: [{ system: 'phone', value: '66113333' }],
          providedBy: { identifier: { system: SOR, value: '999991000016001' } },
          location: [{ reference: '#office' }],
        },
        { resourceType: 'Location', id: 'office', address: { line: ['Rådhusvej 100'] } },
      ],
    },
  );

  it('reads a contained service: its name, telecom, provider and office', () => {
    expect(performers(service)).toEqual([
      {
        index: 0,
        name: 'Hjemmeplejen Skovby',
        identifiers: [{ system: SOR, value: '999991000016001' }],
        telecom: [{ system: 'phone', value: '66113333' }],
        addresses: [{ line: ['Rådhusvej 100'] }],
      },
    ]);
    expect(performerText(service)).toBe('Hjemmeplejen Skovby');
  });

  it('reads an identifier with its display', () => {
    expect(requesters(service)).toMatchObject([{ index: 1, name: 'Lægen', identifiers: [{ system: SOR, value: '1' }] }]);
  });

  it('takes no performer for a place, and no office for the place of the visit', () => {
    expect(places(service)).toEqual([]);
  });

  it('finds an organisation behind a contained service by reference', () => {
    const indirect = appointment([typed('PPRF', { reference: '#service' })], {
      contained: [
        { resourceType: 'HealthcareService', id: 'service', providedBy: { reference: '#organisation' } },
        { resourceType: 'Organization', id: 'organisation', name: 'Skovby Kommune', identifier: [{ system: SOR, value: '2' }] },
      ],
    });
    expect(performers(indirect)).toMatchObject([{ name: 'Skovby Kommune', identifiers: [{ system: SOR, value: '2' }] }]);
  });
});

describe('checkParticipants', () => {
  it.each([
    ['a type', { type: 'Organization', identifier: { system: SOR, value: '1' } }],
    ['a reference', { reference: 'Organization/1' }],
    ['a contained resource', { reference: '#organisation' }],
  ])('refuses an Organization by %s (DESIGN §4.1: R4 allows none here)', (_, actor) => {
    const sent = appointment([typed('PPRF', undefined)], { contained: [{ resourceType: 'Organization', id: 'organisation' }] });
    Object.assign(sent.participant[0] ?? {}, { actor });
    expect(checkParticipants(sent)).toMatchObject([
      { severity: 'error', code: 'business-rule', rule: 'actor-organization', expression: 'Appointment.participant[0].actor' },
    ]);
  });

  it('warns where nobody carries the visit out', () => {
    expect(checkParticipants(appointment([numbered('2512489996')]))).toMatchObject([{ severity: 'warning', rule: 'performer-missing' }]);
  });

  it('has nothing to say of an identifier with a display and no type', () => {
    expect(checkParticipants(appointment([typed('PPRF', { identifier: { system: SOR, value: '1' }, display: 'Hjemmeplejen' })]))).toEqual(
      [],
    );
  });
});
