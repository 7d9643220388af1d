/** The changes that can be made to a card, each by the type of resource that shows the item. */
import type { CareTeam, Patient, RelatedPerson } from '@medplum/fhirtypes';
import type { Asked, Reader } from '../access/bind-citizen.ts';
import { CPR_SYSTEM, parseCitizenIdentifier } from '../cpr/cpr.ts';
import { isUuid } from '../fhir/appointment-id.ts';
import { Fault, fault } from '../fhir/fault.ts';
import { requireIfMatch } from '../fhir/headers.ts';
import { applyJsonPatch, type PatchOperation } from '../fhir/json-patch.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import type { Reference, Resource } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import type { Content, Dentist, Relative } from '../pdc/item.ts';
import type { ItemRow } from '../store/stamkort-item.ts';
import type { Card } from './card.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { editCard, type Present } from './edit-card.ts';
import { notFound, nothingFor, ownerOf } from './read-card.ts';
import { readTypedPatient } from './read-typed-patient.ts';
import { readDentist, readRelative } from './read-typed-resources.ts';
import { toResources } from './to-resources.ts';
import { whoseCard } from './whose-card.ts';

export type EditableType = 'RelatedPerson' | 'CareTeam';

export interface Edited {
  readonly resource: Resource;
  readonly version: string;
  readonly lastModified: Date | undefined;
  readonly isNew: boolean;
  /** A professional's entry now stands over the citizen's. */
  readonly overwrites: boolean;
}

/** How the resource is to change: sent whole, or patched. */
export type Sent = { readonly body: unknown } | { readonly patch: readonly PatchOperation[] };

/** @throws Fault 409 where the citizen has a dentist already */
export async function createItem(deps: StamkortDeps, call: CallOf<Reader>, type: EditableType, body: unknown): Promise<Edited> {
  const resource = checked(body, type);
  const whose = await whoseCard(deps, call.caller, citizenOf(resource));
  const content =
    type === 'RelatedPerson' ? readRelative(resource as RelatedPerson, undefined) : readDentist(resource as CareTeam, undefined);
  const { card, written } = await editCard(deps, call, whose, ({ rows }) => {
    const before = content.kind === 'dentist' ? rows.find(({ kind }) => kind === 'dentist') : undefined;
    if (before !== undefined && !before.deleted)
      throw fault('duplicate', `There is a dentist already: change CareTeam/${before.id}`, { expression: 'CareTeam', rule: 'card-single' });
    return { wanted: [{ before, kind: content.kind, content }], interaction: 'create', resourceType: type };
  });
  return editedOf(card, type, written[0]?.id ?? '', written, true);
}

/** @throws Fault 404, 410, 412, 422 */
export async function changeItem(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  type: EditableType,
  id: string,
  sent: Sent,
  ifMatch: string | undefined,
): Promise<Edited> {
  const whose = await whoseItem(deps, call, type, id);
  const { card, written } = await editCard(deps, call, whose, ({ rows, seen }) => {
    const before = liveRow(rows, type, id);
    requireIfMatch(before.version, ifMatch);
    const shown = toResources(seen).find((one) => one.resourceType === type && one.id === id);
    if (shown === undefined) throw notFound();
    const resource = resourceOf(sent, shown, type, id);
    const named = citizenOf(resource);
    if (named !== undefined && whoseId(deps, named) !== whose.citizenId)
      throw fault('business-rule', 'An item stays with its citizen', {
        expression: `${type}.${type === 'CareTeam' ? 'subject' : 'patient'}`,
        rule: 'card-citizen',
      });
    if (before.register !== null) throw registerOwned(resource, shown, type);
    const content =
      type === 'RelatedPerson'
        ? readRelative(resource as RelatedPerson, shown as RelatedPerson)
        : readDentist(resource as CareTeam, shown as CareTeam);
    return {
      wanted: [{ before, kind: content.kind, content: withUnseen(content, before, seen) }],
      interaction: 'update',
      resourceType: type,
    };
  });
  return editedOf(card, type, id, written, false);
}

export async function deleteItem(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  type: EditableType,
  id: string,
  ifMatch: string | undefined,
): Promise<void> {
  const whose = await whoseItem(deps, call, type, id);
  await editCard(deps, call, whose, ({ rows }) => {
    const before = rows.find((row) => row.id === id && typeOf(row) === type);
    if (before === undefined) throw notFound();
    requireIfMatch(before.version, ifMatch);
    if (before.register !== null)
      throw fault('business-rule', 'A register owns this, and it alone takes it away', { expression: type, rule: 'card-register-owned' });
    return { wanted: [{ before, kind: kindOf(type), content: undefined }], interaction: 'delete', resourceType: type };
  });
}

/** Telephones, temporary address and language: elements of the Patient, each an item of its own. */
export async function changePatient(
  deps: StamkortDeps,
  call: CallOf<Reader>,
  id: string,
  sent: Sent,
  ifMatch: string | undefined,
): Promise<Edited> {
  if (!isUuid(id)) throw notFound();
  const whose = await whoseCard(deps, call.caller, { citizenId: id });
  const { card, written } = await editCard(deps, call, whose, ({ rows, seen }: Present) => {
    requireIfMatch(seen.patientVersion, ifMatch);
    const shown = toResources(seen).find((one): one is Patient => one.resourceType === 'Patient');
    if (shown === undefined) throw notFound();
    const typed = readTypedPatient(resourceOf(sent, shown, 'Patient', id) as Patient, shown, 'patch' in sent);
    const wanted = (['contact', 'temporary-address', 'language'] as const).flatMap((kind) => {
      const content = typed[kind];
      return content === 'kept' ? [] : [{ before: rows.find((row) => row.kind === kind), kind, content }];
    });
    return { wanted, interaction: 'update', resourceType: 'Patient' };
  });
  return editedOf(card, 'Patient', id, written, false);
}

