/** The ten published appointments of a CSV file, as a sender would post them. A converter for tests: nobody sends this format. */
import { parseCdaTime } from '../../src/apd/cda-time.ts';
import { SOR_SYSTEM } from '../../src/apd/cda-types.ts';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import type { Appointment } from '../../src/fhir/types.ts';

const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';

export const csvToAppointments = (csv: string): Appointment[] =>
  csv
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map(toAppointment);

/** id, CPR, start, end, SOR, street, postal code, city, phone, organisation, person, reason; one row goes on with a tab and a status. */
function toAppointment(line: string): Appointment {
  const [
    id = '',
    cpr = '',
    start = '',
    end = '',
    sor = '',
    street = '',
    postalCode = '',
    city = '',
    phone = '',
    organisation = '',
    ,
    rest = '',
  ] = line.split('¤');
  const [reason = ''] = rest.split('\t');
  const identifier = { system: SOR_SYSTEM, value: sor };
  const telecom = [{ system: 'phone' as const, value: phone }];
  return {
    resourceType: 'Appointment',
    contained: [
      {
        resourceType: 'HealthcareService',
        id: 'performer',
        providedBy: { identifier, display: organisation },
        name: organisation,
        telecom,
      },
      {
        resourceType: 'Location',
        id: 'place',
        identifier: [identifier],
        name: organisation,
        telecom,
        address: { line: [street], postalCode, city },
      },
    ],
    identifier: [{ system: 'urn:oid:1.2.208.184', value: id }],
    status: 'booked',
    reasonCode: [{ text: reason }],
    start: toInstantText(start),
    end: toInstantText(end),
    participant: [
      { actor: { identifier: { system: CPR_SYSTEM, value: cpr } }, status: 'accepted' },
      { type: [{ coding: [{ system: PARTICIPATION, code: 'PPRF' }] }], actor: { reference: '#performer' }, status: 'accepted' },
      { actor: { reference: '#place' }, status: 'accepted' },
    ],
  };
}

function toInstantText(value: string): string {
  const time = parseCdaTime(value);
  if (time === undefined) throw new Error('A row without a time');
  return time.text;
}
