/** The sample of a general practice. What each appointment is about is sent, and dropped by the service before anything is stored. */
import { developmentSenders } from '../../access/development-senders.ts';
import type { Sample } from './booking.ts';
import { people } from './people.ts';
import { between, exact, home, monthly, place, rrule, telephone, unit, video } from './words.ts';

const { name, sor } = developmentSenders.practice;
const lægehuset = unit(name, '70 10 00 31', sor);
const klinikken = place('Lægehuset Valdemarsgade, 1. sal', 'Valdemarsgade 999', '5000 Odense C', '70 10 00 31', sor);

export const practice: Sample = {
  sector: 'practice',
  system: 'https://plsp.example/aftale',
  inOneBatch: false,

  bookings: ({ workday }) => [
    {
      key: 'nancy-konsultation',
      citizen: people.nancy,
      what: 'Årskontrol, diabetes',
      when: exact(workday(2), '09:20', '09:40'),
      by: lægehuset,
      place: klinikken,
    },
    {
      key: 'nancy-telefon',
      citizen: people.nancy,
      what: 'Svar på blodprøver',
      when: between(workday(1), '08:00', '09:00', 10, 'Lægen ringer dig op'),
      by: lægehuset,
      place: telephone('70 10 00 32'),
    },
    {
      key: 'nancy-blodtryk',
      citizen: people.nancy,
      what: 'Blodtrykskontrol',
      when: exact(workday(7), '10:40', '10:50'),
      repeats: monthly(workday(7)),
      by: lægehuset,
      place: klinikken,
    },
    {
      key: 'bruno-recept',
      citizen: people.bruno,
      what: 'Receptfornyelse',
      when: exact(workday(0), '16:00', '16:10'),
      by: lægehuset,
      place: telephone(),
    },
    {
      key: 'cæsar-sygebesøg',
      citizen: people.caesar,
      what: 'Sygebesøg',
      when: between(workday(1), '12:00', '15:00', 30),
      by: lægehuset,
      place: home('Lindebo 3', '5220 Odense SØ'),
    },
    {
      key: 'lonni-b12',
      citizen: people.lonni,
      what: 'B12-indsprøjtning',
      when: exact(workday(3), '08:50', '09:00'),
      repeats: rrule('RRULE:FREQ=WEEKLY;INTERVAL=4;COUNT=6'),
      by: lægehuset,
      place: klinikken,
    },
    {
      key: 'max-samtale',
      citizen: people.max,
      what: 'Samtaleterapi',
      when: exact(workday(5), '13:00', '13:45'),
      by: lægehuset,
      place: video,
    },
    {
      key: 'kirsten-svangreomsorg',
      citizen: people.kirsten,
      what: 'Svangreundersøgelse',
      when: exact(workday(10), '11:20', '11:50'),
      by: lægehuset,
      place: klinikken,
    },
    {
      key: 'rikke-børneundersøgelse',
      citizen: people.rikke,
      what: 'Børneundersøgelse og vaccination',
      when: exact(workday(6), '09:00', '09:30'),
      by: lægehuset,
      place: klinikken,
    },
    {
      key: 'niels-konsultation',
      citizen: people.niels,
      what: 'Opfølgning efter udskrivelse',
      when: exact(workday(4), '14:20', '14:40'),
      by: lægehuset,
      place: klinikken,
    },
  ],

  changes: ({ workday }) => [
    {
      key: 'niels-konsultation',
      citizen: people.niels,
      what: 'Opfølgning efter udskrivelse',
      when: exact(workday(5), '08:40', '09:00'),
      by: lægehuset,
      place: klinikken,
    },
  ],

  documents: () => [],
};
