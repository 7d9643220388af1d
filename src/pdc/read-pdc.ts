/**
 * PDC-DK, the CDA document of Fælles Stamkort (2.0 and 3.0, and the drafts of 2.0) → the card's items, with what was odd.
 *
 * What published files get wrong is read and told of; refused is only what is no PDC document, or names no citizen. The narrative is never
 * read, and no author's CPR number leaves the document.
 */
import { parseCdaTime } from '../apd/cda-time.ts';
import { isUuid } from '../apd/is-uuid.ts';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { Fault, fault, type Issue, information, warning } from '../fhir/fault.ts';
import { attribute, child, children, parseXml, type XmlElement } from '../fhir/parse-xml.ts';
import { DOCUMENT_TEMPLATE, type EntryKind, entryKinds, entryWords, obligatory } from './codes.ts';
import { type Content, fullName, type Item } from './item.ts';
import { type AuthorContext, readAuthor } from './read-author.ts';
import { readContent } from './read-content.ts';
import {
  GUARDIAN,
  patientRole,
  readCitizen,
  readHeaderRegisters,
  readHeaderRelatives,
  readNameAndAddress,
  readPerson,
  readSurgery,
} from './read-header.ts';
import { toName, valuesOf } from './read-values.ts';

/** Without an id where the document gives none, or one that is not its own. */
export type ReadItem = Omit<Item, 'id'> & { readonly id?: string };

export interface PdcDocument {
  readonly citizen: CitizenIdentifier;
  readonly version: '3.0' | '2.0';
  /** When it was made, an instant; undefined where it does not tell. */
  readonly madeAt: Date | undefined;
  readonly items: readonly ReadItem[];
  /** Warnings and information alone, with paths in the document. */
  readonly findings: readonly Issue[];
}

/** @throws Fault 400 */
export function readPdc(xml: string): PdcDocument {
  const document = parseXml(xml);
  if (document.name !== 'ClinicalDocument' || document.namespace !== 'urn:hl7-org:v3' || !isPdc(document)) {
    throw fault('structure', 'The body is not a PDC-DK document: a CDA ClinicalDocument of template 1.2.208.184.16.1', {
      expression: 'ClinicalDocument',
      rule: 'pdc-document',
    });
  }
  const issues: Issue[] = [];
  const citizen = readCitizen(document, issues);
  if (citizen === undefined) throw new Fault(issues);

  if (attribute(child(document, 'code'), 'code') !== 'PDC')
    issues.push(warning('pdc-code', 'The code of the document is PDC', 'ClinicalDocument.code'));
  const version = versionOf(document);
  const name = toName(child(patientRole(document), 'patient', 'name'));
  const named = { number: citizen.value, name: name && fullName(name) };
  const items = withPerson(readItems(document, named, issues), document, issues);
  const expected = version === '3.0' ? obligatory : obligatory.filter((kind) => kind !== 'resuscitation');
  for (const kind of expected) {
    if (!items.some(({ content }) => content.kind === kind))
      issues.push(information('pdc-missing', `The document has no ${entryWords[kind].code}`, 'ClinicalDocument.component.structuredBody'));
  }
  const made = attribute(child(document, 'effectiveTime'), 'value');
  return { citizen, version, madeAt: made === undefined ? undefined : parseCdaTime(made)?.instant, items, findings: issues };
}

const templateOf = (document: XmlElement): XmlElement | undefined =>
  children(document, 'templateId').find((id) => attribute(id, 'root') === DOCUMENT_TEMPLATE);

const isPdc = (document: XmlElement): boolean => templateOf(document) !== undefined || attribute(child(document, 'code'), 'code') === 'PDC';

/** By the template; 2.0 gives its template no extension. */
const versionOf = (document: XmlElement): '3.0' | '2.0' => (attribute(templateOf(document), 'extension') === '3.0' ? '3.0' : '2.0');

function readItems(document: XmlElement, citizen: AuthorContext['citizen'], issues: Issue[]): ReadItem[] {
  const seen = new Set<string>();
  const entries = entriesOf(child(document, 'component', 'structuredBody')).flatMap((entry, index): ReadItem[] => {
    const path = `ClinicalDocument.component.structuredBody.component.section.entry[${index}].observation`;
    const item = readEntry(entry, path, citizen, issues);
    if (item?.id === undefined || !seen.has(item.id)) {
      if (item?.id !== undefined) seen.add(item.id);
      return item === undefined ? [] : [item];
    }
    issues.push(warning('pdc-id', 'Two entries have the same id; the later one was given none', `${path}.id`));
    const { id: _id, ...rest } = item;
    return [rest];
  });
  const surgery = readSurgery(document, issues);
  const ofRegister = (content: Content): ReadItem => ({ content, author: { kind: 'register' } });
  return [
    ...(surgery === undefined ? [] : [ofRegister(surgery)]),
    ...readHeaderRegisters(document, issues).map(ofRegister),
    ...readHeaderRelatives(document, issues).map(ofRegister),
    ...entries,
  ];
}

