/** A relative, or one of two that custody binds → RelatedPerson. */
import type { RelatedPerson } from '@medplum/fhirtypes';
import type { CodeableConcept } from '../fhir/types.ts';
import type { Custody, Relative } from '../pdc/item.ts';
import type { Card, CardItem } from './card.ts';
import { COMMENT, DK_RELATION, ROLE_CODE } from './own-words.ts';
import { itemMeta } from './to-meta.ts';
import { toHumanName } from './to-patient.ts';

export function toRelative(card: Card, item: CardItem<Relative>): RelatedPerson {
  const { name, telecom, relation, comment } = item.content;
  return {
    resourceType: 'RelatedPerson',
    id: item.id,
    ...itemMeta(card, item),
    ...(comment !== undefined && { extension: [{ url: COMMENT, valueString: comment }] }),
    patient: { reference: `Patient/${card.citizenId}` },
    ...(relation !== undefined && { relationship: [relation] }),
    name: [toHumanName(name)],
    ...(telecom.length > 0 && { telecom: [...telecom] }),
  };
}

const relationships: Readonly<Record<Custody['side'], CodeableConcept>> = {
  child: { coding: [{ system: ROLE_CODE, code: 'CHILD', display: 'child' }], text: 'Forældremyndighed over' },
  holder: {
    coding: [{ system: DK_RELATION, code: 'PARAUTH', display: 'Forældremyndighedsindehaver' }],
    text: 'Forældremyndighedsindehaver',
  },
};

export function toCustody(card: Card, item: CardItem<Custody>): RelatedPerson {
  const { side, identifier, name, relation } = item.content;
  return {
    resourceType: 'RelatedPerson',
    id: item.id,
    ...itemMeta(card, item),
    ...(identifier !== undefined && { identifier: [identifier] }),
    patient: { reference: `Patient/${card.citizenId}` },
    relationship: [relationships[side], ...(relation === undefined ? [] : [relation])],
    name: [toHumanName(name)],
  };
}
