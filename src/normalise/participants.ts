/** Who takes part: citizen, performer, requester and place, each by its role. */
import { type CitizenIdentifier, isCitizenSystem, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { error, Fault, type Issue, warning } from '../fhir/fault.ts';
import type {
  Address,
  Appointment,
  AppointmentParticipant,
  ContactPoint,
  Identifier,
  Location,
  Reference,
  Resource,
} from '../fhir/types.ts';

export const SOR_SYSTEM = 'urn:oid:1.2.208.176.1.1';
export const YDERNUMMER_SYSTEM = 'urn:oid:1.2.208.176.1.4';

/** The one participant who is the citizen, by a checked number. `index` is its place in `participant`. */
export interface Citizen {
  readonly identifier: CitizenIdentifier;
  readonly index: number;
}

/**
 * @throws Fault naming each thing wrong: no citizen (400), more than one (422), a number that is none (400)
 */
export function findCitizen(appointment: Appointment): Citizen {
  const named = (appointment.participant ?? []).flatMap((participant, index) => {
    const identifier = participant.actor?.identifier;
    return isCitizenSystem(identifier?.system)
      ? [{ identifier: parseCitizenIdentifier(identifier?.system, identifier?.value), index }]
      : [];
  });
  const [first, ...others] = named;
  const issues: Issue[] = [
    ...(first === undefined ? [noCitizen()] : []),
    ...others.map(({ index }) => secondCitizen(index)),
    ...named.filter(({ identifier }) => identifier === undefined).map(({ index }) => noNumber(index)),
  ];
  if (issues.length > 0 || first?.identifier === undefined) throw new Fault(issues);
  return { identifier: first.identifier, index: first.index };
}

const noCitizen = (): Issue =>
  error(
    'required',
    'Name the citizen in one participant: `actor.identifier` with a CPR or eCPR system.',
    'Appointment.participant',
    'citizen-missing',
  );

const secondCitizen = (index: number): Issue =>
  error(
    'business-rule',
    'Only one participant may carry a CPR or eCPR number; name relatives and staff by `display`.',
    `Appointment.participant[${index}].actor.identifier`,
    'citizen-several',
  );

const noNumber = (index: number): Issue =>
  error(
    'value',
    'Not a number of its system: ten digits for CPR, without hyphen, the first six a day that exists.',
    `Appointment.participant[${index}].actor.identifier.value`,
    'citizen-number',
  );

/** An organisation, or a person at it, with what the sender tells of it. */
export interface Party {
  readonly index: number;
  readonly name: string | undefined;
  /** Of the service itself and of whoever provides it; SOR or ydernummer among them. */
  readonly identifiers: readonly Identifier[];
  readonly telecom: readonly ContactPoint[];
  readonly addresses: readonly Address[];
}

export const performers = (appointment: Appointment): Party[] => parties(appointment, performerCodes);
export const requesters = (appointment: Appointment): Party[] => parties(appointment, requesterCodes);

const performerCodes: readonly string[] = ['PPRF'];
/** v3 has three words for the one who asked; APD's errata moved from RESB to REFB. */
const requesterCodes: readonly string[] = ['REF', 'REFB', 'RESB'];
const placeCodes: readonly string[] = ['LOC', 'DST'];
const subjectCode = 'SBJ';

const hasCode = (participant: AppointmentParticipant, codes: readonly string[]): boolean =>
  participant.type?.some((type) => type.coding?.some(({ code }) => code !== undefined && codes.includes(code))) ?? false;

const parties = (appointment: Appointment, codes: readonly string[]): Party[] =>
  (appointment.participant ?? []).flatMap((participant, index) =>
    hasCode(participant, codes) ? [toParty(appointment, participant, index)] : [],
  );

/** The first performer as one reads it, or nothing: what tells a changed performer. */
export const performerText = (appointment: Appointment): string => performers(appointment)[0]?.name?.trim() ?? '';

function toParty(appointment: Appointment, { actor }: AppointmentParticipant, index: number): Party {
  const resource = containedOf(appointment, actor);
  const service = resource?.resourceType === 'HealthcareService' ? resource : undefined;
  const provider = containedOf(appointment, service?.providedBy);
  const organisation = provider?.resourceType === 'Organization' ? provider : undefined;
  const locations = (service?.location ?? []).flatMap((reference) => containedLocation(appointment, reference) ?? []);
  return {
    index,
    name: service?.name ?? actor?.display ?? service?.providedBy?.display ?? organisation?.name,
    identifiers: [actor?.identifier, service?.identifier, service?.providedBy?.identifier, organisation?.identifier].flatMap(
      (one) => one ?? [],
    ),
    telecom: [...(service?.telecom ?? []), ...(organisation?.telecom ?? [])],
    addresses: [...locations.flatMap(({ address }) => address ?? []), ...(organisation?.address ?? [])],
  };
}

/** A participant that is a place, with its contained Location where there is one. */
export interface Place {
  readonly index: number;
  readonly participant: AppointmentParticipant;
  readonly location: Location | undefined;
  /** The place of the subject: where the citizen is (v3 SBJ, as APD says it). */
  readonly ofSubject: boolean;
}

export const places = (appointment: Appointment): Place[] =>
  (appointment.participant ?? []).flatMap((participant, index) => {
    const location = containedLocation(appointment, participant.actor);
    const isPlace =
      location !== undefined ||
      participant.actor?.type === 'Location' ||
      /(?:^|\/)Location\/[^/]+$/.test(participant.actor?.reference ?? '') ||
      (hasCode(participant, placeCodes) && !hasCode(participant, performerCodes));
    return isPlace ? [{ index, participant, location, ofSubject: hasCode(participant, [subjectCode]) }] : [];
  });

export function containedOf(appointment: Appointment, reference: Reference | undefined): Resource | undefined {
  const id = reference?.reference?.startsWith('#') ? reference.reference.slice(1) : undefined;
  return id === undefined ? undefined : appointment.contained?.find((resource) => resource.id === id);
}

function containedLocation(appointment: Appointment, reference: Reference | undefined): Location | undefined {
  const resource = containedOf(appointment, reference);
  return resource?.resourceType === 'Location' ? resource : undefined;
}

/** R4's Appointment has no Organization among its actors, and an appointment is carried out by someone. */
export function checkParticipants(appointment: Appointment): Issue[] {
  const organisations = (appointment.participant ?? []).flatMap(({ actor }, index) =>
    isOrganisation(appointment, actor) ? [organisationActor(index)] : [],
  );
  return performers(appointment).length > 0 ? organisations : [...organisations, noPerformer()];
}

const isOrganisation = (appointment: Appointment, actor: Reference | undefined): boolean =>
  actor?.type === 'Organization' ||
  /(?:^|\/)Organization\/[^/]+$/.test(actor?.reference ?? '') ||
  containedOf(appointment, actor)?.resourceType === 'Organization';

const organisationActor = (index: number): Issue =>
  error(
    'business-rule',
    'R4 allows no Organization here. Send a contained HealthcareService with `providedBy.identifier`, or `actor.identifier` and `display` without `actor.type`.',
    `Appointment.participant[${index}].actor`,
    'actor-organization',
  );

const noPerformer = (): Issue =>
  warning('performer-missing', 'No participant of type PPRF: the citizen cannot see who carries out the visit.', 'Appointment.participant');
