/** Where: the participant that is a place, as a contained Location. What the place means (home, unit, …) is normalise's to say. */
import { type Issue, warning } from '../fhir/fault.ts';
import { attribute, child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { Address, CodeableConcept, Location } from '../fhir/types.ts';
import { ENCOUNTER } from './cda-path.ts';
import { SOR_SYSTEM, toAddress, toIdentifier, toTelecoms, YDER_SYSTEM } from './cda-types.ts';
import type { Actors } from './read-organisations.ts';

const PATH = `${ENCOUNTER}.participant`;
const ROLE_PATH = `${PATH}.participantRole`;

/** `LOC` a place of the SOR register, `SBJ` the citizen's home, `DST` another address. */
const PLACES = ['LOC', 'SBJ', 'DST'];

/** v3-RoleCode's patient residence. */
const HOME_TYPE: CodeableConcept[] = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'PTRES' }] }];

export function readPlace(encounter: XmlElement | undefined, issues: Issue[]): Actors {
  const places = children(encounter, 'participant').filter((participant) => PLACES.includes(attribute(participant, 'typeCode') ?? ''));
  const role = child(places[0], 'participantRole');
  if (role === undefined)
    issues.push(warning('apd-place', 'The appointment has no place: send one participant of type LOC, SBJ or DST', PATH));
  if (places.length > 1) issues.push(warning('apd-place', 'The appointment has several places; the first was taken', PATH));
  if (role === undefined) return { contained: [], participants: [] };

  const kind = attribute(places[0], 'typeCode');
  const identifier = children(role, 'id').map(toIdentifier).find(Boolean);
  // A practice's ydernummer is normalise's to tell of.
  if (kind === 'LOC' && ![SOR_SYSTEM, YDER_SYSTEM].includes(identifier?.system ?? ''))
    issues.push(
      warning(
        'apd-place-id',
        'A place of type LOC has a SOR id (root 1.2.208.176.1.1); what was sent was taken as it is',
        `${ROLE_PATH}.id`,
      ),
    );

  const name = text(child(role, 'playingEntity', 'name'));
  const telecom = toTelecoms(children(role, 'telecom'));
  const sent = toAddress(child(role, 'addr'));
  const address = kind === 'SBJ' ? sent && { ...sent, use: 'home' as const } : withoutOfficeAsHome(sent, encounter, issues);
  const location: Location = {
    resourceType: 'Location',
    id: 'place',
    ...(identifier && { identifier: [identifier] }),
    ...(name && { name }),
    ...(kind === 'SBJ' && { type: HOME_TYPE }),
    ...(telecom.length > 0 && { telecom }),
    ...(address && { address }),
  };
  return { contained: [location], participants: [{ actor: { reference: '#place' }, status: 'accepted' }] };
}

/**
 * Some senders mark every address `H`, their own office too (MedCom's municipality example d).
 * Where the place is the performer's own address, the mark says nothing of the citizen's home.
 */
function withoutOfficeAsHome(address: Address | undefined, encounter: XmlElement | undefined, issues: Issue[]): Address | undefined {
  const office = toAddress(child(encounter, 'performer', 'assignedEntity', 'addr'));
  if (address?.use !== 'home' || office === undefined || placeKey(office) !== placeKey(address)) return address;
  issues.push(
    warning(
      'apd-place-home',
      "The performer's own address is marked as the citizen's home (use H); the mark was left out",
      `${ROLE_PATH}.addr.use`,
    ),
  );
  const { use: _home, ...rest } = address;
  return rest;
}

const placeKey = ({ line, postalCode, city }: Address): string => [...(line ?? []), postalCode, city].join(' ').toLowerCase();
