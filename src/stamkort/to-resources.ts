/** A card as its reader sees it → its resources, in the order of the card. */
import type { Resource } from '../fhir/types.ts';
import { type Card, itemsOf } from './card.ts';
import { toCareTeam } from './to-care-team.ts';
import { toConsents, toFlag } from './to-opt-out.ts';
import { toPatient } from './to-patient.ts';
import { toProvenance } from './to-provenance.ts';
import { toCoverage, toRegistrations, toResuscitation, toSurgery } from './to-register-resources.ts';
import { toCustody, toRelative } from './to-related-person.ts';

export const toResources = (card: Card): Resource[] => [
  toPatient(card),
  ...itemsOf(card, 'relative').map((item) => toRelative(card, item)),
  ...itemsOf(card, 'custody').map((item) => toCustody(card, item)),
  ...itemsOf(card, 'general-practitioner').map((item) => toSurgery(card, item)),
  ...itemsOf(card, 'dentist').map((item) => toCareTeam(card, item)),
  ...itemsOf(card, 'coverage-group').map((item) => toCoverage(card, item)),
  toResuscitation(card),
  ...toFlag(card),
  ...toConsents(card),
  ...toRegistrations(card),
  ...card.items.map((item) => toProvenance(card, item)),
];
