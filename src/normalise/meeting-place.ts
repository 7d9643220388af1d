/** Home, unit, other address, phone, video → one MeetingPlace (DESIGN §4.1, §4.2). */
import { EXT, findExtension } from '../fhir/extension.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Address, Appointment, ContactPoint, Extension, Identifier } from '../fhir/types.ts';
import { addressLines, mentions, plainText, sameAddress, singleSpaced } from './address.ts';
import { withoutForeign } from './foreign.ts';
import { type Party, type Place, performers, places, SOR_SYSTEM, YDERNUMMER_SYSTEM } from './participants.ts';
import { type CodedKind, kindInCode } from './place-kind.ts';
import { kindInWords } from './place-words.ts';
import { findPhone, phoneText } from './telecom.ts';

export type MeetingPlaceKind = CodedKind | 'unit' | 'address' | 'unknown';
export type Certainty = 'as-sent' | 'derived' | 'uncertain';

export interface MeetingPlace {
  readonly kind: MeetingPlaceKind;
  readonly certainty: Certainty;
  readonly name?: string;
  readonly address?: Address;
  /** As sent; `text` has it in its readable form. */
  readonly phone?: ContactPoint;
  readonly sor?: Identifier;
  /** Addressed to the citizen, whoever reads. */
  readonly text: string;
}

export interface PlaceContext {
  readonly sector: Sector;
  /** Home addresses of a citizen who is protected; empty or absent for everyone else. */
  readonly protectedHome?: readonly Address[];
}

interface Reading {
  readonly place: MeetingPlace;
  readonly findings: Issue[];
}

/**
 * A code says more than an address use, an address use more than words. Phone and video come before home: a video visit to a citizen
 * who sits at home is a video visit. All three pass on nothing that the sender wrote about the place.
 */
export function meetingPlace(appointment: Appointment, { sector, protectedHome = [] }: PlaceContext): Reading {
  const found = places(appointment);
  const offices = performers(appointment);
  const several = found.length > 1 ? [severalPlaces(found[1]?.index)] : [];
  const { place, findings } =
    withoutTravel(appointment, found, offices) ?? protectedPlace(found, protectedHome) ?? placeToGo(found[0], sector, offices);
  return { place, findings: [...several, ...findings] };
}

interface Mark {
  readonly kind: CodedKind;
  readonly by: 'code' | 'words';
  readonly place?: Place;
}

function withoutTravel(appointment: Appointment, found: readonly Place[], offices: readonly Party[]): Reading | undefined {
  const mark = markOf(appointment, found);
  if (mark === undefined) return undefined;
  const findings = mark.by === 'words' ? [byWords(mark.place?.index)] : [];
  const certainty = mark.by === 'words' ? 'derived' : 'as-sent';
  if (mark.kind === 'home') {
    if (mark.place === undefined || !isOffice(mark.place, offices)) return { place: home(certainty), findings };
    return { place: home('uncertain'), findings: [...findings, homeAtOffice(mark.place.index)] };
  }
  const phone = mark.kind === 'phone' ? phoneToUse(appointment, found) : undefined;
  return { place: remote(mark.kind, certainty, phone), findings };
}

function markOf(appointment: Appointment, found: readonly Place[]): Mark | undefined {
  const coded = found.flatMap((place) => {
    const kind = kindInCode(place.location);
    return kind === undefined ? [] : [{ kind, by: 'code', place } as const];
  });
  const byCode = coded.find(({ kind }) => kind !== 'home') ?? virtualMark(appointment) ?? coded[0];
  if (byCode !== undefined) return byCode;
  const atHome = found.find(isMarkedHome);
  if (atHome !== undefined) return { kind: 'home', by: 'code', place: atHome };
  for (const place of found) {
    const kind = kindInWords(wordsOf(place));
    if (kind !== undefined) return { kind, by: 'words', place };
  }
  if (found.length > 0) return undefined;
  const kind = kindInWords([appointment.appointmentType, ...(appointment.serviceType ?? [])].flatMap(conceptWords));
  return kind === undefined ? undefined : { kind, by: 'words' };
}

/** R5 has no code for "by telephone"; a telephone number to meet at is one, any other address a screen. */
function virtualMark(appointment: Appointment): Mark | undefined {
  const service = findExtension(appointment, EXT.virtualService);
  if (service === undefined) return undefined;
  return { kind: findPhone(virtualContacts(service)) === undefined ? 'video' : 'phone', by: 'code' };
}

