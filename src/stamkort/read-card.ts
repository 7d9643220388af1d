/** Plain reads and searches on the card's types: the card is found as `$stamkort` finds it, and one type of it given. */
import { noTreatment, treats } from '../access/authorise.ts';
import type { Reader } from '../access/bind-citizen.ts';
import { isUuid } from '../fhir/appointment-id.ts';
import { type Fault, fault } from '../fhir/fault.ts';
import { type NamedCitizen, namedCitizen } from '../fhir/search-citizen.ts';
import type { Resource } from '../fhir/types.ts';
import { findItemOwner } from '../store/stamkort-item.ts';
import type { Card } from './card.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { findCard, logLook } from './find-card.ts';
import { citizenOfId } from './ids.ts';
import { toResources } from './to-resources.ts';

export const cardTypes = ['RelatedPerson', 'CareTeam', 'Coverage', 'Organization', 'Observation', 'Flag', 'Provenance'] as const;
export type CardType = (typeof cardTypes)[number];

/** What is there is refused to a professional without the purpose of treatment (403): so is what is not, or the difference would tell. */
export const nothingFor = (caller: Reader): Fault => (caller.role === 'professional' && !treats(caller) ? noTreatment() : notFound());

export const notFound = () => fault('not-found', 'There is nothing here by this id');

/** Whose it is; undefined where nobody's is. */
export async function ownerOf({ db }: StamkortDeps, type: CardType | 'Patient', id: string): Promise<string | undefined> {
  if (type === 'Patient') return isUuid(id) ? id : undefined;
  const single = citizenOfId(id);
  if (single !== undefined) return single;
  // A Provenance is of one version of an item.
  const itemId = type === 'Provenance' ? id.replace(/-\d+$/, '') : id;
  return isUuid(itemId) ? findItemOwner(db, itemId) : undefined;
}

export interface ReadResource {
  readonly resource: Resource;
  readonly card: Card;
}

/** @throws Fault 404 for what is not there and for what is not the caller's to see, alike */
export async function readCardResource(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  type: CardType | 'Patient',
  id: string,
): Promise<ReadResource> {
  const citizenId = await ownerOf(deps, type, id);
  if (citizenId === undefined) throw nothingFor(call.caller);
  const card = await findCard(deps, call.caller, { asked: { citizenId } });
  const resource = toResources(card).find((one) => one.resourceType === type && one.id === id);
  if (resource === undefined) throw notFound();
  await logLook(deps, call, card, { interaction: 'read', resourceType: type, rows: 1 });
  return { resource, card };
}

const citizenNames: readonly string[] = ['patient', 'subject', 'beneficiary', 'target'];

/**
 * Of one type, of one citizen.
 * @throws Fault 400 where the citizen is not named once
 */
export async function searchCard(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  type: CardType,
  query: URLSearchParams,
): Promise<{ readonly card: Card; readonly resources: readonly Resource[] }> {
  const card = await findCard(deps, call.caller, { asked: parseCitizen(query, `${deps.publicUrl}/fhir`) });
  const resources = toResources(card).filter(({ resourceType }) => resourceType === type);
  await logLook(deps, call, card, { interaction: 'search', resourceType: type, rows: resources.length });
  return { card, resources };
}

function parseCitizen(query: URLSearchParams, base: string): NamedCitizen | undefined {
  const [first, ...more] = [...query].filter(([name]) => citizenNames.includes(name.split(':')[0] ?? ''));
  if (first === undefined) return undefined;
  const [name, value] = first;
  if (more.length > 0) throw fault('value', 'Name one citizen, once', { expression: name });
  const citizen = namedCitizen(value, name.split(':')[1], base);
  if (citizen !== undefined) return citizen;
  throw fault('value', 'Give the citizen as Patient/{id}, or as {system}|{value} of a CPR or eCPR number', { expression: name });
}
