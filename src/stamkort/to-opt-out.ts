/** The opt-out of resuscitation as its source, a Consent, and as the flag that staff see. */
import type { Consent, Flag } from '@medplum/fhirtypes';
import { formatInstant } from '../time/zone.ts';
import type { Card, OptOutSource } from './card.ts';
import type { Statement } from './decide-resuscitation.ts';
import { singleId } from './ids.ts';
import { SNOMED } from './own-words.ts';
import { itemMeta, toMeta } from './to-meta.ts';

/** The one that holds, and one that is not in force yet where the reader may see it. */
export const toConsents = (card: Card): Consent[] => {
  const { by, pending, optedOut } = card.resuscitation;
  const holding = by !== undefined && typeof optedOut === 'boolean' ? [by] : [];
  return [...holding, ...(pending === undefined ? [] : [pending])].map((statement) => toConsent(card, statement));
};

function toConsent(card: Card, { source, from, saidAt, optsOut, isDated }: Statement<OptOutSource>): Consent {
  if (source.of === 'citizen') {
    const { resourceType, id: _id, meta: _meta, text: _text, ...rest } = source.consent;
    const meta = toMeta(card, undefined, source.recordedAt, []);
    return { resourceType, id: source.consentId, ...(meta !== undefined && { meta }), ...rest };
  }
  return {
    resourceType: 'Consent',
    id: singleId(card.citizenId, 'resuscitation'),
    ...itemMeta(card, source.item),
    status: optsOut ? 'active' : 'inactive',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr', display: 'Advanced Care Directive' }] },
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'dnr', display: 'Do Not Resuscitate' }] },
    ],
    patient: { reference: `Patient/${card.citizenId}` },
    ...(isDated && { dateTime: formatInstant(saidAt) }),
    organization: [{ display: 'Sundhedsdatastyrelsen' }],
    policyRule: { text: 'Sundhedsloven, fravalg af genoplivningsforsøg ved hjertestop' },
    ...(optsOut && { provision: { type: 'deny', period: { start: formatInstant(from) } } }),
  };
}

/** For a banner. That there is none says nothing: the Observation does. */
export function toFlag(card: Card): Flag[] {
  const { by, optedOut } = card.resuscitation;
  if (optedOut !== true || by === undefined) return [];
  const meta = toMeta(card, undefined, undefined, []);
  return [
    {
      resourceType: 'Flag',
      id: singleId(card.citizenId, 'resuscitation'),
      ...(meta !== undefined && { meta }),
      status: 'active',
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: 'advance-directive', display: 'Advance Directive' },
          ],
        },
      ],
      code: {
        coding: [{ system: SNOMED, code: '304253006', display: 'Not for resuscitation' }],
        text: 'Genoplivningsforsøg ved hjertestop er fravalgt',
      },
      subject: { reference: `Patient/${card.citizenId}` },
      period: { start: formatInstant(by.from) },
    },
  ];
}
