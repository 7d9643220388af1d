/** What says that a visit is at home, by telephone or on video: a code, an address use, a virtual service, or words alone. */
import { EXT, findExtension } from '../fhir/extension.ts';
import type { Appointment, CodeableConcept, ContactPoint, Extension } from '../fhir/types.ts';
import type { Place } from './participants.ts';
import { type CodedKind, kindInCode } from './place-kind.ts';
import { kindInWords } from './place-words.ts';
import { findPhone } from './telecom.ts';

export interface Mark {
  readonly kind: CodedKind;
  /** Words alone are a guess; all else is the sender's own statement. */
  readonly by: 'code' | 'words';
  readonly place?: Place;
}

/**
 * A code says more than an address use, an address use more than words. Phone and video come before home: a video visit to a citizen
 * who sits at home is a video visit.
 */
export function markOf(appointment: Appointment, found: readonly Place[]): Mark | undefined {
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

const conceptWords = (concept: CodeableConcept | undefined): (string | undefined)[] => [
  concept?.text,
  ...(concept?.coding ?? []).map(({ display }) => display),
];

/** A citizen's own number is not one to show: what is marked home, or stands on a place that is. */
export function phoneToUse(appointment: Appointment, found: readonly Place[]): ContactPoint | undefined {
  const service = findExtension(appointment, EXT.virtualService);
  const ofPlaces = found
    .filter((place) => !isMarkedHome(place) && kindInWords(wordsOf(place)) !== 'home')
    .flatMap(({ location }) => location?.telecom ?? []);
  return findPhone([...(service === undefined ? [] : virtualContacts(service)), ...ofPlaces].filter(({ use }) => use !== 'home'));
}