/** VirtualServiceDetail.address[x] by its R5 type, or its parts as nested extensions. */
const virtualContacts = (service: Extension): ContactPoint[] =>
  [service, ...(service.extension ?? [])].flatMap(({ valueContactPoint }) => valueContactPoint ?? []);

const isMarkedHome = ({ location, ofSubject }: Place): boolean => ofSubject || location?.address?.use === 'home';

const wordsOf = ({ location, participant }: Place): (string | undefined)[] => [
  location?.name,
  ...(location?.alias ?? []),
  location?.description,
  ...(location?.type ?? []).flatMap(conceptWords),
  participant.actor?.display,
];

const conceptWords = (concept: { text?: string; coding?: { display?: string }[] } | undefined): (string | undefined)[] => [
  concept?.text,
  ...(concept?.coding ?? []).map(({ display }) => display),
];

/** A citizen's own number is not one to show: what is marked home, or stands on a place that is. */
function phoneToUse(appointment: Appointment, found: readonly Place[]): ContactPoint | undefined {
  const service = findExtension(appointment, EXT.virtualService);
  const ofPlaces = found
    .filter((place) => !isMarkedHome(place) && kindInWords(wordsOf(place)) !== 'home')
    .flatMap(({ location }) => location?.telecom ?? []);
  return findPhone([...(service === undefined ? [] : virtualContacts(service)), ...ofPlaces].filter(({ use }) => use !== 'home'));
}

const home = (certainty: Certainty): MeetingPlace => ({ kind: 'home', certainty, text: 'I dit hjem' });

function remote(kind: 'phone' | 'video', certainty: Certainty, phone: ContactPoint | undefined): MeetingPlace {
  if (kind === 'video') return { kind, certainty, text: 'Videokonsultation' };
  if (phone === undefined) return { kind, certainty, text: 'Telefonkonsultation' };
  return { kind, certainty, phone: withoutForeign(phone), text: `Telefonkonsultation, tlf. ${phoneText(phone)}` };
}

/** Told to nobody, the sender included: a finding would confirm to it where a protected citizen lives. */
function protectedPlace(found: readonly Place[], protectedHome: readonly Address[]): Reading | undefined {
  const isHome = ({ location, participant }: Place): boolean =>
    protectedHome.some(
      (address) =>
        (location?.address !== undefined && sameAddress(location.address, address)) ||
        [location?.name, location?.description, ...(location?.alias ?? []), participant.actor?.display].some(
          (text) => text !== undefined && mentions(text, address),
        ),
    );
  return found.some(isHome) ? { place: home('derived'), findings: [] } : undefined;
}

function placeToGo(place: Place | undefined, sector: Sector, offices: readonly Party[]): Reading {
  const name = place === undefined ? undefined : nameOf(place);
  const address = place?.location?.address;
  const lines = address === undefined ? [] : addressLines(address);
  const ids = place === undefined ? [] : identifiersOf(place);
  const sor = ids.find(({ system }) => system === SOR_SYSTEM);
  if (place === undefined || (name === undefined && lines.length === 0 && ids.length === 0)) {
    return {
      place: { kind: 'unknown', certainty: 'uncertain', text: contactText('Mødestedet er ikke oplyst', offices) },
      findings: [missing(place)],
    };
  }
  const phone = findPhone(place.location?.telecom);
  const doubted = sector === 'municipal' && isOffice(place, offices);
  const isUnit = ids.length > 0 || lines.length === 0;
  return {
    place: {
      kind: isUnit ? 'unit' : 'address',
      certainty: doubted ? 'uncertain' : isUnit && ids.length === 0 ? 'derived' : 'as-sent',
      ...(name !== undefined && { name }),
      ...(address !== undefined && lines.length > 0 && { address: withoutForeign(address) }),
      ...(phone !== undefined && { phone: withoutForeign(phone) }),
      ...(sor !== undefined && { sor: withoutForeign(sor) }),
      text: doubted ? contactText('Mødestedet er usikkert', offices) : placeText(name, lines, phone, offices),
    },
    findings: [
      ...(doubted ? [ofPerformer(place.index)] : []),
      ...(lines.length === 0 ? [withoutAddress(place.index)] : []),
      ...(sor === undefined && ids.some(({ system }) => system === YDERNUMMER_SYSTEM) ? [ydernummer(place.index)] : []),
    ],
  };
}

