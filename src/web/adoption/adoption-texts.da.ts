/** The Danish sentences of `/kommuner`. */
import type { AdoptionState } from '../../adoption/status-on.ts';
import type { AdoptionEventKind, Solution } from '../../store/adoption-event.ts';
import type { LocalDate } from '../../time/zone.ts';

const dayFormat = new Intl.DateTimeFormat('da-DK', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat('da-DK', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const shortFormat = new Intl.DateTimeFormat('da-DK', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'UTC' });

const names: Readonly<Record<Solution, string>> = { aftaler: 'Aftaler', stamkort: 'Fælles Stamkort' };

export const adoptionDa = {
  link: 'Kommuner',
  title: 'Hvor langt er kommunerne?',
  day: (date: LocalDate) => dayFormat.format(new Date(date)),
  shortDay: (date: LocalDate) => shortFormat.format(new Date(date)),
  month: (date: LocalDate) => monthFormat.format(new Date(date)),
  solutions: names,
  solutionLabel: 'Løsning',
  lead: {
    aftaler: (inUse: number, of: number, day: string) => `${inUse} af ${of} kommuner deler aftaler pr. ${day}.`,
    stamkort: (inUse: number, of: number, day: string) => `${inUse} af ${of} kommuner bruger Fælles Stamkort pr. ${day}.`,
  } satisfies Record<Solution, (inUse: number, of: number, day: string) => string>,
  madeUp:
    'Eksempel: tallene er dem, der var kendt i februar 2024, men hvilke kommuner der er i hvilken tilstand, og hvornår de kom dertil, er fundet på. Eksemplet slutter i februar 2024.',
  madeUpMark: 'eksempel',

  states: {
    'in-use': 'I drift',
    scheduled: 'Tidsplan givet',
    'schedule-missing': 'Tidsplan mangler',
    'not-applicable': 'Ikke relevant',
  } satisfies Record<AdoptionState, string>,
  kinds: {
    'schedule-given': 'Tidsplan givet',
    'technically-installed': 'Teknisk installeret',
    'in-use': 'Taget i brug',
    'not-applicable': 'Ikke relevant fra denne dag',
  } satisfies Record<AdoptionEventKind, string>,

  time: {
    title: 'Vælg et tidspunkt',
    month: 'Måned',
    monthHint: (first: string, last: string) => `Fra ${first} længst til venstre til ${last} længst til højre.`,
    show: 'Vis måneden',
    day: 'Eller en bestemt dag',
    showDay: 'Vis dagen',
    previous: (month: string) => `Tilbage til ${month}`,
    next: (month: string) => `Frem til ${month}`,
    today: 'I dag',
  },

  map: {
    label: (solution: string, day: string) => `Danmarkskort: ${solution} pr. ${day}. De samme oplysninger står i listen.`,
    capital: 'Hovedstadsområdet, forstørret',
    legend: 'Farver og mønstre',
    credit: 'Kort: react-denmark-map © 2022–2025 Martin Polley, MIT-licens.',
    count: (count: number) => (count === 1 ? '1 kommune' : `${count} kommuner`),
  },

  list: {
    title: 'Kommunerne',
    count: (shown: number, of: number) => (shown === of ? `Alle ${of} kommuner.` : `${shown} af ${of} kommuner.`),
    filter: 'Vis kun',
    everyState: 'Alle tilstande',
    everyRegion: 'Alle regioner',
    state: 'Tilstand',
    region: 'Region',
    search: 'Kommunens navn',
    apply: 'Vis',
    clear: 'Vis alle',
    none: 'Ingen kommuner passer.',
    columns: {
      kommune: 'Kommune',
      region: 'Region',
      tilstand: 'Tilstand',
      plan: 'Planlagt',
      installeret: 'Installeret',
      drift: 'I drift',
    },
    columnHint: 'Tryk på en overskrift for at sortere.',
    tableLabel: 'Liste over kommuner, kan rulles til siden',
  },

  progress: {
    title: 'Milepæle',
    scheduleGiven: 'Har givet en tidsplan',
    technicallyInstalled: 'Har den teknisk installeret',
    inUse: 'Har taget den i brug',
    share: (count: number, of: number) => `${count} af ${of}`,
    chart: 'Måned for måned',
    chartLabel: (first: string, last: string) => `Kurver over antal kommuner fra ${first} til ${last}; tallene står i tabellen nedenunder.`,
    table: 'Tallene i en tabel',
    tableMonth: 'Dag',
    short: { scheduleGiven: 'Tidsplan', technicallyInstalled: 'Installeret', inUse: 'I drift' },
    overdue: 'Skulle have været i drift',
    coming: 'På vej',
    withoutSchedule: 'Uden tidsplan',
    nobody: 'Ingen.',
    installed: 'installeret',
  },

  export: { title: 'Hent tallene', csv: 'Kommunerne (CSV)', monthsCsv: 'Måned for måned (CSV)', json: 'Det hele (JSON)' },

  municipality: {
    back: 'Alle kommuner',
    title: (name: string) => `${name} Kommune`,
    asOf: (day: string) => `Som det så ud den ${day}.`,
    milestones: 'Milepæle',
    nothing: 'Der er ikke registreret noget endnu.',
    planned: (day: string) => `planlagt i drift ${day}`,
    overdue: (day: string) => `Skulle være i drift ${day}.`,
    coming: (day: string) => `Planlagt i drift ${day}.`,
    since: (day: string) => `I drift siden ${day}.`,
    missing: 'Kommunen har ikke givet en tidsplan.',
    notApplicable: 'Løsningen er ikke relevant for kommunen.',
    undated: 'Tidsplanen har ingen dato for drift.',
  },
};

export type AdoptionTexts = typeof adoptionDa;
