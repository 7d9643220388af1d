/** What of an appointment leaves for readers, apart from what varies by occurrence (DESIGN §4.2). Made once at ingest, stored as text. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { BASE } from '../fhir/base.ts';
import { EXT, findExtension } from '../fhir/extension.ts';
import type { Address, Appointment, AppointmentParticipant, Extension, Identifier, Location, Meta, Resource } from '../fhir/types.ts';
import { mentionsOf, sameAddress } from './address.ts';
import { isRecord, onlyNamed, withoutForeign } from './foreign.ts';
import type { MeetingPlace } from './meeting-place.ts';
import { type Place, places } from './participants.ts';
import { type CodedKind, codingOf, isCodedKind, kindInCode } from './place-kind.ts';
import { keepReferences, referenced } from './references.ts';

export interface SharedContent {
  /** The labels that say how confidential it is. */
  readonly meta: Pick<Meta, 'security'>;
  /** `guided-interval` and `series-group`; those that the service writes itself are the caller's to add. */
  readonly extensions: Extension[];
  readonly citizen: AppointmentParticipant;
  /** Everybody and everything else that takes part. */
  readonly participants: AppointmentParticipant[];
  readonly rest: Partial<Appointment>;
}

export interface SharedContext {
  readonly citizenId: string;
  readonly citizen: CitizenIdentifier;
  readonly place: MeetingPlace;
  /** Of an exception: its series' identifiers, in place of its own. */
  readonly identifier?: Identifier[];
  /** As in `meetingPlace`: words that tell one of these addresses are left out. */
  readonly protectedHome?: readonly Address[];
}

/** What a reader gets of the appointment itself. Status, times and what binds it to a series vary by occurrence. */
const sharedElements: ReadonlySet<string> = new Set([
  ...['language', 'identifier', 'cancelationReason', 'serviceCategory', 'serviceType', 'specialty', 'appointmentType'],
  ...['reasonCode', 'reasonReference', 'priority', 'description', 'created', 'patientInstruction', 'requestedPeriod'],
]);

const sharedOfParticipant: ReadonlySet<string> = new Set(['type', 'actor', 'required', 'status', 'period']);

const sharedOf: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'Location',
    new Set([
      ...['resourceType', 'id', 'identifier', 'status', 'name', 'alias', 'description', 'mode', 'type'],
      ...['telecom', 'address', 'physicalType', 'position'],
    ]),
  ],
  [
    'HealthcareService',
    new Set([
      ...['resourceType', 'id', 'identifier', 'active', 'providedBy', 'category', 'type', 'specialty'],
      ...['location', 'name', 'telecom'],
    ]),
  ],
  ['Organization', new Set(['resourceType', 'id', 'identifier', 'active', 'type', 'name', 'telecom', 'address', 'partOf'])],
  ['Practitioner', new Set(['resourceType', 'id', 'identifier', 'active', 'name', 'qualification'])],
  [
    'PractitionerRole',
    new Set([
      ...['resourceType', 'id', 'identifier', 'active', 'practitioner', 'organization', 'code', 'specialty'],
      ...['location', 'healthcareService', 'telecom'],
    ]),
  ],
]);

/** What a guided interval says whose sender has no words of its own. */
export const GUIDED_WORDS = 'Tidspunktet er vejledende';

const sharedLabels: ReadonlySet<string> = new Set(['http://terminology.hl7.org/CodeSystem/v3-Confidentiality', `${BASE}/CodeSystem/label`]);

/**
 * An allow-list at every level: a new element of a sender's is not shared until somebody decides that it is. What is held at home, by
 * telephone or on video leaves with a place made here, of which the sender wrote nothing; and words elsewhere that tell the street and
 * number of a home are left out too.
 */
export function sharedContent(appointment: Appointment, context: SharedContext): SharedContent {
  const sent = places(appointment);
  const kind = isCodedKind(context.place.kind) ? context.place.kind : undefined;
  const homes = homeAddresses(appointment, sent, context);
  const tellsHome = mentionsOf(homes);
  const shared = {
    extensions: sharedExtensions(appointment, tellsHome),
    participants: otherParticipants(appointment, context.citizen, kind === undefined ? [] : sent),
    rest: sharedRest(appointment, context.identifier),
    contained: sharedContained(appointment, kind === undefined ? [] : sent, homes),
  };
  if (homes.length > 0) dropTexts(shared, tellsHome);
  // A reference into the sender's own house leads nowhere for a reader, as one to what is not carried.
  const ids = new Set(shared.contained.map(({ id }) => `#${id}`));
  keepReferences(shared, (reference) => ids.has(reference));
  const participants = (shared.participants ?? []).filter(({ actor, type }) => actor !== undefined || type !== undefined);
  const contained = referenced(shared.contained ?? [], [participants, shared.rest]);
  if (kind !== undefined) {
    const made = madePlace(kind, context.place, contained);
    contained.push(made);
    participants.push({ actor: { reference: `#${made.id}` }, status: sent[0]?.participant.status ?? 'accepted' });
  }
  return {
    meta: sharedMeta(appointment),
    extensions: shared.extensions ?? [],
    citizen: sharedCitizen(appointment, context),
    participants,
    rest: { ...shared.rest, ...(contained.length > 0 && { contained }) },
  };
}

