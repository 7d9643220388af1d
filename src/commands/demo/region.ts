/** The sample of a region: visits to hospital, stays, video and a waiting list. */
import { developmentSenders } from '../../access/development-senders.ts';
import { addDays } from '../../time/zone.ts';
import type { Sample } from './booking.ts';
import { people } from './people.ts';
import { at } from './sample-days.ts';
import { exact, openEnd, place, stay, unit, video, weekly } from './words.ts';
import { xRay } from './x-ray.ts';

const { sor } = developmentSenders.regional;
const hjertemedicinsk = unit('Hjertemedicinsk Ambulatorium', '70 10 00 21', sor);
const ortopædkirurgisk = unit('Ortopædkirurgisk Afdeling', '70 10 00 22', sor);
const diabetes = unit('Diabetesklinikken', '70 10 00 23', sor);
const øjne = unit('Øjenambulatoriet', '70 10 00 24', sor);
const høreklinikken = unit('Høreklinikken', '70 10 00 25', sor);
const dialysen = unit('Dialyseafsnittet', '70 10 00 26', sor);
const søvnklinikken = unit('Søvnklinikken', '70 10 00 27', sor);
const børn = unit('Børneambulatoriet', '70 10 00 28', sor);
const jordemødrene = unit('Jordemodercentret', '70 10 00 29', sor);

const odense = (name: string, phone: string, id: string) => place(name, 'Hospitalsvej 10', '5000 Odense C', phone, id);
const svendborg = (name: string, phone: string, id: string) => place(name, 'Prøveparken 2', '5700 Svendborg', phone, id);

const hjertet = odense('Hjertemedicinsk Ambulatorium, indgang 20, 2. sal, rum 14', '70 10 00 21', '999903000016201');
const sengeafsnittet = odense('Ortopædkirurgisk Afdeling, indgang 7, 4. sal', '70 10 00 22', '999903000016202');
const øjenambulatoriet = svendborg('Øjenambulatoriet, indgang A, stuen', '70 10 00 24', '999903000016204');

