/** Organization → what a sender's entry holds of it. */
import type { ContactPoint, Extension, Identifier, Organization } from '@medplum/fhirtypes';
import { holdsCpr } from '../cpr/cpr.ts';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import { validate } from '../fhir/validate.ts';
import type { SenderRow } from '../store/sender.ts';
import {
  CVR_SYSTEM,
  DK_CORE_CVR_SYSTEM,
  KIND_SYSTEM,
  MUNICIPALITY_SYSTEM,
  PSEUDONYMISE_STAFF,
  SOR_SYSTEM,
  senderKinds,
} from './systems.ts';
import { unkept } from './unkept.ts';

export type OrganizationContent = Pick<
  SenderRow,
  'active' | 'name' | 'sector' | 'practice_kind' | 'sor' | 'cvr' | 'municipality_code' | 'region' | 'contact' | 'policy'
>;

/** What there is to choose from. */
export interface Places {
  readonly municipalityCodes: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

const kept = ['extension', 'identifier', 'active', 'type', 'name', 'telecom', 'address'] as const;

/** @throws Fault naming every element at fault */
export function readOrganization(
  body: unknown,
  places: Places,
): { readonly id: string | undefined; readonly content: OrganizationContent } {
  const invalid = validate(body, { type: 'Organization' });
  if (invalid.some(({ severity }) => severity === 'error')) throw new Fault(invalid);
  const organization = body as Organization;
  const issues: Issue[] = [...refuseModifierExtensions(organization, 'Organization'), ...unkept(organization, kept)];
  const kind = readKind(organization, issues);
  const identifiers = readIdentifiers(organization.identifier ?? [], places, issues);
  const content = {
    active: organization.active ?? true,
    name: readName(organization.name, issues),
    ...kind,
    sor: identifiers.get('sor') ?? null,
    cvr: identifiers.get('cvr') ?? null,
    municipality_code: identifiers.get('municipality') ?? null,
    region: readRegion(organization, kind.sector, places, issues),
    contact: readContact(organization.telecom ?? [], issues),
    policy: readPolicy(organization.extension ?? [], issues),
  };
  if (kind.sector === 'municipal' && content.municipality_code === null)
    issues.push(error('required', `Say which municipality it is, by an identifier of ${MUNICIPALITY_SYSTEM}`, 'Organization.identifier'));
  if (issues.length > 0) throw new Fault(issues);
  return { id: organization.id, content };
}

function readName(name: string | undefined, issues: Issue[]): string {
  if (name === undefined) issues.push(error('required', 'Send the name', 'Organization.name'));
  else if (name.length > 200 || /\p{Cc}/u.test(name) || holdsCpr(name))
    issues.push(error('value', 'At most 200 characters, without control characters and citizens’ numbers', 'Organization.name'));
  return name ?? '';
}

function readKind({ type = [] }: Organization, issues: Issue[]): Pick<SenderRow, 'sector' | 'practice_kind'> {
  const codes = type.flatMap(({ coding = [] }) =>
    coding.flatMap(({ system, code }) => (system === KIND_SYSTEM && code !== undefined ? [code] : [])),
  );
  const [code = ''] = codes;
  const kind = Object.hasOwn(senderKinds, code) ? senderKinds[code] : undefined;
  if (kind !== undefined && codes.length === 1 && type.length === 1) return kind;
  const words = `Send one type, of ${KIND_SYSTEM}: ${Object.keys(senderKinds).join(', ')}`;
  issues.push(error(type.length === 0 ? 'required' : 'value', words, 'Organization.type'));
  return { sector: 'municipal', practice_kind: null };
}

function readIdentifiers(identifiers: readonly Identifier[], { municipalityCodes }: Places, issues: Issue[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const [index, { system, value = '' }] of identifiers.entries()) {
    const expression = `Organization.identifier[${index}]`;
    const [name, isRight, wanted] = shapeOf(system, municipalityCodes);
    if (name === undefined) issues.push(error('business-rule', 'The registry keeps SOR id, CVR number and municipality code', expression));
    else if (found.has(name)) issues.push(error('business-rule', 'Send each kind of identifier once', expression));
    else if (!isRight(value)) issues.push(error('value', wanted, `${expression}.value`));
    else found.set(name, value);
  }
  return found;
}

type Shape = readonly [name: 'sor' | 'cvr' | 'municipality' | undefined, isRight: (value: string) => boolean, wanted: string];

function shapeOf(system: string | undefined, municipalityCodes: ReadonlySet<string>): Shape {
  switch (system) {
    case SOR_SYSTEM:
      return ['sor', (value) => /^\d{11,18}$/.test(value), 'A SOR id of 11 to 18 digits'];
    case CVR_SYSTEM:
    case DK_CORE_CVR_SYSTEM:
      return ['cvr', (value) => /^\d{8}$/.test(value), 'A CVR number of 8 digits'];
    case MUNICIPALITY_SYSTEM:
      return ['municipality', (value) => municipalityCodes.has(value), 'The four digits of one of the 98 municipalities'];
    default:
      return [undefined, () => false, ''];
  }
}

/** A municipality's follows from its code and the day. */
function readRegion({ address = [] }: Organization, sector: SenderRow['sector'], { regions }: Places, issues: Issue[]): string | null {
  const [only, ...others] = address;
  if (only === undefined) return null;
  const elements = Object.keys(only).filter((name) => name !== 'state');
  if (others.length > 0 || elements.length > 0)
    issues.push(error('business-rule', 'The registry keeps one address, of which the state alone: the region', 'Organization.address'));
  const region = only.state ?? '';
  if (sector === 'municipal')
    issues.push(error('business-rule', 'The region of a municipality follows from its code: leave it out', 'Organization.address'));
  else if (!regions.has(region))
    issues.push(error('value', `The region is one of ${[...regions].join(', ')}`, 'Organization.address[0].state'));
  return region;
}

function readContact(telecom: readonly ContactPoint[], issues: Issue[]): ContactPoint[] {
  for (const [index, { value, system }] of telecom.entries()) {
    if (value === undefined || system === undefined || value.length > 200 || holdsCpr(value))
      issues.push(error('value', 'Give a system and a value of at most 200 characters', `Organization.telecom[${index}]`));
  }
  return [...telecom];
}

function readPolicy(extensions: readonly Extension[], issues: Issue[]): { pseudonymise_staff?: true } {
  let pseudonymises = false;
  for (const [index, { url, valueBoolean }] of extensions.entries()) {
    if (url === PSEUDONYMISE_STAFF && valueBoolean !== undefined) pseudonymises = valueBoolean;
    else
      issues.push(
        error('business-rule', `The registry keeps the extension ${PSEUDONYMISE_STAFF} alone`, `Organization.extension[${index}]`),
      );
  }
  return pseudonymises ? { pseudonymise_staff: true } : {};
}
