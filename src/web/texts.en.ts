import { dateOf } from '../time/zone.ts';
import { adoptionEn } from './adoption/adoption-texts.en.ts';
import { cardEn } from './card/card-texts.en.ts';
import { qualityEn } from './quality/quality-texts.en.ts';
import type { Texts } from './texts.da.ts';
import type { Visit, VisitChange, VisitPlace } from './visit.ts';
import { clockEn, dayAndYearEn, dayEn, lengthEn, patternEn, plainDayEn, sentenceEn } from './when.en.ts';
import { wholeSentence } from './when.ts';

/** The API's place texts are Danish; what stands in them that the sender wrote is kept. */
function placeText({ kind, name, lines, phone, certainty }: VisitPlace): string {
  switch (kind) {
    case 'home':
      return 'In your home';
    case 'phone':
      return phone === undefined ? 'By telephone' : `By telephone, ${phone}`;
    case 'video':
      return 'By video';
    case 'unknown':
      return 'The place is not known';
    default: {
      const told = [name, ...lines.filter((line) => line !== name)].filter((line) => line !== undefined);
      if (certainty === 'uncertain') return 'The place is uncertain: call and ask';
      return told.length === 0 ? 'The place is not known' : [...told, ...(phone === undefined ? [] : [`tel. ${phone}`])].join(', ');
    }
  }
}

function changeText({ what, previousStart }: VisitChange): string {
  switch (what) {
    case 'moved':
      return previousStart === undefined ? 'Moved' : `Moved from ${dayEn(dateOf(previousStart))} ${clockEn(previousStart)}`;
    case 'cancelled':
      return 'Cancelled';
    case 'place':
      return 'New meeting place';
    case 'length':
      return 'Takes another time than before';
    case 'performer':
      return 'With somebody else than before';
    default:
      return what satisfies never;
  }
}

