/** The items that are elements of a Patient → the Patient, by dk-core's rules for identifiers, names and addresses. */
import type { HumanName, Patient } from '@medplum/fhirtypes';
import { CPR_SYSTEM } from '../cpr/cpr.ts';
import { EXT } from '../fhir/extension.ts';
import type { Address, Extension } from '../fhir/types.ts';
import { fullName, type PersonName } from '../pdc/item.ts';
import { type Card, type CardItem, itemOf, itemsOf } from './card.ts';
import { singleId } from './ids.ts';
import { patientKinds } from './kinds.ts';
import { LANGUAGE_SYSTEM } from './own-words.ts';
import { toMeta } from './to-meta.ts';

export function toPatient(card: Card): Patient {
  const { citizenId, identifier, patientVersion, patientUpdatedAt } = card;
  const person = itemOf(card, 'name-and-address')?.content;
  const surgery = itemOf(card, 'general-practitioner')?.content;
  const contact = itemOf(card, 'contact')?.content;
  const language = itemOf(card, 'language')?.content;
  const own = card.items.filter(({ content }) => patientKinds.includes(content.kind));
  const meta = toMeta(card, String(patientVersion), patientUpdatedAt, own);
  const address = addresses(card);
  return {
    resourceType: 'Patient',
    id: citizenId,
    ...(meta !== undefined && { meta }),
    identifier: [{ ...(identifier.system === CPR_SYSTEM && { use: 'official' }), system: identifier.system, value: identifier.value }],
    ...(person !== undefined && { name: [toHumanName(person.name, 'official')] }),
    ...(contact !== undefined && { telecom: [...contact.telecom] }),
    ...(person?.gender !== undefined && { gender: person.gender }),
    ...(person?.birthDate !== undefined && { birthDate: person.birthDate }),
    ...(address.length > 0 && { address }),
    ...(language !== undefined && {
      communication: [
        {
          language: {
            coding: [
              { system: LANGUAGE_SYSTEM, code: language.code, ...(language.display !== undefined && { display: language.display }) },
            ],
          },
          preferred: true,
        },
      ],
    }),
    ...(surgery !== undefined && {
      generalPractitioner: [
        {
          reference: `Organization/${singleId(citizenId, 'general-practitioner')}`,
          type: 'Organization',
          ...(surgery.name !== undefined && { display: surgery.name }),
        },
      ],
    }),
  };
}

export const toHumanName = ({ prefix, given, family }: PersonName, use?: HumanName['use']): HumanName => ({
  ...(use !== undefined && { use }),
  ...(use === undefined && { text: fullName({ given, ...(family !== undefined && { family }) }) }),
  ...(family !== undefined && { family }),
  ...(given.length > 0 && { given: [...given] }),
  ...(prefix !== undefined && { prefix: [...prefix] }),
});

/** A protected one leaves as a mark: that it is there, and not where. */
const masked: Extension = { url: EXT.dataAbsentReason, valueCode: 'masked' };

function addresses(card: Card): Address[] {
  const home = itemOf(card, 'name-and-address');
  return [
    ...(home === undefined ? [] : homeAddress(home)),
    ...itemsOf(card, 'temporary-address').map(({ content: { address, from, to } }): Address => {
      if (address === undefined) return { extension: [masked], use: 'temp' };
      const period = { ...(from !== undefined && { start: from }), ...(to !== undefined && { end: to }) };
      return { ...address, use: 'temp', ...(Object.keys(period).length > 0 && { period }) };
    }),
  ];
}

function homeAddress({
  content: { address, isProtected },
}: CardItem<Extract<CardItem['content'], { kind: 'name-and-address' }>>): Address[] {
  if (address !== undefined) return [{ ...address, use: 'home' }];
  return isProtected ? [{ extension: [masked], use: 'home' }] : [];
}
