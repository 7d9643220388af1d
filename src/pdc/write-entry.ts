/** One item → an entry of a PDC-DK 3.0 document. */
import type { Address, ContactPoint } from '../fhir/types.ts';
import { type LocalDate, startOfDay } from '../time/zone.ts';
import {
  authorCodes,
  CPR_ROOT,
  type EntryKind,
  type EntryWords,
  entryWords,
  LANGUAGE_CODES,
  MEDCOM_CODES,
  PROTECTED_MARK,
  REGISTER_TEMPLATE,
  SECTION_TEMPLATE,
  SOR_ROOT,
  TEMPLATE_DATE,
  TYPED_IN_TEMPLATE,
} from './codes.ts';
import { type Absent, type Author, type Content, type Item, toPersonName } from './item.ts';
import { addressParts, cdaTime, idAttributes, nameParts, relationAttributes, telecomAttributes, value } from './write-values.ts';
import { element, words } from './write-xml.ts';

export type EntryItem = Item<Exclude<Content, { kind: 'general-practitioner' }>>;

export function writeEntry({ id, content, author, recordedAt }: EntryItem): string {
  const own = entryWords[content.kind];
  return element(
    'entry',
    { typeCode: 'COMP' },
    element(
      'observation',
      { classCode: 'OBS', moodCode: 'EVN' },
      element('templateId', { root: `${SECTION_TEMPLATE}.${own.template}`, extension: own.templateDate }),
      element('id', { root: own.idRoot, extension: id }),
      element('code', {
        code: own.code,
        codeSystem: MEDCOM_CODES,
        codeSystemName: 'MedCom Message Codes',
        displayName: own.display,
      }),
      ...(content.kind === 'temporary-address' ? [writePeriod(content)] : []),
      ...writeValues(content, own),
      writeAuthor(author, recordedAt, content.kind),
    ),
  );
}

function writePeriod({ from, to }: { readonly from?: string; readonly to?: string }): string {
  const side = (name: 'low' | 'high', day: string | undefined): string =>
    element(name, day === undefined ? { nullFlavor: 'NI' } : { value: cdaTime(startOfDay(day as LocalDate)) });
  return element('effectiveTime', {}, side('low', from), side('high', to));
}

function writeValues(content: EntryItem['content'], own: EntryWords): string[] {
  switch (content.kind) {
    case 'custody':
      return [
        ...(content.identifier === undefined ? [] : [value('II', { ...idAttributes(content.identifier, 'CPR') })]),
        value('PN', {}, nameParts(content.name)),
        ...(content.relation === undefined ? [] : [value('CD', relationAttributes(content.relation))]),
      ];
    case 'name-and-address':
      return [
        ...(content.isProtected ? [value('II', { root: MEDCOM_CODES, extension: PROTECTED_MARK, assigningAuthorityName: 'MedCom' })] : []),
        content.name.given.length === 0 ? value('PN', { nullFlavor: 'NI' }) : value('PN', {}, nameParts(content.name)),
        content.address === undefined ? writeNoAddress(content.isProtected) : writeAddress(content.address, 'H'),
      ];
    case 'coverage-group':
      return [content.group === undefined ? writeRegistration('temp-unknown', own) : writeSaid(content.group, own)];
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will':
      return [writeRegistration(content.registered, own)];
    case 'resuscitation':
      return [writeSaid(typeof content.optedOut === 'boolean' ? String(content.optedOut) : 'NAV', own)];
    case 'language':
      return [value('CD', { code: content.code, codeSystem: LANGUAGE_CODES, codeSystemName: 'ISO-639-1', displayName: content.display })];
    case 'temporary-address':
      return [content.address === undefined ? writeNoAddress(true) : writeAddress(content.address, 'H')];
    case 'dentist':
      return [
        ...(content.identifier === undefined ? [] : [value('II', { ...idAttributes(content.identifier, 'Yderregisteret') })]),
        ...(content.clinic === undefined ? [] : [words('value', content.clinic, { 'xsi:type': 'TN' })]),
        ...(content.name === undefined ? [] : [value('PN', {}, nameParts(content.name))]),
        ...(content.address === undefined ? [] : [writeAddress(content.address, 'WP')]),
        ...writeTelecoms(content.telecom),
      ];
    case 'contact':
      return writeTelecoms(content.telecom);
    case 'relative':
      return [
        value('PN', {}, nameParts(content.name)),
        ...(content.relation === undefined ? [] : [value('CD', relationAttributes(content.relation))]),
        ...writeTelecoms(content.telecom),
        ...(content.comment === undefined ? [] : [words('value', content.comment, { 'xsi:type': 'ST' })]),
      ];
    default:
      return content satisfies never;
  }
}

