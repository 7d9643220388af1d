/** The card as a FHIR document: a Composition whose sections follow PDC-DK's order, told in Danish. */
import type { Composition, CompositionSection } from '@medplum/fhirtypes';
import type { Bundle, Resource } from '../fhir/types.ts';
import { escapeText } from '../fhir/xml/write-xml.ts';
import { entryKinds } from '../pdc/codes.ts';
import type { Item, Kind } from '../pdc/item.ts';
import { headings, toRow } from '../pdc/narrative.ts';
import { formatInstant } from '../time/zone.ts';
import type { Card } from './card.ts';
import { MEDCOM_SYSTEM } from './own-words.ts';
import { type BundleContext, outcomesOf, toEntry } from './to-bundle.ts';
import { toMeta } from './to-meta.ts';
import { toPdcItems } from './to-pdc.ts';
import { labelOf } from './to-provenance.ts';
import { toResources } from './to-resources.ts';

export function toDocument(card: Card, context: BundleContext): Bundle {
  const { now, newId } = context;
  const resources = toResources(card);
  const outcomes = outcomesOf(card, context);
  const meta = toMeta(card, undefined, undefined, []);
  const composition = toComposition(card, context, resources, outcomes);
  return {
    resourceType: 'Bundle',
    ...(meta !== undefined && { meta }),
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${newId()}` },
    type: 'document',
    timestamp: now.toISOString(),
    entry: [toEntry(composition, context), ...resources.map((resource) => toEntry(resource, context)), ...outcomes],
  };
}

type Outcomes = ReturnType<typeof outcomesOf>;

function toComposition(card: Card, { now, newId }: BundleContext, resources: readonly Resource[], outcomes: Outcomes): Composition {
  const items = toPdcItems(card, newId);
  const meta = toMeta(card, undefined, undefined, []);
  const order: readonly Kind[] = ['general-practitioner', ...entryKinds];
  const sections = order.flatMap((kind) => toSection(kind, items, resources));
  return {
    resourceType: 'Composition',
    id: newId(),
    ...(meta !== undefined && { meta }),
    language: 'da',
    status: 'final',
    type: { coding: [{ system: MEDCOM_SYSTEM, code: 'PDC', display: 'Stamkort' }] },
    subject: { reference: `Patient/${card.citizenId}` },
    date: formatInstant(now),
    author: [{ display: 'Fælles Stamkort' }],
    title: 'Stamkort',
    confidentiality: card.isProtected ? 'R' : 'N',
    section: [...sections, ...toRemarks(outcomes)],
  };
}

const resourceOf: Readonly<Record<Kind, string>> = {
  custody: 'RelatedPerson',
  'name-and-address': 'Patient',
  'general-practitioner': 'Organization',
  'coverage-group': 'Coverage',
  'organ-donor': 'Observation',
  'treatment-will': 'Observation',
  'living-will': 'Observation',
  resuscitation: 'Observation',
  language: 'Patient',
  'temporary-address': 'Patient',
  dentist: 'CareTeam',
  contact: 'Patient',
  relative: 'RelatedPerson',
};

function toSection(kind: Kind, items: readonly Item[], resources: readonly Resource[]): CompositionSection[] {
  const own = items.filter(({ content }) => content.kind === kind);
  if (own.length === 0) return [];
  const type = resourceOf[kind];
  const isOwn = ({ resourceType, id = '' }: Resource): boolean =>
    resourceType === type && (type === 'Patient' || id.endsWith(`.${kind}`) || own.some((item) => item.id === id));
  const entry = resources.filter(isOwn).map(({ resourceType, id }) => ({ reference: `${resourceType}/${id}` }));
  return [
    {
      title: labelOf(kind),
      text: { status: 'generated', div: toTable(own) },
      ...(entry.length > 0 && { entry }),
    },
  ];
}

const cell = (name: 'th' | 'td', text: string): string => `<${name}>${escapeText(text)}</${name}>`;

const toTable = (items: readonly Item[]): string => {
  const rows = items
    .map(toRow)
    .map(
      ({ label, values, source, changed }) =>
        `<tr>${cell('td', label)}<td>${values.map(escapeText).join('<br/>')}</td>${cell('td', source)}${cell('td', changed)}</tr>`,
    );
  const head = `<tr>${headings.map((heading) => cell('th', heading)).join('')}</tr>`;
  return `<div xmlns="http://www.w3.org/1999/xhtml" lang="da"><table><tbody>${head}${rows.join('')}</tbody></table></div>`;
};

/** What the card lacks, or may be withheld, in words too. */
function toRemarks(outcomes: Outcomes): CompositionSection[] {
  const texts = outcomes.flatMap(({ resource }) =>
    resource.resourceType === 'OperationOutcome' ? resource.issue.flatMap(({ details }) => details?.text ?? []) : [],
  );
  if (texts.length === 0) return [];
  const list = texts.map((text) => `<li>${escapeText(text)}</li>`).join('');
  return [
    {
      title: 'Bemærkninger',
      text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="da"><ul>${list}</ul></div>` },
      entry: outcomes.map(({ fullUrl }) => ({ reference: fullUrl })),
    },
  ];
}
