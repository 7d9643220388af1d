/** Home, unit, other address, phone, video → one MeetingPlace (DESIGN §4.1, §4.2). */
import { EXT } from '../fhir/extension.ts';
import type { Issue } from '../fhir/fault.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Address, Appointment, ContactPoint, Extension, Identifier } from '../fhir/types.ts';
import { addressLines, mentionsOf, plainText, sameAddress, singleSpaced } from './address.ts';
import { withoutForeign } from './foreign.ts';
import { type Party, type Place, performers, places, SOR_SYSTEM, YDERNUMMER_SYSTEM } from './participants.ts';
import { byWords, homeAtOffice, missing, ofPerformer, severalPlaces, withoutAddress, ydernummer } from './place-findings.ts';
import type { CodedKind } from './place-kind.ts';
import { markOf, phoneToUse } from './place-mark.ts';
import { contactText, placeText } from './place-text.ts';
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

/** Home, phone and video pass on nothing that the sender wrote about the place, save a number to meet at. */
export function meetingPlace(appointment: Appointment, { sector, protectedHome = [] }: PlaceContext): Reading {
  const found = places(appointment);
  const offices = performers(appointment);
  const several = found.length > 1 ? [severalPlaces(found[1]?.index)] : [];
  const { place, findings } =
    withoutTravel(appointment, found, offices) ?? protectedPlace(found, protectedHome) ?? placeToGo(found[0], sector, offices);
  return { place, findings: [...several, ...findings] };
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

const home = (certainty: Certainty): MeetingPlace => ({ kind: 'home', certainty, text: 'I dit hjem' });

function remote(kind: 'phone' | 'video', certainty: Certainty, phone: ContactPoint | undefined): MeetingPlace {
  if (kind === 'video') return { kind, certainty, text: 'Videokonsultation' };
  if (phone === undefined) return { kind, certainty, text: 'Telefonkonsultation' };
  return { kind, certainty, phone: withoutForeign(phone), text: `Telefonkonsultation, tlf. ${phoneText(phone)}` };
}

/** Told to nobody, the sender included: a finding would confirm to it where a protected citizen lives. */
function protectedPlace(found: readonly Place[], protectedHome: readonly Address[]): Reading | undefined {
  if (protectedHome.length === 0) return undefined;
  const tells = mentionsOf(protectedHome);
  const isHome = ({ location, participant }: Place): boolean => {
    const address = location?.address;
    const texts = [location?.name, location?.description, ...(location?.alias ?? []), participant.actor?.display];
    return (
      (address !== undefined && protectedHome.some((one) => sameAddress(one, address))) ||
      texts.some((text) => text !== undefined && tells(text))
    );
  };
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
      findings: [missing(place?.index)],
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

export function meetingPlaceExtension({ kind, certainty, name, address, phone, sor, text }: MeetingPlace): Extension {
  const extension: Extension[] = [{ url: 'kind', valueCode: kind }];
  if (name !== undefined) extension.push({ url: 'name', valueString: name });
  if (address !== undefined) extension.push({ url: 'address', valueAddress: address });
  if (phone !== undefined) extension.push({ url: 'phone', valueContactPoint: phone });
  if (sor !== undefined) extension.push({ url: 'sor', valueIdentifier: sor });
  extension.push({ url: 'certainty', valueCode: certainty }, { url: 'text', valueString: text });
  return { url: EXT.meetingPlace, extension };
}
