import { describe, expect, it } from '@jest/globals';
import { SECTOR_SYSTEM } from '../../src/fhir/sector.ts';
import type { Appointment, CodeableConcept } from '../../src/fhir/types.ts';
import { settleSector } from '../../src/normalise/sector.ts';

const appointment = (serviceCategory?: CodeableConcept[]): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  participant: [],
  ...(serviceCategory !== undefined && { serviceCategory }),
});
const sector = (code: string): CodeableConcept => ({ coding: [{ system: SECTOR_SYSTEM, code }] });
const other: CodeableConcept = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/service-category', code: '17' }] };

describe('settleSector (DESIGN §4.1 serviceCategory)', () => {
  it('leaves what names the sender’s own sector as it is', () => {
    const sent = appointment([other, sector('RegionalAppointment')]);
    expect(settleSector(sent, 'regional')).toEqual({ appointment: sent, findings: [] });
  });

  it('fills in the sender’s sector with a warning, and keeps other codings', () => {
    const { appointment: settled, findings } = settleSector(appointment([other]), 'municipal');
    expect(settled.serviceCategory).toEqual([other, sector('MunicipalityAppointment')]);
    expect(findings).toMatchObject([{ severity: 'warning', rule: 'sector-absent', expression: 'Appointment.serviceCategory' }]);
  });

  it.each([
    ['another sector', [sector('MunicipalityAppointment')], 'sector-other', 'Appointment.serviceCategory[0].coding[0]'],
    ['a code that is no sector', [sector('Municipality')], 'sector-other', 'Appointment.serviceCategory[0].coding[0]'],
    [
      'the sector twice',
      [sector('PractitionerAppointment'), sector('PractitionerAppointment')],
      'sector-several',
      'Appointment.serviceCategory[1].coding[0]',
    ],
  ])('refuses %s', (_, serviceCategory, rule, expression) => {
    expect(() => settleSector(appointment(serviceCategory), 'practice')).toThrow(
      expect.objectContaining({ status: 422, issues: [expect.objectContaining({ code: 'business-rule', rule, expression })] }),
    );
  });
});
