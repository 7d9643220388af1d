/** The English sentences of `/kommuner`. */
import type { LocalDate } from '../../time/zone.ts';
import type { AdoptionTexts } from './adoption-texts.da.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const shortFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export const adoptionEn: AdoptionTexts = {
  link: 'Municipalities',
  title: 'How far are the municipalities?',
  day: (date: LocalDate) => dayFormat.format(new Date(date)),
  shortDay: (date: LocalDate) => shortFormat.format(new Date(date)),
  month: (date: LocalDate) => monthFormat.format(new Date(date)),
  solutions: { aftaler: 'Appointments', stamkort: 'Shared card (Fælles Stamkort)' },
  solutionLabel: 'Solution',
  lead: {
    aftaler: (inUse, of, day) => `${inUse} of ${of} municipalities share appointments as of ${day}.`,
    stamkort: (inUse, of, day) => `${inUse} of ${of} municipalities use the shared card as of ${day}.`,
  },
  madeUp:
    'Example: the totals are those known in February 2024, but which municipality is in which state, and when it came there, is made up. The example ends in February 2024.',
  madeUpMark: 'example',

  states: {
    'in-use': 'In use',
    scheduled: 'Schedule given',
    'schedule-missing': 'Schedule missing',
    'not-applicable': 'Not applicable',
  },
  kinds: {
    'schedule-given': 'Schedule given',
    'technically-installed': 'Technically installed',
    'in-use': 'Taken into use',
    'not-applicable': 'Not applicable from this day',
  },

  time: {
    title: 'Choose a time',
    month: 'Month',
    monthHint: (first, last) => `From ${first} at the left end to ${last} at the right.`,
    show: 'Show the month',
    day: 'Or a certain day',
    showDay: 'Show the day',
    previous: (month) => `Back to ${month}`,
    next: (month) => `On to ${month}`,
    today: 'Today',
  },

  map: {
    label: (solution, day) => `Map of Denmark: ${solution} as of ${day}. The list holds the same.`,
    capital: 'The capital area, enlarged',
    legend: 'Colours and patterns',
    credit: 'Map: react-denmark-map © 2022–2025 Martin Polley, MIT licence.',
    count: (count) => (count === 1 ? '1 municipality' : `${count} municipalities`),
  },

  list: {
    title: 'The municipalities',
    count: (shown, of) => (shown === of ? `All ${of} municipalities.` : `${shown} of ${of} municipalities.`),
    filter: 'Show only',
    everyState: 'Every state',
    everyRegion: 'Every region',
    state: 'State',
    region: 'Region',
    search: 'Name of the municipality',
    apply: 'Show',
    clear: 'Show all',
    none: 'No municipality fits.',
    columns: {
      kommune: 'Municipality',
      region: 'Region',
      tilstand: 'State',
      plan: 'Planned',
      installeret: 'Installed',
      drift: 'In use',
    },
    columnHint: 'Press a heading to sort.',
    tableLabel: 'List of municipalities, scrolls sideways',
  },

  progress: {
    title: 'Milestones',
    scheduleGiven: 'Have given a schedule',
    technicallyInstalled: 'Have it technically installed',
    inUse: 'Have taken it into use',
    share: (count, of) => `${count} of ${of}`,
    chart: 'Month by month',
    chartLabel: (first, last) => `Curves of municipalities from ${first} to ${last}; the table below holds the numbers.`,
    table: 'The numbers in a table',
    tableMonth: 'Day',
    short: { scheduleGiven: 'Schedule', technicallyInstalled: 'Installed', inUse: 'In use' },
    overdue: 'Should have been in use',
    coming: 'On the way',
    withoutSchedule: 'Without a schedule',
    nobody: 'None.',
    installed: 'installed',
  },

  export: { title: 'Take the numbers', csv: 'The municipalities (CSV)', monthsCsv: 'Month by month (CSV)', json: 'All of it (JSON)' },

  municipality: {
    back: 'All municipalities',
    title: (name) => `Municipality of ${name}`,
    asOf: (day) => `As it was on ${day}.`,
    milestones: 'Milestones',
    nothing: 'Nothing is recorded yet.',
    planned: (day) => `to be in use ${day}`,
    overdue: (day) => `Should have been in use ${day}.`,
    coming: (day) => `To be in use ${day}.`,
    since: (day) => `In use since ${day}.`,
    missing: 'The municipality has given no schedule.',
    notApplicable: 'The solution does not concern the municipality.',
    undated: 'The schedule has no date of use.',
  },
};
