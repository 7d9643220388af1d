/** The card → a PDC-DK 3.0 document. Strict where the reader is tolerant: header rules are CONF-DK's, cardinalities CONF-PDC-DK-159…219's. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import {
  DOCUMENT_TEMPLATE,
  type EntryKind,
  entryKinds,
  MEDCOM_CODES,
  MEDCOM_ROOT,
  SECTION_TEMPLATE,
  SOR_ROOT,
  TEMPLATE_DATE,
} from './codes.ts';
import type { Content, ContentOf, GeneralPractitioner, Item, Kind } from './item.ts';
import { headings, toRow } from './narrative.ts';
import { type EntryItem, writeEntry, writeNoAddressParts } from './write-entry.ts';
import { addressParts, cdaTime, idAttributes, nameParts, telecomAttributes } from './write-values.ts';
import { element, words } from './write-xml.ts';

export interface PdcCard {
  readonly citizen: CitizenIdentifier;
  /** As the reader may see them, each obligatory kind among them. */
  readonly items: readonly Item[];
  /** Of the document, a uuid. */
  readonly id: string;
  readonly at: Date;
}

/** The Danish Health Data Authority's SOR id: author and custodian of every card (CONF-DK:489). */
const SDS = { root: SOR_ROOT, extension: '1126211000016009', assigningAuthorityName: 'SOR' };
const SDS_NAME = 'Sundhedsdatastyrelsen';

export function writePdc({ citizen, items, id, at }: PdcCard): string {
  const time = cdaTime(at);
  const entries = entryKinds.flatMap((kind) => items.filter((item) => hasEntry(item, kind)));
  const represented = (name: string, ...ids: readonly string[]): string => element(name, {}, ...ids, words('name', SDS_NAME));
  return `<?xml version="1.0" encoding="UTF-8"?>${element(
    'ClinicalDocument',
    { xmlns: 'urn:hl7-org:v3', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance', moodCode: 'EVN' },
    element('realmCode', { code: 'DK' }),
    element('typeId', { root: '2.16.840.1.113883.1.3', extension: 'POCD_HD000040' }),
    element('templateId', { root: '1.2.208.184.10.1.13', extension: '2.0' }),
    element('templateId', { root: DOCUMENT_TEMPLATE, extension: '3.0' }),
    element('id', { root: MEDCOM_ROOT, extension: id, assigningAuthorityName: 'MedCom' }),
    element('code', { code: 'PDC', codeSystem: MEDCOM_CODES, codeSystemName: 'MedCom Message Codes', displayName: 'Stamkort' }),
    words('title', `Personal Data Card for ${citizen.value}`),
    element('effectiveTime', { value: time }),
    element('confidentialityCode', { code: isProtected(items) ? 'R' : 'N', codeSystem: '2.16.840.1.113883.5.25' }),
    element('languageCode', { code: 'da-DK' }),
    writeRecordTarget(citizen, items),
    element(
      'author',
      {},
      element('time', { value: time }),
      element('assignedAuthor', {}, element('id', SDS), represented('representedOrganization')),
    ),
    element('custodian', {}, element('assignedCustodian', {}, represented('representedCustodianOrganization', element('id', SDS)))),
    writeServiceEvent(
      element('templateId', { root: '1.2.208.184.10.1.11' }),
      element('effectiveTime', {}, element('low', { value: time }), element('high', { nullFlavor: 'NA' })),
    ),
    writeServiceEvent(
      element('templateId', { root: '1.2.208.184.10.1.10', extension: '2019-09-10' }),
      element('id', { root: '1.2.208.184.100.10', extension: 'pdc-v3.0', assigningAuthorityName: 'MedCom' }),
    ),
    writeBody(entries),
  )}`;
}

/** The surgery stands in the header, and those who have custody over the citizen nowhere. */
const hasEntry = (item: Item, kind: EntryKind): item is EntryItem =>
  item.content.kind === kind && !(item.content.kind === 'custody' && item.content.side === 'holder');

const find = <K extends Kind>(items: readonly Item[], kind: K): ContentOf<K> | undefined =>
  items.map(({ content }) => content).find((content): content is ContentOf<K> & Content => content.kind === kind);

const isProtected = (items: readonly Item[]): boolean => find(items, 'name-and-address')?.isProtected === true;

function writeRecordTarget(citizen: CitizenIdentifier, items: readonly Item[]): string {
  const person = find(items, 'name-and-address');
  const surgery = find(items, 'general-practitioner');
  const { address } = person ?? {};
  const code = person?.gender === 'male' ? 'M' : person?.gender === 'female' ? 'F' : undefined;
  return element(
    'recordTarget',
    { typeCode: 'RCT', contextControlCode: 'OP' },
    element(
      'patientRole',
      { classCode: 'PAT' },
      element('id', { ...idAttributes(citizen, 'CPR') }),
      element('addr', { use: 'H' }, address === undefined ? writeNoAddressParts(person?.isProtected === true) : addressParts(address)),
      element(
        'patient',
        { classCode: 'PSN' },
        person === undefined || person.name.given.length === 0
          ? element('name', { nullFlavor: 'NI' })
          : element('name', {}, nameParts(person.name)),
        element('administrativeGenderCode', code === undefined ? { nullFlavor: 'NI' } : { code, codeSystem: '2.16.840.1.113883.5.1' }),
        element('birthTime', person?.birthDate === undefined ? { nullFlavor: 'NI' } : { value: person.birthDate.replaceAll('-', '') }),
      ),
      ...(surgery === undefined ? [] : [writeSurgery(surgery)]),
    ),
  );
}

const writeSurgery = ({ identifier, name, telecom, address }: GeneralPractitioner): string =>
  element(
    'providerOrganization',
    {},
    ...identifier.map((one) =>
      element('id', { ...idAttributes(one, one.system === 'urn:oid:1.2.208.176.1.4' ? 'Yderregisteret' : 'SOR') }),
    ),
    ...(name === undefined ? [] : [words('name', name)]),
    ...telecom.map((one) => element('telecom', telecomAttributes(one))),
    ...(address === undefined ? [] : [element('addr', { use: 'WP' }, addressParts(address))]),
  );

const writeServiceEvent = (...content: readonly string[]): string =>
  element('documentationOf', { typeCode: 'DOC' }, element('serviceEvent', { classCode: 'ACT', moodCode: 'EVN' }, ...content));

function writeBody(entries: readonly EntryItem[]): string {
  const component = (...content: readonly string[]): string =>
    element('component', { typeCode: 'COMP', contextConductionInd: 'true' }, ...content);
  return component(
    element(
      'structuredBody',
      { classCode: 'DOCBODY', moodCode: 'EVN' },
      component(
        element(
          'section',
          { classCode: 'DOCSECT', moodCode: 'EVN' },
          element('templateId', { root: SECTION_TEMPLATE, extension: TEMPLATE_DATE }),
          element('text', {}, words('paragraph', 'Øvrige oplysninger'), writeTable(entries)),
          ...entries.map(writeEntry),
        ),
      ),
    ),
  );
}

const writeTable = (entries: readonly EntryItem[]): string =>
  element(
    'table',
    { width: '100%' },
    element(
      'tbody',
      {},
      element('tr', {}, ...headings.map((heading) => words('th', heading))),
      ...entries
        .map(toRow)
        .map(({ label, values, source, changed }) =>
          element(
            'tr',
            {},
            words('td', label),
            element('td', {}, element('list', {}, ...values.map((one) => words('item', one)))),
            words('td', source),
            words('td', changed),
          ),
        ),
    ),
  );
