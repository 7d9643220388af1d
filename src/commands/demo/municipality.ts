/** The sample of a municipality: home care, nursing, training and social support. */
import { developmentSenders } from '../../access/development-senders.ts';
import { LABEL_RESTRICTED, LABEL_TIME_ONLY } from '../../derive/label.ts';
import { addDays } from '../../time/zone.ts';
import type { Sample } from './booking.ts';
import { people } from './people.ts';
import { at } from './sample-days.ts';
import { between, exact, home, inTheCourseOf, place, rrule, stay, telephone, unit, weekly } from './words.ts';

const { sor } = developmentSenders.municipal;
const hjemmeplejen = unit('Hjemmeplejen Bolbro', '70 10 00 11', sor);
const sygeplejen = unit('Hjemmesygeplejen Syd', '70 10 00 12', sor);
const træningen = unit('Træningscenter Tarup', '70 10 00 13', sor);
const støtten = unit('Bostøtten Odense', '70 10 00 14', sor);
const visitationen = unit('Visitationen', '70 10 00 15', sor);

const træningscentret = place('Træningscenter Tarup, sal 2', 'Prøvevej 40', '5210 Odense NV', '70 10 00 13', '999901000016102');
const klinikken = place('Sygeplejeklinikken Vollsmose, indgang C', 'Eksempelvej 100', '5240 Odense NØ', '70 10 00 16', '999901000016103');
/** What some systems send as the place of every visit: the office that answers for it. */
const kontoret = place('Hjemmesygeplejen Syd', 'Kontorvej 1', '5260 Odense S', '70 10 00 12');

const hosNancy = home('Prøvestien 7, 2. th.', '5230 Odense M');
const hosBruno = home('Eksempelgade 12', '5200 Odense V');
const hosCæsar = home('Lindebo 3', '5220 Odense SØ');
const hosElse = home('Skjulestedet 21', '5000 Odense C');
const hosÅge = home('Ellebakken 9, st. tv.', '5210 Odense NV');
const hosEiner = home('Prøvegyden 4', '5250 Odense SV');

