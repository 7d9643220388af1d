/** What registers gave → Organization, Coverage, Observations. */
import type { Coverage, Observation, Organization } from '@medplum/fhirtypes';
import { entryWords } from '../pdc/codes.ts';
import type { Absent, CoverageGroup, GeneralPractitioner } from '../pdc/item.ts';
import type { Card, CardItem } from './card.ts';
import { itemOf } from './card.ts';
import { singleId } from './ids.ts';
import { registerOf, registrationKinds } from './kinds.ts';
import { MEDCOM_SYSTEM, SNOMED } from './own-words.ts';
import { itemMeta, toMeta } from './to-meta.ts';

export const toSurgery = (card: Card, item: CardItem<GeneralPractitioner>): Organization => {
  const { identifier, name, telecom, address } = item.content;
  return {
    resourceType: 'Organization',
    id: singleId(card.citizenId, 'general-practitioner'),
    ...itemMeta(card, item),
    ...(identifier.length > 0 && { identifier: [...identifier] }),
    // org-1: an identifier or a name.
    ...((name !== undefined || identifier.length === 0) && { name: name ?? 'Egen læge' }),
    ...(telecom.length > 0 && { telecom: [...telecom] }),
    ...(address !== undefined && { address: [{ ...address, use: 'work' }] }),
  };
};

const COVERAGE_CLASS = 'http://terminology.hl7.org/CodeSystem/coverage-class';

export const toCoverage = (card: Card, item: CardItem<CoverageGroup>): Coverage => ({
  resourceType: 'Coverage',
  id: singleId(card.citizenId, 'coverage-group'),
  ...itemMeta(card, item),
  status: 'active',
  beneficiary: { reference: `Patient/${card.citizenId}` },
  // The regions pay (sundhedsloven § 57); which one, no register of these tells.
  payor: [{ display: 'Regionen' }],
  class: [
    {
      type: { coding: [{ system: COVERAGE_CLASS, code: 'group', display: 'Group' }] },
      value: item.content.group ?? '',
      name: `Sygesikringsgruppe ${item.content.group ?? ''}`,
    },
  ],
});

const ABSENT = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';
const absentDisplay: Readonly<Record<Absent, string>> = { 'temp-unknown': 'Temporarily Unknown', masked: 'Masked' };

const toValue = (said: boolean | Absent): Pick<Observation, 'valueBoolean' | 'dataAbsentReason'> =>
  typeof said === 'boolean'
    ? { valueBoolean: said }
    : { dataAbsentReason: { coding: [{ system: ABSENT, code: said, display: absentDisplay[said] }] } };

/** Each of them always, so that none that is missing reads as "no". */
export const toRegistrations = (card: Card): Observation[] =>
  registrationKinds.map((kind) => {
    const item = itemOf(card, kind);
    const register = registerOf[kind];
    const meta = item === undefined ? toMeta(card, undefined, undefined, []) : toMeta(card, String(item.version), item.receivedAt, [item]);
    return {
      resourceType: 'Observation',
      id: singleId(card.citizenId, kind),
      ...(meta !== undefined && { meta }),
      status: 'final',
      code: { coding: [{ system: MEDCOM_SYSTEM, code: entryWords[kind].code, display: entryWords[kind].display }] },
      subject: { reference: `Patient/${card.citizenId}` },
      ...(register !== undefined && asOf(card.standings.get(register)?.asOf)),
      ...toValue(item?.content.registered ?? 'temp-unknown'),
    };
  });

/** Until when the register's word is complete. */
export const asOf = (at: Date | undefined): Pick<Observation, 'effectiveDateTime'> =>
  at === undefined ? {} : { effectiveDateTime: at.toISOString() };

/** Whether resuscitation is opted out of: there always, and never "no" for what is not known. */
export const toResuscitation = (card: Card): Observation => {
  const meta = toMeta(card, undefined, undefined, []);
  return {
    resourceType: 'Observation',
    id: singleId(card.citizenId, 'resuscitation'),
    ...(meta !== undefined && { meta }),
    status: 'final',
    code: {
      coding: [
        { system: SNOMED, code: '304251008', display: 'Resuscitation status' },
        { system: MEDCOM_SYSTEM, code: entryWords.resuscitation.code, display: entryWords.resuscitation.display },
      ],
      text: entryWords.resuscitation.display,
    },
    subject: { reference: `Patient/${card.citizenId}` },
    ...asOf(card.standings.get('fravalg')?.asOf),
    ...toValue(card.resuscitation.optedOut),
  };
};