/** Sex and birth date belong with the name; where no entry has the name, the header's is taken. */
function withPerson(items: readonly ReadItem[], document: XmlElement, issues: Issue[]): ReadItem[] {
  const person = readPerson(document, issues);
  if (items.some(({ content }) => content.kind === 'name-and-address'))
    return items.map((item) => (item.content.kind === 'name-and-address' ? { ...item, content: { ...item.content, ...person } } : item));
  const named = readNameAndAddress(document);
  if (named === undefined) return [...items];
  issues.push(information('pdc-header-name', "Name and address have no entry; the header's were taken", 'ClinicalDocument.recordTarget'));
  return [{ content: { ...named, ...person }, author: { kind: 'register' } }, ...items];
}

interface Entry {
  /** One, or those that an organizer of the drafts holds together. */
  readonly observations: readonly XmlElement[];
  readonly author: XmlElement | undefined;
  readonly isOrganizer: boolean;
}

/** Of all sections, nested ones too. */
function entriesOf(body: XmlElement | undefined): Entry[] {
  return children(body, 'component').flatMap((component) => {
    const section = child(component, 'section');
    const own = children(section, 'entry').map((entry): Entry => {
      const organizer = child(entry, 'organizer');
      if (organizer === undefined) {
        const observations = children(entry, 'observation');
        return { observations, author: child(observations[0], 'author'), isOrganizer: false };
      }
      const observations = children(organizer, 'component').flatMap((part) => children(part, 'observation'));
      return { observations, author: child(organizer, 'author'), isOrganizer: true };
    });
    return [...own, ...entriesOf(section)];
  });
}

const GUARDIAN_CODE = 'GuardianTypedIn';

function readEntry(entry: Entry, path: string, citizen: AuthorContext['citizen'], issues: Issue[]): ReadItem | undefined {
  const [observation] = entry.observations;
  if (observation === undefined) {
    issues.push(warning('pdc-entry-empty', 'The entry has no observation; it was left out', path));
    return undefined;
  }
  if (entry.isOrganizer)
    issues.push(
      information('pdc-organizer', 'An organizer, as the drafts have it, was read as one entry', path.replace(/observation$/, 'organizer')),
    );
  const kind = kindOf(observation, path, issues);
  if (kind === undefined) return undefined;
  const values = valuesOf(entry.observations);
  if (values.isEmpty) {
    issues.push(warning('pdc-entry-empty', 'The entry has no value; it was left out', `${path}.value`));
    return undefined;
  }
  const content = readContent(kind, values, { path, observation, issues });
  if (content === undefined) return undefined;
  const isRegisters = entryWords[kind].register !== undefined;
  const { author, recordedAt } = readAuthor(entry.author, { path, isRegisters, citizen }, issues);
  const id = attribute(child(observation, 'id'), 'extension');
  const isOwn = id !== undefined && isUuid(id);
  if (!isOwn) issues.push(warning('pdc-id', 'The id of the entry is not a UUID; the item was given none', `${path}.id`));
  const isGuardian = codeOf(observation) === GUARDIAN_CODE && content.kind === 'relative';
  if (isGuardian) issues.push(warning('pdc-guardian', 'A guardian, whom the final standard does not have, was taken as a relative', path));
  return {
    ...(isOwn && { id: id.toLowerCase() }),
    content: isGuardian ? { ...content, relation: GUARDIAN } : content,
    author,
    ...(recordedAt !== undefined && { recordedAt }),
  };
}

const codeOf = (observation: XmlElement): string | undefined => attribute(child(observation, 'code'), 'code');

/** By its code; the drafts give some entries a template that the final standard gives another kind. */
function kindOf(observation: XmlElement, path: string, issues: Issue[]): EntryKind | undefined {
  const code = codeOf(observation);
  if (code === GUARDIAN_CODE) return 'relative';
  const byCode = entryKinds.find((kind) => entryWords[kind].code === code);
  const arcs = children(observation, 'templateId').flatMap((id) => /\.20\.1\.(\d+)$/.exec(attribute(id, 'root') ?? '')?.[1] ?? []);
  const byTemplate = entryKinds.find((kind) => arcs.includes(String(entryWords[kind].template)));
  if (byCode !== undefined && byTemplate !== undefined && byCode !== byTemplate)
    issues.push(warning('pdc-template', 'Template and code of the entry are of two kinds; the code was taken', `${path}.templateId`));
  if (byCode === undefined && byTemplate === undefined)
    issues.push(warning('pdc-entry-unknown', 'The entry is of no kind that PDC-DK has; it was left out', `${path}.code`));
  return byCode ?? (code === undefined ? byTemplate : undefined);
}