function checked(body: unknown, type: EditableType | 'Patient'): Resource {
  const issues = [...validate(body, { type }), ...refuseModifierExtensions(body as Resource, type)];
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
  return body as Resource;
}

function resourceOf(sent: Sent, shown: Resource, type: EditableType | 'Patient', id: string): Resource {
  const resource = checked('patch' in sent ? applyJsonPatch(shown, sent.patch) : sent.body, type);
  if (resource.id !== undefined && resource.id !== id)
    throw fault('value', 'The id of the body is that of the address', { expression: `${type}.id` });
  return resource;
}

const kindOf = (type: EditableType): 'relative' | 'dentist' => (type === 'RelatedPerson' ? 'relative' : 'dentist');
const typeOf = ({ kind }: ItemRow): string | undefined =>
  kind === 'relative' || kind === 'custody' ? 'RelatedPerson' : kind === 'dentist' ? 'CareTeam' : undefined;

async function whoseItem(deps: StamkortDeps, call: CallOf<Reader>, type: EditableType, id: string) {
  const citizenId = await ownerOf(deps, type, id);
  if (citizenId === undefined) throw nothingFor(call.caller);
  return whoseCard(deps, call.caller, { citizenId });
}

function liveRow(rows: readonly ItemRow[], type: EditableType, id: string): ItemRow {
  const row = rows.find((one) => one.id === id && typeOf(one) === type);
  if (row === undefined) throw notFound();
  if (row.deleted) throw fault('deleted', 'This item is deleted');
  return row;
}

const whoseId = ({ citizenIdOf }: StamkortDeps, asked: NonNullable<Asked>): string =>
  'citizenId' in asked ? asked.citizenId : citizenIdOf(asked.identifier);

function citizenOf(resource: Resource): Asked {
  const reference: Reference | undefined =
    resource.resourceType === 'RelatedPerson' ? resource.patient : resource.resourceType === 'CareTeam' ? resource.subject : undefined;
  if (reference === undefined) return undefined;
  const id = /^(?:.*\/)?Patient\/([^/]+)$/.exec(reference.reference ?? '')?.[1];
  if (id !== undefined && isUuid(id)) return { citizenId: id };
  const { system = CPR_SYSTEM, value } = reference.identifier ?? {};
  const identifier = parseCitizenIdentifier(system, value);
  if (identifier !== undefined) return { identifier };
  throw fault('business-rule', 'Name the citizen, by identifier (CPR or eCPR) or as Patient/{id}', {
    expression: resource.resourceType === 'CareTeam' ? 'CareTeam.subject' : 'RelatedPerson.patient',
    rule: 'card-citizen',
  });
}

/** Each element that is another than the register's, by its path; the whole where nothing differs. */
function registerOwned(sent: Resource, shown: Resource, type: EditableType): Fault {
  const had = new Map(Object.entries(shown).map(([name, value]) => [name, JSON.stringify(value)]));
  const changed = Object.entries(sent).filter(([name, value]) => name !== 'meta' && had.get(name) !== JSON.stringify(value));
  const paths = changed.length === 0 ? [type] : changed.map(([name]) => `${type}.${name}`);
  return new Fault(
    paths.map((expression) => ({
      severity: 'error',
      code: 'business-rule',
      text: 'A register owns this element, and it alone changes it',
      expression,
      rule: 'card-register-owned',
    })),
  );
}

/** What the caller may not see stays as it was. */
function withUnseen(content: Relative | Dentist, before: ItemRow, seen: Card): Content {
  const kept = JSON.parse(before.content) as Relative | Dentist;
  const shown = seen.items.find(({ id }) => id === before.id)?.content;
  if (content.kind === 'relative' && kept.kind === 'relative' && shown?.kind === 'relative') {
    const isUnseen = kept.comment !== undefined && shown.comment === undefined && content.comment === undefined;
    return isUnseen ? { ...content, comment: kept.comment } : content;
  }
  if (content.kind === 'dentist' && kept.kind === 'dentist' && shown?.kind === 'dentist') {
    const isUnseen = kept.address !== undefined && shown.address === undefined && content.address === undefined;
    return isUnseen ? { ...content, address: kept.address } : content;
  }
  return content;
}

function editedOf(card: Card, type: EditableType | 'Patient', id: string, written: readonly ItemRow[], isNew: boolean): Edited {
  const resource = toResources(card).find((one) => one.resourceType === type && one.id === id);
  if (resource === undefined) throw notFound();
  return {
    resource,
    version: resource.meta?.versionId ?? '1',
    lastModified: resource.meta?.lastUpdated === undefined ? undefined : new Date(resource.meta.lastUpdated),
    isNew,
    overwrites: written.some(({ overwritten }) => overwritten !== null),
  };
}