const writeSaid = (extension: string, { valueRoot, valueAuthority }: EntryWords): string =>
  value('II', { root: valueRoot, extension, assigningAuthorityName: valueAuthority });

/** What is not known has no extension: the standard's own three states are the opt-out's alone. */
const writeRegistration = (said: boolean | Absent, own: EntryWords): string =>
  typeof said === 'boolean'
    ? writeSaid(String(said), own)
    : value('II', { root: own.valueRoot, nullFlavor: said === 'masked' ? 'MSK' : 'NAV', assigningAuthorityName: own.valueAuthority });

const writeAddress = (address: Address, use: 'H' | 'WP'): string => value('AD', { use }, addressParts(address));

/** MedCom's word for a street that is protected; otherwise one that nobody told. */
export const writeNoAddressParts = (isProtected: boolean): string =>
  [
    isProtected ? words('streetAddressLine', 'ADRESSEBESKYTTET') : element('streetAddressLine', { nullFlavor: 'NI' }),
    ...['postalCode', 'city', 'country'].map((part) => element(part, { nullFlavor: 'NI' })),
  ].join('');

const writeNoAddress = (isProtected: boolean): string => value('AD', { use: 'H' }, writeNoAddressParts(isProtected));

const writeTelecoms = (telecom: readonly ContactPoint[]): string[] => telecom.map((one) => value('TEL', telecomAttributes(one)));

/** No author's number leaves: a person's is masked, a register has none. */
function writeAuthor(author: Author, recordedAt: string | undefined, kind: EntryKind): string {
  const time = element('time', recordedAt === undefined ? { nullFlavor: 'NI' } : { value: cdaTime(new Date(recordedAt)) });
  const template = (root: string): string => element('templateId', { root, extension: TEMPLATE_DATE });
  const organisation = (name: string): string => element('representedOrganization', {}, words('name', name));
  if (author.kind === 'register') {
    const { register } = entryWords[kind];
    const { root, authority, name } = register ?? { root: CPR_ROOT, authority: 'CPR', name: 'CPR' };
    return element(
      'author',
      {},
      template(REGISTER_TEMPLATE),
      time,
      element(
        'assignedAuthor',
        {},
        element('id', { root, extension: 'NI', assigningAuthorityName: authority }),
        organisation(author.organisation?.name ?? name),
      ),
    );
  }
  const { code, display } = authorCodes[author.kind];
  const { identifier, name: organisationName } = author.organisation ?? {};
  const isOrganisation = author.kind === 'professional';
  return element(
    'author',
    {},
    template(TYPED_IN_TEMPLATE),
    time,
    element(
      'assignedAuthor',
      {},
      isOrganisation
        ? element('id', { ...((identifier && idAttributes(identifier, 'SOR')) ?? { root: SOR_ROOT, nullFlavor: 'NI' }) })
        : element('id', { root: CPR_ROOT, extension: 'MSK', assigningAuthorityName: 'CPR' }),
      element('code', { code, codeSystem: MEDCOM_CODES, codeSystemName: 'MedCom Message Codes', displayName: display }),
      isOrganisation
        ? organisation(organisationName ?? 'Sundhedsprofessionel')
        : element('assignedPerson', {}, element('name', {}, nameParts(author.name ?? toPersonName(display)))),
    ),
  );
}
