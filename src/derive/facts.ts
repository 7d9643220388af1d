/** What a query needs to know of an appointment to decide who sees it. */
import { cvrKey, organisationKey, sorKey } from '../fhir/organisation-key.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment } from '../fhir/types.ts';
import { homeKeys, placeKeys } from '../normalise/address-keys.ts';
import { performers, places } from '../normalise/participants.ts';
import type { Interpreted } from './interpret.ts';
import { hasLabel, LABEL_RESTRICTED, LABEL_TIME_ONLY } from './label.ts';

export interface SenderFacts {
  readonly sector: Sector;
  readonly sor: string | undefined;
  readonly cvr: string | undefined;
}

export interface Facts {
  /** Whose data it is, by organisation key: the sender's and the performers'. */
  readonly authorKeys: string[];
  /** `system|value` of the identifiers that are old or secondary, which its sender searches by too. */
  readonly otherIdentifiers: string[];
  /** Other sectors see the time alone. */
  readonly timeOnly: boolean;
  /** The citizen's address is protected. */
  readonly restricted: boolean;
  /** Of the address to go to, where that is not the citizen's home. */
  readonly placeKeys: string[];
  /** Of the citizen's home, where the appointment tells it. */
  readonly homeKeys: string[];
}

const otherIdentifiers = ({ identifier = [] }: Appointment): string[] =>
  identifier.flatMap(({ system, value, use }) =>
    (use === 'old' || use === 'secondary') && system !== undefined && value !== undefined ? [`${system}|${value}`] : [],
  );

export function factsOf(said: Interpreted, { sor, cvr }: SenderFacts): Facts {
  const { appointment, place } = said;
  const authors = performers(appointment).flatMap(({ identifiers }) =>
    identifiers.flatMap((identifier) => organisationKey(identifier) ?? []),
  );
  const addresses = places(appointment).flatMap(({ location }) => location?.address ?? []);
  return {
    authorKeys: [...new Set([...(sor === undefined ? [] : [sorKey(sor)]), ...(cvr === undefined ? [] : [cvrKey(cvr)]), ...authors])],
    otherIdentifiers: otherIdentifiers(appointment),
    timeOnly: hasLabel(said, LABEL_TIME_ONLY),
    restricted: hasLabel(said, LABEL_RESTRICTED) && appointment.status !== 'entered-in-error',
    placeKeys: place.kind === 'address' || place.kind === 'unit' ? addresses.flatMap(placeKeys) : [],
    homeKeys: place.kind === 'home' ? addresses.flatMap(homeKeys) : [],
  };
}
