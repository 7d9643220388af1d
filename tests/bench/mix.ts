/**
 * Citizens as they are, ten kinds in turn: two have home care every day within a window of time, a nurse every week, the hospital and
 * the GP; one has the nurse and the GP; three have the hospital and the GP; four have the GP alone. Series have no end.
 */
import { EXT } from '../../src/fhir/extension.ts';
import type { Sector } from '../../src/fhir/sector.ts';
import type { Appointment, Identifier, Location } from '../../src/fhir/types.ts';
import { addDays, dateOf, type LocalDate } from '../../src/time/zone.ts';
import { citizenIdentifier, fullVisit } from './appointments.ts';

export const KINDS = 10;

/** Of these the overview is measured: each has as many rows as the next. */
export const hasHomeCare = (n: number): boolean => n % KINDS < 2;
const hasNurse = (n: number): boolean => n % KINDS < 3;
const hasHospital = (n: number): boolean => n % KINDS < 2 || (n % KINDS >= 3 && n % KINDS < 6);

/** What share of citizens has which. */
export const SHARES = { homeCare: 2 / KINDS, nurse: 3 / KINDS, hospital: 5 / KINDS, practice: 1 } as const;

/** Days from now that the measured overview asks of: with one visit a day, two or three a week, hospital and GP it has some twenty rows. */
export const DAYS_AHEAD = 15;

const SECTOR_CODES: Readonly<Record<Sector, string>> = {
  municipal: 'MunicipalityAppointment',
  regional: 'RegionalAppointment',
  practice: 'PractitionerAppointment',
};

/** The nth citizen's, by the sector that sends them. */
export function mixOf(n: number, now: Date): Readonly<Record<Sector, readonly Appointment[]>> {
  const citizen = citizenIdentifier(n);
  const day = (days: number): LocalDate => addDays(dateOf(now), days + (n % 5));
  return {
    municipal: [...(hasHomeCare(n) ? [homeCare(citizen, n, day(-10))] : []), ...(hasNurse(n) ? [nurse(citizen, n, day(-10))] : [])],
    regional: hasHospital(n) ? [of('regional', fullVisit(citizen, `hospital-${n}`, day(6), 10))] : [],
    practice: [of('practice', fullVisit(citizen, `practice-${n}`, day(3), 9))],
  };
}

function of(sector: Sector, visit: Appointment): Appointment {
  return { ...visit, serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: SECTOR_CODES[sector] }] }] };
}

const series = (visit: Appointment, rule: string): Appointment => ({
  ...visit,
  extension: [...(visit.extension ?? []), { url: EXT.rrule, valueString: rule }],
});

const nurse = (citizen: Identifier, n: number, date: LocalDate): Appointment =>
  series(fullVisit(citizen, `nurse-${n}`, date, 13), 'RRULE:FREQ=WEEKLY');

/** Sometime from seven to nine, for twenty minutes, at home. */
function homeCare(citizen: Identifier, n: number, date: LocalDate): Appointment {
  const visit = fullVisit(citizen, `care-${n}`, date, 7);
  const end = new Date(new Date(visit.start ?? '').getTime() + 2 * 3_600_000).toISOString();
  const home: Location = {
    resourceType: 'Location',
    id: 'place',
    address: { use: 'home', line: [`Prøvevej ${n % 200}`], postalCode: '5000' },
  };
  return series(
    {
      ...visit,
      end,
      minutesDuration: 20,
      contained: [...(visit.contained ?? []).filter(({ id }) => id !== home.id), home],
      extension: [{ url: EXT.guidedInterval, valueString: 'Morgen' }],
    },
    'RRULE:FREQ=DAILY',
  );
}