const nameOf = ({ location, participant }: Place): string | undefined => {
  const name = location?.name ?? participant.actor?.display;
  return name === undefined || name.trim() === '' ? undefined : singleSpaced(name);
};

const identifiersOf = ({ location, participant }: Place): Identifier[] =>
  [...(location?.identifier ?? []), ...(participant.actor?.identifier === undefined ? [] : [participant.actor.identifier])].filter(
    ({ value }) => value !== undefined,
  );

/** "Radiologisk Ambulatorium, Vestergade 17, 5800 Nyborg, tlf. 66 11 33 33"; a line that repeats the name is left out. */
function placeText(name: string | undefined, lines: readonly string[], phone: ContactPoint | undefined, offices: readonly Party[]): string {
  const named = name === undefined ? lines : [name, ...lines.filter((line) => plainText(line) !== plainText(name))];
  if (named.length === 0) return contactText('Mødestedet er ikke oplyst', offices);
  return [...named, ...(phone === undefined ? [] : [`tlf. ${phoneText(phone)}`])].join(', ');
}

/** "Mødestedet er usikkert: kontakt Odense Kommune på 66 11 45 45" */
function contactText(doubt: string, [office]: readonly Party[]): string {
  const phone = findPhone(office?.telecom);
  const name = office?.name === undefined ? undefined : singleSpaced(office.name);
  if (name === undefined && phone === undefined) return doubt;
  const number = phone === undefined ? '' : phoneText(phone);
  if (name === undefined) return `${doubt}: ring på ${number}`;
  return number === '' ? `${doubt}: kontakt ${name}` : `${doubt}: kontakt ${name} på ${number}`;
}

/** Whether SOR id, name or address is the performer's own. */
function isOffice(place: Place, offices: readonly Party[]): boolean {
  const ids = identifiersOf(place);
  const name = nameOf(place);
  const address = place.location?.address;
  return offices.some(
    (office) =>
      ids.some((id) => office.identifiers.some(({ system, value }) => system === id.system && value === id.value)) ||
      (name !== undefined && office.name !== undefined && plainText(name) === plainText(office.name)) ||
      (address !== undefined && office.addresses.some((one) => sameAddress(one, address))),
  );
}

const actorAt = (index: number | undefined): string =>
  index === undefined ? 'Appointment.participant' : `Appointment.participant[${index}].actor`;

const severalPlaces = (index: number | undefined): Issue =>
  warning('place-several', 'Several participants are places; send the one where the citizen is to be.', actorAt(index));

const byWords = (index: number | undefined): Issue =>
  warning(
    'place-by-words',
    'That this is a home, phone or video visit was read from words. Say it by `Location.type`: v3-RoleCode PTRES, or place-kind phone or video.',
    actorAt(index),
  );

const homeAtOffice = (index: number): Issue =>
  warning(
    'place-home-at-office',
    "The place is marked as the citizen's home, but its id, name or address is the performer's own. It is shown as the home, with doubt.",
    actorAt(index),
  );

const ofPerformer = (index: number): Issue =>
  warning(
    'place-of-performer',
    "The place is the performer's own office, so the citizen is told that it is uncertain. Send where the visit is, or `address.use` home.",
    actorAt(index),
  );

const missing = (place: Place | undefined): Issue =>
  warning('place-missing', 'No place with a name, an address or an id: the citizen cannot see where to be.', actorAt(place?.index));

const withoutAddress = (index: number): Issue => warning('place-without-address', 'The place has no address to go to.', actorAt(index));

const ydernummer = (index: number): Issue =>
  warning('place-ydernummer', 'The place has a ydernummer and no SOR id; it was taken as it is.', actorAt(index));

export function meetingPlaceExtension({ kind, certainty, name, address, phone, sor, text }: MeetingPlace): Extension {
  const extension: Extension[] = [{ url: 'kind', valueCode: kind }];
  if (name !== undefined) extension.push({ url: 'name', valueString: name });
  if (address !== undefined) extension.push({ url: 'address', valueAddress: address });
  if (phone !== undefined) extension.push({ url: 'phone', valueContactPoint: phone });
  if (sor !== undefined) extension.push({ url: 'sor', valueIdentifier: sor });
  extension.push({ url: 'certainty', valueCode: certainty }, { url: 'text', valueString: text });
  return { url: EXT.meetingPlace, extension };
}
