/** What a sender is told of how its place was read. */
import { type Issue, warning } from '../fhir/fault.ts';

const actorAt = (index: number | undefined): string =>
  index === undefined ? 'Appointment.participant' : `Appointment.participant[${index}].actor`;

export const severalPlaces = (index: number | undefined): Issue =>
  warning('place-several', 'Several participants are places; send the one where the citizen is to be.', actorAt(index));

export const byWords = (index: number | undefined): Issue =>
  warning(
    'place-by-words',
    'That this is a home, phone or video visit was read from words. Say it by `Location.type`: v3-RoleCode PTRES, or place-kind phone or video.',
    actorAt(index),
  );

export const homeAtOffice = (index: number): Issue =>
  warning(
    'place-home-at-office',
    "The place is marked as the citizen's home, but its id, name or address is the performer's own. It is shown as the home, with doubt.",
    actorAt(index),
  );

export const ofPerformer = (index: number): Issue =>
  warning(
    'place-of-performer',
    "The place is the performer's own office, so the citizen is told that it is uncertain. Send where the visit is, or `address.use` home.",
    actorAt(index),
  );

export const missing = (index: number | undefined): Issue =>
  warning('place-missing', 'No place with a name, an address or an id: the citizen cannot see where to be.', actorAt(index));

export const withoutAddress = (index: number): Issue =>
  warning('place-without-address', 'The place has no address to go to.', actorAt(index));

export const ydernummer = (index: number): Issue =>
  warning('place-ydernummer', 'The place has a ydernummer and no SOR id; it was taken as it is.', actorAt(index));