export const region: Sample = {
  sector: 'regional',
  system: 'https://epj-syd.example/booking',
  inOneBatch: false,

  bookings: ({ day, workday, lastWeekday, nextWeekday, summerTimeDay }) => {
    const summerTime = summerTimeDay();
    return [
      {
        key: 'nancy-hjerte',
        citizen: people.nancy,
        what: 'Ultralydsundersøgelse af hjertet',
        when: exact(workday(3), '10:15', '11:00'),
        by: hjertemedicinsk,
        place: hjertet,
      },
      {
        key: 'nancy-blodprøve',
        citizen: people.nancy,
        what: 'Blodprøver',
        status: 'fulfilled',
        when: exact(day(-1), '08:30', '08:45'),
        by: diabetes,
        place: odense('Blodprøver og EKG, indgang 1, stuen', '70 10 00 30', '999903000016210'),
      },
      {
        key: 'nancy-video',
        citizen: people.nancy,
        what: 'Samtale med diabetessygeplejerske',
        when: exact(workday(1), '11:30', '12:00'),
        by: diabetes,
        place: video,
      },
      {
        key: 'nancy-øjne',
        citizen: people.nancy,
        what: 'Øjenscreening',
        when: exact(workday(8), '09:00', '09:40'),
        by: øjne,
        place: øjenambulatoriet,
      },
      {
        key: 'nancy-høreprøve',
        citizen: people.nancy,
        what: 'Høreprøve',
        when: exact(workday(6), '12:45', '13:30'),
        by: høreklinikken,
        place: odense('Høreklinikken, indgang 31, 1. sal, rum 5', '70 10 00 25', '999903000016205'),
      },
      {
        key: 'nancy-dagkirurgi',
        citizen: people.nancy,
        what: 'Operation for grå stær',
        when: openEnd(workday(12), '07:45'),
        by: øjne,
        place: øjenambulatoriet,
      },
      {
        key: 'nancy-indlæggelse',
        citizen: people.nancy,
        what: 'Indlæggelse, knæoperation',
        when: stay(addDays(summerTime, -2), '12:00', addDays(summerTime, 2), '10:00'),
        by: ortopædkirurgisk,
        place: sengeafsnittet,
      },
      {
        key: 'bruno-kontrol',
        citizen: people.bruno,
        what: 'Kontrol efter hofteoperation',
        when: exact(workday(2), '13:00', '13:20'),
        by: ortopædkirurgisk,
        place: odense('Ortopædkirurgisk Ambulatorium, indgang 7, stuen, rum 3', '70 10 00 22', '999903000016203'),
      },
      {
        key: 'may-june-dialyse',
        citizen: people.mayJune,
        what: 'Dialyse',
        when: exact(lastWeekday('monday', 21), '07:30', '12:00'),
        repeats: weekly(['monday', 'wednesday', 'friday']),
        by: dialysen,
        place: odense('Dialyseafsnittet, indgang 11, 1. sal', '70 10 00 26', '999903000016206'),
      },
      {
        key: 'åge-søvn',
        citizen: people.aage,
        what: 'Søvnundersøgelse',
        when: stay(workday(5), '21:00', addDays(workday(5), 1), '07:00'),
        by: søvnklinikken,
        place: odense('Søvnklinikken, indgang 18, 3. sal', '70 10 00 27', '999903000016207'),
      },
      {
        key: 'einer-indlæggelse',
        citizen: people.einer,
        what: 'Indlæggelse til udredning',
        when: stay(workday(4), '00:00', addDays(workday(4), 3), '00:00'),
        by: hjertemedicinsk,
        place: odense('Hjertemedicinsk Afdeling, indgang 20, 5. sal', '70 10 00 21', '999903000016211'),
      },
      {
        key: 'bo-kontrol',
        citizen: people.bo,
        what: 'Kontrol af astma',
        when: exact(workday(7), '08:20', '09:00'),
        by: børn,
        place: svendborg('Børneambulatoriet, indgang B, 1. sal', '70 10 00 28', '999903000016208'),
      },
      {
        key: 'kirsten-scanning',
        citizen: people.kirsten,
        what: 'Nakkefoldsscanning',
        when: exact(workday(9), '14:00', '14:30'),
        by: jordemødrene,
        place: svendborg('Jordemodercentret, indgang D, stuen', '70 10 00 29', '999903000016209'),
      },
      {
        key: 'niels-hjerterehabilitering',
        citizen: people.niels,
        what: 'Hjerterehabilitering på hold',
        when: exact(nextWeekday('tuesday', 0), '15:00', '16:30'),
        repeats: weekly(['tuesday', 'thursday'], 12),
        by: hjertemedicinsk,
        place: odense('Hjerterehabilitering, indgang 22, gymnastiksalen', '70 10 00 21', '999903000016212'),
      },
      {
        key: 'max-venteliste',
        citizen: people.max,
        what: 'Forundersøgelse, skulder',
        status: 'waitlist',
        by: ortopædkirurgisk,
      },
    ];
  },

  changes: ({ workday, nextWeekday }) => [
    {
      key: 'nancy-øjne',
      citizen: people.nancy,
      what: 'Øjenscreening',
      when: exact(workday(9), '10:20', '11:00'),
      by: øjne,
      place: svendborg('Øjenambulatoriet, indgang C, 1. sal, rum 8', '70 10 00 24', '999903000016204'),
    },
    {
      key: 'nancy-høreprøve',
      citizen: people.nancy,
      what: 'Høreprøve',
      status: 'cancelled',
      when: exact(workday(6), '12:45', '13:30'),
      by: høreklinikken,
      place: odense('Høreklinikken, indgang 31, 1. sal, rum 5', '70 10 00 25', '999903000016205'),
    },
    {
      key: 'may-june-dialyse-flyttet',
      citizen: people.mayJune,
      what: 'Dialyse',
      when: exact(addDays(nextWeekday('friday', 1), 1), '08:00', '12:30'),
      insteadOf: { series: 'may-june-dialyse', start: at(nextWeekday('friday', 1), '07:30') },
      by: dialysen,
      place: odense('Dialyseafsnittet, indgang 11, 1. sal', '70 10 00 26', '999903000016206'),
    },
  ],

  documents: (days) => [xRay(days)],
};