export const municipality: Sample = {
  sector: 'municipal',
  system: 'https://odense-nexus.example/aftale',
  inOneBatch: true,

  bookings: ({ today, day, workday, lastWeekday, nextWeekday }) => [
    {
      key: 'nancy-morgenpleje',
      citizen: people.nancy,
      what: 'Morgenpleje',
      when: between(day(-60), '07:00', '09:00', 20, 'Morgenbesøg; vi ringer, hvis vi bliver forsinket'),
      repeats: rrule('RRULE:FREQ=DAILY'),
      by: hjemmeplejen,
      place: hosNancy,
    },
    {
      key: 'nancy-sårpleje',
      citizen: people.nancy,
      what: 'Sårpleje',
      when: exact(lastWeekday('tuesday', 14), '10:00', '10:30'),
      repeats: weekly(['tuesday']),
      by: sygeplejen,
      place: hosNancy,
    },
    {
      key: 'nancy-rengøring',
      citizen: people.nancy,
      what: 'Rengøring',
      when: between(lastWeekday('thursday', 7), '12:00', '14:00', 45),
      repeats: rrule('RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH'),
      by: hjemmeplejen,
      place: hosNancy,
    },
    ...[0, 7, 14, 21].map((later, index) => ({
      key: `nancy-holdtræning-${index + 1}`,
      citizen: people.nancy,
      what: 'Balancetræning på hold',
      when: exact(addDays(nextWeekday('monday', 1), later), '13:00', '14:00'),
      group: 'nancy-holdtræning',
      by: træningen,
      place: træningscentret,
    })),
    {
      key: 'nancy-bostøtte',
      citizen: people.nancy,
      what: 'Støtte til post og økonomi',
      when: exact(workday(2), '14:30', '15:30'),
      labels: [LABEL_TIME_ONLY],
      by: støtten,
      place: hosNancy,
    },
    {
      key: 'nancy-visitator',
      citizen: people.nancy,
      what: 'Besøg af visitator',
      when: exact(workday(4), '10:00', '11:00'),
      by: visitationen,
      place: hosNancy,
    },
    {
      key: 'nancy-hjælpemiddel',
      citizen: people.nancy,
      what: 'Levering af badebænk',
      when: inTheCourseOf(workday(5)),
      by: visitationen,
      place: hosNancy,
    },
    {
      key: 'bruno-medicin',
      citizen: people.bruno,
      what: 'Medicingivning',
      when: between(day(-30), '08:00', '09:30', 10),
      repeats: rrule('RRULE:FREQ=DAILY'),
      by: sygeplejen,
      place: hosBruno,
    },
    {
      key: 'bruno-bad',
      citizen: people.bruno,
      what: 'Hjælp til bad',
      when: between(lastWeekday('monday', 7), '09:00', '11:00', 40),
      repeats: weekly(['monday', 'thursday']),
      by: hjemmeplejen,
      place: hosBruno,
    },
    {
      key: 'bruno-genoptræning',
      citizen: people.bruno,
      what: 'Genoptræning efter hofteoperation',
      when: exact(lastWeekday('wednesday', 7), '10:30', '11:15'),
      repeats: weekly(['wednesday'], 8),
      by: træningen,
      place: træningscentret,
    },
    {
      key: 'cæsar-morgen',
      citizen: people.caesar,
      what: 'Morgenpleje',
      when: between(day(-90), '07:30', '08:30', 30),
      repeats: rrule('RRULE:FREQ=DAILY'),
      by: hjemmeplejen,
      place: hosCæsar,
    },
    {
      key: 'cæsar-aften',
      citizen: people.caesar,
      what: 'Aftenpleje',
      when: between(day(-90), '20:00', '22:00', 20),
      repeats: rrule('RRULE:FREQ=DAILY'),
      by: hjemmeplejen,
      place: hosCæsar,
    },
    {
      key: 'cæsar-nat',
      citizen: people.caesar,
      what: 'Natbesøg',
      when: { ...stay(day(-90), '23:00', day(-89), '01:00'), guided: 'Tidspunktet er vejledende', minutesDuration: 10 },
      repeats: rrule('RRULE:FREQ=DAILY'),
      by: hjemmeplejen,
      place: hosCæsar,
    },
    {
      key: 'else-sygepleje',
      citizen: people.else,
      what: 'Sygepleje',
      when: exact(lastWeekday('friday', 7), '11:00', '11:30'),
      repeats: weekly(['friday']),
      labels: [LABEL_RESTRICTED],
      by: sygeplejen,
      place: hosElse,
    },
    {
      key: 'åge-tryghedsopkald',
      citizen: people.aage,
      what: 'Tryghedsopkald',
      when: between(lastWeekday('monday', 14), '09:00', '10:00', 5),
      repeats: rrule('RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR'),
      by: hjemmeplejen,
      place: telephone(),
    },
    {
      key: 'åge-hjemmebesøg',
      citizen: people.aage,
      what: 'Forebyggende hjemmebesøg',
      when: exact(workday(3), '09:00', '10:30'),
      by: visitationen,
      place: hosÅge,
    },
    {
      key: 'lonni-sårpleje',
      citizen: people.lonni,
      what: 'Sårpleje',
      when: exact(lastWeekday('monday', 7), '09:15', '09:45'),
      repeats: weekly(['monday']),
      by: sygeplejen,
      place: kontoret,
    },
    {
      key: 'lonni-klinik',
      citizen: people.lonni,
      what: 'Kompressionsbehandling',
      when: exact(workday(6), '11:00', '11:45'),
      by: sygeplejen,
      place: klinikken,
    },
    {
      key: 'einer-rengøring',
      citizen: people.einer,
      what: 'Rengøring',
      when: between(lastWeekday('wednesday', 7), '08:00', '12:00'),
      repeats: rrule('RRULE:FREQ=WEEKLY;BYDAY=WE'),
      by: hjemmeplejen,
      place: hosEiner,
    },
    {
      key: 'max-bostøtte',
      citizen: people.max,
      what: 'Støtte i hverdagen',
      when: exact(lastWeekday('tuesday', 7), '12:00', '13:30'),
      repeats: weekly(['tuesday', 'friday']),
      labels: [LABEL_TIME_ONLY],
      by: støtten,
      place: { resourceType: 'Location', name: 'Borgers hjemmeadresse' },
    },
    {
      key: 'bo-ergoterapi',
      citizen: people.bo,
      what: 'Ergoterapi',
      when: exact(workday(1), '14:00', '15:00'),
      by: træningen,
      place: træningscentret,
    },
    {
      key: 'einer-samtale',
      citizen: people.einer,
      what: 'Samtale om hjælp i hjemmet',
      when: exact(today, '15:00', '15:30'),
      by: visitationen,
      place: telephone('70 10 00 15'),
    },
  ],

  changes: ({ day, workday, nextWeekday }) => {
    const tuesday = nextWeekday('tuesday', 3);
    return [
      {
        key: 'nancy-visitator',
        citizen: people.nancy,
        what: 'Besøg af visitator',
        when: exact(workday(4), '13:30', '14:30'),
        by: visitationen,
        place: hosNancy,
      },
      {
        key: 'nancy-sårpleje-flyttet',
        citizen: people.nancy,
        what: 'Sårpleje',
        when: exact(addDays(tuesday, 1), '13:00', '13:30'),
        insteadOf: { series: 'nancy-sårpleje', start: at(tuesday, '10:00') },
        by: sygeplejen,
        place: hosNancy,
      },
      {
        key: 'nancy-morgenpleje-aflyst',
        citizen: people.nancy,
        what: 'Morgenpleje',
        status: 'cancelled',
        when: between(day(2), '07:00', '09:00', 20),
        insteadOf: { series: 'nancy-morgenpleje', start: at(day(2), '07:00') },
        by: hjemmeplejen,
        place: hosNancy,
      },
      {
        key: 'bo-ergoterapi',
        citizen: people.bo,
        what: 'Ergoterapi',
        status: 'cancelled',
        when: exact(workday(1), '14:00', '15:00'),
        by: træningen,
        place: træningscentret,
      },
    ];
  },

  documents: () => [],
};
