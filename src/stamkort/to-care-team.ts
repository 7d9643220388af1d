/** The dentist, whom the citizen chose → CareTeam of one. The surgery is the register's, and stands in Patient.generalPractitioner. */
import type { CareTeam, Organization } from '@medplum/fhirtypes';
import { type Dentist, fullName, type PersonName } from '../pdc/item.ts';
import type { Card, CardItem } from './card.ts';
import { DENTIST } from './own-words.ts';
import { itemMeta } from './to-meta.ts';

export const CLINIC = 'clinic';

export function toCareTeam(card: Card, item: CardItem<Dentist>): CareTeam {
  const { identifier, clinic, name, address, telecom } = item.content;
  const organization: Organization = {
    resourceType: 'Organization',
    id: CLINIC,
    ...(identifier !== undefined && { identifier: [identifier] }),
    name: clinic ?? (name === undefined ? 'Tandlæge' : fullName(name)),
    ...(telecom.length > 0 && { telecom: [...telecom] }),
    ...(address !== undefined && { address: [{ ...address, use: 'work' }] }),
    ...(name !== undefined && { contact: [{ name: toContactName(name) }] }),
  };
  return {
    resourceType: 'CareTeam',
    id: item.id,
    ...itemMeta(card, item),
    contained: [organization],
    status: 'active',
    name: 'Tandlæge',
    subject: { reference: `Patient/${card.citizenId}` },
    participant: [
      { role: [{ coding: [DENTIST] }], member: { reference: `#${CLINIC}`, ...(name !== undefined && { display: fullName(name) }) } },
    ],
  };
}

const toContactName = ({ prefix, given, family }: PersonName) => ({
  ...(family !== undefined && { family }),
  ...(given.length > 0 && { given: [...given] }),
  ...(prefix !== undefined && { prefix: [...prefix] }),
});