export const en: Texts = {
  language: { code: 'en', switchTo: 'Dansk', switchToCode: 'da' },

  layout: {
    product: 'Aftaledeling',
    skip: 'Skip to content',
    navigation: 'Pages',
    signIn: 'Sign in',
    signOut: 'Sign out',
    signedInAs: (name) => `Signed in as ${name}`,
    appointments: 'Appointments',
    log: 'My log',
    blocks: 'Blocks',
    card: 'My details',
    coordination: 'Coordination',
    footer: 'Your appointments with municipality, hospital and doctor in one place. Every look is written in your log.',
    testData: 'Test data: everybody here is one of MedCom’s published test persons.',
    somebody: 'a citizen',
  },

  day: {
    name: dayEn,
    nameAndYear: dayAndYearEn,
    plain: plainDayEn,
    today: 'Today',
    tomorrow: 'Tomorrow',
    week: (week) => `week ${week}`,
    clock: clockEn,
  },

  visit: {
    when: sentenceEn,
    whenText: (visit: Visit) => wholeSentence(sentenceEn(visit)),
    length: (minutes) => `Takes ${lengthEn(minutes)}`,
    about: (minutes) => `Takes about ${lengthEn(minutes)}`,
    window: 'It begins at some time between the two. It does not take all of that time.',
    dayOnly: 'No time of day has been set.',
    openEnd: 'When it ends is not known.',
    stay: (day, of) => `Day ${day} of ${of}`,
    sector: { municipal: 'Municipality', regional: 'Hospital', practice: 'Doctor' },
    busy: 'Busy',
    busyNote: 'You can see the time only.',
    unnamed: 'Appointment',
    place: placeText,
    todo: {
      home: 'We come to you. You have to be at home.',
      unit: 'You have to come here yourself.',
      address: 'You have to come here yourself.',
      phone: 'It is a talk by telephone. Keep your telephone at hand.',
      video: 'It is a talk by video. You do not have to go anywhere.',
      unknown: 'Call and ask where to come.',
    },
    uncertain: { 'as-sent': undefined, derived: undefined, uncertain: 'Call if you are in doubt about the place.' },
    change: changeText,
    changed: 'Changed',
    cancelled: 'Cancelled',
    cancelledNote: { home: 'The visit is cancelled. We will not come.', other: 'The appointment is cancelled. Do not come.' },
    over: 'Over',
    contact: 'To change or cancel it, call',
    by: 'With',
    contactUnnamed: 'those you have it with',
    preparation: 'Remember',
    calendar: 'Add to calendar',
    several: 'several visits',
    pattern: patternEn,
  },

  appointments: {
    title: 'Your appointments',
    titleOf: (name) => `Appointments of ${name}`,
    intro:
      'Your appointments with the municipality, the hospital and the doctor. You cannot change them here: call the place you have it with.',
    coming: 'Coming',
    earlier: 'Earlier',
    tabs: 'Which appointments',
    noneToday: 'You have no appointments today.',
    none: 'There are no coming appointments.',
    noneEarlier: 'There are no appointments in this period.',
    until: (days) => `Regular visits are shown ${days} days ahead. Other appointments are shown as soon as they are made.`,
    series: 'Regular visits',
    next: 'The next visits',
    more: (count) => `and ${count} more`,
    calendarAll: 'Get all for your calendar (.ics)',
    print: 'To have them on paper, use your browser’s print: Ctrl + P.',
    actions: 'Take them with you',
    older: (from, to) => `Show older appointments (${from} – ${to})`,
    period: (from, to) => `${from} – ${to}, newest first`,
    newest: 'Back to the newest',
    looking: 'You see the appointments of',
    yourself: 'yourself',
    switchTo: { self: 'See your own appointments', other: (name) => `See the appointments of ${name}` },
    unnamedOther: { 'power-of-attorney': 'the one you have a power of attorney from', custody: 'your child' },
    relation: { 'power-of-attorney': 'You have a power of attorney.', custody: 'You have custody.' },
    missing: 'Is something missing? Not everybody shares their appointments yet. Call those you have it with.',
  },

  log: {
    title: 'Who has seen your data?',
    titleOf: (name) => `Who has seen the data of ${name}?`,
    intro: 'Whenever somebody looks you up here, it is written down before they get an answer. That goes for yourself too.',
    none: 'Nobody has looked you up yet.',
    all: 'All looks',
    others: 'Others only',
    show: 'Show',
    older: 'Show older looks',
    newest: 'Back to the newest',
    total: (count) => (count === 1 ? '1 line in all' : `${count} lines in all`),
    you: 'You',
    forYou: (name, relation) => `${name}, on your behalf (${relation})`,
    relations: { 'power-of-attorney': 'power of attorney', custody: 'custody' },
    roles: {
      sender: 'The system of',
      citizen: 'A citizen',
      professional: 'A health professional',
      coordinator: 'A coordinator',
      register: 'A register',
      admin: 'An administrator',
    },
    from: 'of',
    organisation: { sor: (id) => `the unit with SOR number ${id}`, cvr: (id) => `the company with CVR number ${id}` },
    saw: (count) => (count === 1 ? 'saw 1 appointment' : `saw ${count} appointments`),
    sawNone: 'looked your appointments up; there were none to show',
    sawCard: 'saw your details',
    sawLog: 'read this log',
    sawBlocks: 'saw your blocks and opt-outs',
    sawIdentity: 'looked you up',
    wrote: 'made an appointment',
    changed: 'changed an appointment',
    deleted: 'deleted an appointment',
    blockSet: 'set a block or an opt-out',
    blockChanged: 'changed a block or an opt-out',
    blockLifted: 'lifted a block or an opt-out',
    changedCard: 'changed your details',
    denied: 'tried to see your data and was refused. Nothing was shown',
    withheld: 'Something was withheld because of a block or the law.',
    purpose: 'Purpose: treatment.',
    override: { consent: 'Looked past your blocks with your consent.', emergency: 'Looked past your blocks in an emergency.' },
    reason: 'Reason:',
    via: (client) => `Through ${client}`,
  },

  blocks: {
    title: 'Blocks',
    titleOf: (name) => `Blocks of ${name}`,
    intro: 'Here you decide who may not see your appointments. The appointments still stand: a block cancels nothing.',
    yours: 'Your blocks',
    none: 'You have no blocks. Health professionals who treat you can see your appointments.',
    set: 'Set a new block',
    which: 'Which appointments do you want to block?',
    everySector: 'All my appointments',
    sectors: { municipal: 'Those with the municipality', regional: 'Those with the hospital', practice: 'Those with the doctor' },
    effect: 'What may the others see?',
    effects: { hide: 'Nothing', 'busy-only': 'Only that I am busy, not with what' },
    who: 'Whom is the block for?',
    everybody: 'All health professionals outside the place I have the appointment with',
    onlyAt: (name) => `Only the staff of ${name}`,
    until: 'When is the block to end? (optional)',
    untilHint: 'Leave it empty if it is to hold until you lift it yourself.',
    untilWrong: 'Choose a day that has not passed.',
    review: 'See what it means',
    reviewTitle: 'What the block means',
    reviewIntro: 'The block is not set yet. Read what it means, and then choose.',
    consequence: {
      hide: (who, which) => `${who} cannot see ${which}.`,
      'busy-only': (who, which) => `${who} can see when you are busy, but not what ${which} are about.`,
    },
    whoText: (name) =>
      name === undefined ? 'Health professionals who do not work at the place you have the appointment with' : `The staff of ${name}`,
    whichText: {
      all: 'your appointments',
      municipal: 'your appointments with the municipality',
      regional: 'your appointments with the hospital',
      practice: 'your appointments with the doctor',
    },
    untilText: (date) => (date === undefined ? 'It holds until you lift it yourself.' : `It holds to the end of ${date}.`),
    concerns: (count, of) => `Right now that is ${count} of your ${of} coming appointments.`,
    meaning: [
      'Those who made an appointment can always see it themselves.',
      'Others cannot plan around what they cannot see. It may lead to double bookings or to visits for nothing.',
      'All health professionals are told that there may be something they cannot see. They are not told whether you have a block.',
      'In an emergency, or when you agree, a health professional can look past the block. They have to give a reason, and you can read it in My log.',
    ],
    confirm: 'Yes, set the block',
    regret: 'No, go back',
    done: 'The block is set. It holds from now on.',
    lift: 'Lift',
    liftWhat: (what) => `Lift the block: ${what}`,
    liftTitle: 'Do you want to lift the block?',
    liftMeaning: 'When you lift it, health professionals who treat you can again see the appointments it was for.',
    liftConfirm: 'Yes, lift the block',
    lifted: 'The block is lifted.',
    since: (date) => `Set ${date}`,
    ended: 'It has ended.',
    other: 'A block that was set elsewhere.',
  },

  card: cardEn,

  coordination: {
    title: 'Coordination',
    intro:
      'See a citizen’s appointments across municipality, hospital and doctor. Every look is written in the citizen’s log with your name.',
    cpr: 'The citizen’s CPR or replacement CPR number',
    cprHint:
      'CPR number: 10 digits, with or without a hyphen. Replacement CPR: for example 1206550VK9. The number never stands in the address.',
    cprWrong: 'Write a CPR number of 10 digits, or a replacement CPR number.',
    issuer: 'Who issued the replacement CPR number?',
    issuerHint: 'Only for a replacement CPR number (D-eCPR) of a region. Else leave it.',
    issuerNone: 'CPR number, or national replacement CPR (X-eCPR)',
    issuers: {
      'd-ecpr': 'D-eCPR, the region is not known',
      nordjylland: 'D-eCPR of Region Nordjylland',
      midtjylland: 'D-eCPR of Region Midtjylland',
      syddanmark: 'D-eCPR of Region Syddanmark',
      sjaelland: 'D-eCPR of Region Sjælland',
      hovedstaden: 'D-eCPR of Region Hovedstaden',
    },
    issuerWrong: 'Choose who issued the replacement CPR number. It is part of it.',
    purpose: 'Purpose',
    purposeTreat: 'The citizen is in my current treatment, care or rehabilitation',
    purposeWrong: 'You may only look up citizens whom you treat.',
    search: 'Show appointments',
    errors: 'Something has to be mended',
    citizen: (number) => `Citizen ${number}`,
    release: 'Choose another citizen',
    period: (from, to) => `${from} – ${to}`,
    previous: 'Previous 14 days',
    next: 'Next 14 days',
    today: 'From today',
    notice: 'There may be data that the citizen or the law has limited the access to.',
    noticeMore: 'This always stands here, whether or not anything is withheld.',
    none: 'There are no appointments to show in the period.',
    legend: 'How to read the lines',
    legendExact: 'Fixed time',
    legendWindow: 'Begins somewhere in between',
    legendStay: 'Stay of several days',
    legendDay: 'During the day',
    hours: 'Hours',
    collision: { overlap: 'Overlaps', 'may-overlap': 'May coincide with', 'during-stay': 'Is during a stay' },
    marks: (count) => (count === 1 ? '1 appointment to look at' : `${count} appointments to look at`),
    unknownSector: 'Unknown',
    atHome: 'In the citizen’s home',
    override: 'Look past the citizen’s blocks',
    overrideIntro: 'Only when it is needed. The reason stands in the citizen’s log with your name, and it goes for this one look.',
    overrideCode: 'On what grounds',
    overrideCodes: { consent: 'The citizen has agreed', emergency: 'Emergency: it is needed for the treatment' },
    overrideReason: 'Reason',
    overrideReasonHint: 'The citizen can read it. Write no CPR numbers.',
    overrideReasonWrong: 'Write a reason of at most 500 characters.',
    overrideCodeWrong: 'Choose the grounds.',
    overrideDo: 'Show what is blocked too',
    overridden: 'You look past the citizen’s blocks this once. It stands in the citizen’s log.',
  },

  front: {
    title: 'All appointments in one place',
    lead: 'The municipality, the hospital and the doctor each have a calendar of their own. Here you see your appointments together: what, when and where.',
    citizenTitle: 'For you',
    citizen: 'See your appointments, change your details, see who has looked you up, and decide who may not.',
    professionalTitle: 'For health professionals',
    professional: 'See a citizen’s appointments across sectors, and avoid double bookings and visits for nothing.',
    developerTitle: 'For developers',
    developer: 'Share and read appointments as FHIR R4. One call gives a citizen’s whole overview, with texts to be shown as they are.',
    call: 'Try it. First get a token by npm run token, then ask:',
    callLabel: 'An example of a call',
    answer: 'The answer is a searchset with an Appointment for each visit.',
    live: 'See what it answers right now',
    liveTitle: 'The call and its answer',
    liveIntro: 'The service has just been asked as the test person. The look is in that person’s log now, as every look is.',
    liveAnswer: 'The answer',
    liveEmpty: 'There are no appointments yet. npm run demo puts an example in.',
    liveShown: (shown, of) => (shown === of ? `All ${of}:` : `The first ${shown} of ${of}:`),
    links: 'Look up',
    metadata: 'CapabilityStatement',
    profile: 'The profile SharedAppointment',
    openapi: 'OpenAPI',
    examples: 'How time and place are shown',
    adoptionTitle: 'For municipalities',
    adoption: 'See on a map of Denmark which municipalities take part, since when, and who lacks a schedule.',
    more: 'Plain time and place',
    moreText:
      'A window is not a visit of two hours, and a day without a time does not begin at midnight. Here is every kind, with the data it came from.',
  },

  adoption: adoptionEn,
  quality: qualityEn,

  signIn: {
    title: 'Sign in',
    intro: 'You have to sign in to see the page.',
    oidc: 'Sign in',
    oidcIntro: 'You will be sent on to the common sign-in.',
    unavailable: 'Sign-in does not work right now. Try again shortly.',
    none: 'Sign-in is not set up on this service.',
    failed: 'Sign-in failed. Try again.',
    development: 'Choose a test person',
    developmentIntro:
      'The service runs for development on your own machine. Choose who you want to be. All are MedCom’s published test persons.',
    citizens: 'Citizens',
    relatives: 'Relatives',
    professionals: 'Health professionals',
    coordinators: 'Coordinators',
    signedOut: 'You are signed out.',
    lapsed:
      'You were signed out because nothing had happened for half an hour, or because you had been signed in for eight hours. Sign in again. What you may have been writing is not saved.',
  },

  faults: {
    notFoundTitle: 'There is no such page',
    notFound: 'The address leads nowhere. Perhaps the appointment is gone.',
    forbiddenTitle: 'You have no access to this',
    forbidden: {
      citizen: 'This page is for citizens and relatives.',
      professional: 'This page is for health professionals.',
      other: 'You may not see this.',
    },
    staleTitle: 'The page was too old',
    stale:
      'The form does not fit your sign-in, or you changed to another person meanwhile. Nothing is saved. Go back, reload the page, and try again.',
    wrongTitle: 'Something was wrong in what you wrote',
    wrong: 'Nothing is saved. Go back, put it right, and try again.',
    outdatedTitle: 'Somebody changed it meanwhile',
    outdated: 'Nothing is saved. Go back, reload the page, and see what is there now.',
    busyTitle: 'The service is busy',
    busy: 'Try again in a moment.',
    brokenTitle: 'Something went wrong',
    broken: (requestId) => `It is our fault. Try again. If it goes on, tell us the number ${requestId}.`,
    home: 'To the start',
  },

  examples: {
    title: 'How time and place are shown',
    intro:
      'Each card shows the text that a citizen reads, and the data it came from. The texts are in the service’s answer, so that all can show them alike.',
    times: 'Time',
    places: 'Place',
    data: 'Data from the sender',
    kind: 'Kind',
  },
};
