/** What the bench sends: appointments of about 2 kB, of citizens who do not exist. */
import { X_ECPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { BASE } from '../../src/fhir/base.ts';
import type { Appointment, Identifier } from '../../src/fhir/types.ts';
import { addDays, dateOf, formatInstant, type LocalDate, startOfDay } from '../../src/time/zone.ts';

export const SYSTEM = 'https://bench.example/appointments';

/** Stands in a text where each request puts a number that no other has, as wide as this. */
export const SERIAL = '@@@serial@@';

const two = (n: number): string => String(n).padStart(2, '0');
const letter = (n: number): string => String.fromCharCode(65 + (n % 26));

/** The nth citizen, by a replacement number (X-eCPR): a CPR number may be somebody's. */
export function citizenIdentifier(n: number): Identifier & { system: string; value: string } {
  const rest = Math.floor(n / 6760);
  const date = `${two((rest % 28) + 1)}${two((Math.floor(rest / 28) % 12) + 1)}80`;
  return { system: X_ECPR_SYSTEM, value: `${date}7${letter(Math.floor(n / 260))}${letter(Math.floor(n / 10))}${n % 10}` };
}

/** Home care seven days a week for a fortnight, a nurse each week, a bandage changed once, a hospital's out-patients: 20 rows. */
export const ROWS = 20;

export function appointmentsOf(n: number, now: Date): Appointment[] {
  const citizen = citizenIdentifier(n);
  const first = addDays(dateOf(now), 2);
  const series = (kind: string, hour: number, rule: string): Appointment => ({
    ...visit(citizen, `${kind}-${n}`, first, hour),
    extension: [{ url: `${BASE}/StructureDefinition/rrule`, valueString: rule }],
  });
  return [
    series('care', 8, 'RRULE:FREQ=DAILY;COUNT=14'),
    series('nurse', 11, 'RRULE:FREQ=WEEKLY;COUNT=4'),
    visit(citizen, `bandage-${n}`, addDays(first, 5), 13),
    visit(citizen, `clinic-${n}`, addDays(first, 9), 10),
  ];
}

const SOR_SYSTEM = 'urn:oid:1.2.208.176.1.1';
const PERFORMER = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }];

/** A quarter of an hour at a nurses' clinic: a row of an overview is 2.3 kB. */
export function visit(citizen: Identifier, id: string, date: LocalDate, hour: number): Appointment {
  const at = (minutes: number): string => formatInstant(new Date(startOfDay(date).getTime() + (hour * 60 + minutes) * 60_000));
  return {
    resourceType: 'Appointment',
    contained: [
      {
        resourceType: 'Location',
        id: 'place',
        name: 'Sygeplejeklinikken Dalum',
        address: { use: 'work', line: ['Dalumvej 95 B'], city: 'Odense S', postalCode: '5250' },
      },
    ],
    identifier: [{ system: SYSTEM, value: id }],
    status: 'booked',
    serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'MunicipalityAppointment' }] }],
    reasonCode: [{ text: 'Sårpleje' }],
    start: at(0),
    end: at(15),
    minutesDuration: 15,
    participant: [
      { actor: { identifier: citizen }, status: 'accepted' },
      {
        type: PERFORMER,
        actor: { identifier: { system: SOR_SYSTEM, value: '325431000016004' }, display: 'Sygeplejen Nord' },
        status: 'accepted',
      },
      { actor: { reference: '#place' }, status: 'accepted' },
    ],
  };
}

/** The same with all that a sender may have to say of it: 2 kB. */
export function fullVisit(citizen: Identifier, id: string, date: LocalDate, hour: number): Appointment {
  const lean = visit(citizen, id, date, hour);
  const [patient, , place] = lean.participant;
  if (patient === undefined || place === undefined) throw new Error('a visit has a citizen and a place');
  return {
    ...lean,
    contained: [
      {
        resourceType: 'HealthcareService',
        id: 'performer',
        providedBy: { identifier: { system: SOR_SYSTEM, value: '325431000016004' } },
        name: 'Sygeplejen Nord, Dalum, gruppe 3',
        telecom: [{ system: 'phone', value: '65 51 20 20', use: 'work' }],
      },
      ...(lean.contained ?? []),
    ],
    serviceType: [{ text: 'Sygepleje efter sundhedsloven: behandling og pleje af problemer med hud og slimhinder' }],
    reasonCode: [{ text: 'Sårpleje og skift af forbinding efter operation' }],
    description: 'Skift af forbinding, vurdering af heling',
    created: '2026-02-20T09:30:00+01:00',
    comment:
      'Nøgle i boks ved indgang B. Sygeplejersken ringer, hvis hun er mere end en halv time forsinket. Forbindinger og salve ligger ' +
      'i skabet på gangen; såret er renset og fotograferet ved sidste besøg, næste vurdering hos lægen om tre uger.',
    patientInstruction: 'Medbring din medicinliste. Ring til klinikken senest dagen før, hvis du er forhindret i at komme.',
    participant: [
      { ...patient, required: 'required' },
      { type: PERFORMER, actor: { reference: '#performer', display: 'Sygeplejen Nord, Dalum, gruppe 3' }, status: 'accepted' },
      { ...place, required: 'required' },
    ],
  };
}