const isHomeLocation = (location: Location): boolean => kindInCode(location) === 'home' || location.address?.use === 'home';

/** Where the citizen lives, as far as this appointment or the register tells: structured, or in the words of a place. */
function homeAddresses(appointment: Appointment, sent: readonly Place[], { place, protectedHome = [] }: SharedContext): Address[] {
  const marked = (appointment.contained ?? []).filter((resource) => resource.resourceType === 'Location').filter(isHomeLocation);
  const homes = sent.filter(
    ({ location, ofSubject }) => place.kind === 'home' || ofSubject || (location !== undefined && isHomeLocation(location)),
  );
  const told = homes.flatMap(({ location, participant }) => [location?.name, location?.description, participant.actor?.display]);
  return [
    ...[...homes.flatMap(({ location }) => location ?? []), ...marked].flatMap(({ address }) => address ?? []),
    ...told.flatMap((text) => (text !== undefined && /\d/.test(text) ? [{ text }] : [])),
    ...protectedHome,
  ];
}

function sharedExtensions(appointment: Appointment, tellsHome: (text: string) => boolean): Extension[] {
  const guided = findExtension(appointment, EXT.guidedInterval);
  const group = findExtension(appointment, EXT.seriesGroup)?.valueIdentifier;
  const words = guided?.valueString?.trim();
  return [
    ...(guided === undefined
      ? []
      : [{ url: EXT.guidedInterval, valueString: words === undefined || words === '' || tellsHome(words) ? GUIDED_WORDS : words }]),
    ...(group === undefined || tellsHome(group.value ?? '') ? [] : [{ url: EXT.seriesGroup, valueIdentifier: withoutForeign(group) }]),
  ];
}

const isCitizen = ({ actor }: AppointmentParticipant, { system, value }: CitizenIdentifier): boolean =>
  actor?.identifier?.system === system && actor.identifier.value === value;

function otherParticipants(appointment: Appointment, citizen: CitizenIdentifier, replaced: readonly Place[]): AppointmentParticipant[] {
  return (appointment.participant ?? [])
    .filter((participant, index) => !isCitizen(participant, citizen) && !replaced.some((place) => place.index === index))
    .map((participant) => onlyNamed(participant, sharedOfParticipant));
}

/** No display: it holds the citizen's name, and whoever may know that has it from elsewhere. */
function sharedCitizen(appointment: Appointment, { citizen, citizenId }: SharedContext): AppointmentParticipant {
  const sent = appointment.participant?.find((participant) => isCitizen(participant, citizen));
  const participant = onlyNamed<AppointmentParticipant>(sent ?? { status: 'accepted' }, sharedOfParticipant);
  const { system, value } = citizen;
  return { ...participant, actor: { reference: `Patient/${citizenId}`, type: 'Patient', identifier: { system, value } } };
}

function sharedRest(appointment: Appointment, identifier: Identifier[] | undefined): Partial<Appointment> {
  return onlyNamed<Partial<Appointment>>({ ...appointment, ...(identifier !== undefined && { identifier }) }, sharedElements);
}

function sharedContained(appointment: Appointment, replaced: readonly Place[], homes: readonly Address[]): Resource[] {
  const isPlace = (resource: Location): boolean => replaced.some(({ location }) => location === resource);
  const isHome = (resource: Location): boolean =>
    isHomeLocation(resource) || homes.some((home) => resource.address !== undefined && sameAddress(resource.address, home));
  return (appointment.contained ?? []).flatMap((resource) => {
    const names = sharedOf.get(resource.resourceType);
    if (names === undefined) return [];
    if (resource.resourceType === 'Location' && (isPlace(resource) || isHome(resource))) return [];
    return [onlyNamed(resource, names)];
  });
}

/** Deletes every text, at any depth, that tells the street and number of a home. */
function dropTexts(node: unknown, tellsHome: (text: string) => boolean): void {
  const isTold = (child: unknown): boolean => typeof child === 'string' && tellsHome(child);
  if (Array.isArray(node)) {
    for (let i = node.length - 1; i >= 0; i--) {
      if (isTold(node[i])) node.splice(i, 1);
      else dropTexts(node[i], tellsHome);
    }
  } else if (isRecord(node)) {
    for (const [name, child] of Object.entries(node)) {
      if (isTold(child)) delete node[name];
      else dropTexts(child, tellsHome);
    }
  }
}

/** Tells by R4's own element and nothing else what kind of place it is; its telephone is the one that `meeting-place` shows. */
function madePlace(kind: CodedKind, { phone }: MeetingPlace, contained: readonly Resource[]): Location {
  let id = 'place';
  while (contained.some((resource) => resource.id === id)) id += '-';
  return { resourceType: 'Location', id, type: [{ coding: [{ ...codingOf[kind] }] }], ...(phone !== undefined && { telecom: [phone] }) };
}

function sharedMeta({ meta }: Appointment): Pick<Meta, 'security'> {
  const security = (meta?.security ?? []).flatMap(({ system, code }) =>
    system !== undefined && code !== undefined && sharedLabels.has(system) ? [{ system, code }] : [],
  );
  return security.length > 0 ? { security } : {};
}
