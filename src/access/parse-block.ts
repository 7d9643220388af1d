/** A citizen's block (Min Spærring), as FHIR `Consent` → what queries compare (DESIGN §7, issue "who may see what"). */
import type { Consent, ConsentProvision, ConsentProvisionActor } from '@medplum/fhirtypes';
import { isCitizenSystem } from '../cpr/cpr.ts';
import { BASE } from '../fhir/base.ts';
import { findExtension } from '../fhir/extension.ts';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import { organisationKey } from '../fhir/organisation-key.ts';
import { SECTOR_SYSTEM, type Sector, sectorOf } from '../fhir/sector.ts';
import { parsePeriod } from '../time/parse-span.ts';
import { authorisationKey, personKey, unitsKey } from './reader-key.ts';

export const BLOCK_POLICY = `${BASE}/policy/spaerring`;
const EFFECT = `${BASE}/StructureDefinition/block-effect`;
const SUB_UNITS = `${BASE}/StructureDefinition/sub-units`;
const SCOPE = { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' };
const CATEGORY = { system: 'http://loinc.org', code: '59284-0' };
const READER_ROLE = 'IRCP';
const AUTHORISATION_SYSTEM = 'https://autregweb.sst.dk';
const YDER_SYSTEM = 'urn:oid:1.2.208.176.1.4';
const SOR_PREFIX = 'sor:';

/** Empty lists and absent times mean everything. */
export interface Block {
  readonly effect: 'hide' | 'busy-only';
  /** When it holds. */
  readonly valid: { readonly start?: Date; readonly end?: Date };
  /** Who may not read. */
  readonly readerKeys: readonly string[];
  /** Whose data. */
  readonly authorKeys: readonly string[];
  readonly sectors: readonly Sector[];
  /** The times of the appointments. */
  readonly data: { readonly start?: Date; readonly end?: Date };
}

/**
 * The block that a valid Consent sets; undefined where it is not active, which lifts it.
 * @throws Fault 422 with everything that a block does not say in this way
 */
export function parseBlock(consent: Consent): Block | undefined {
  const issues: Issue[] = [];
  const wrong = (text: string, expression: string): void => void issues.push(error('business-rule', text, expression, 'consent-block'));
  if (!hasCoding(consent.scope?.coding, SCOPE)) wrong('The scope of a block is patient-privacy', 'Consent.scope');
  if (!(consent.category ?? []).some(({ coding }) => hasCoding(coding, CATEGORY)))
    wrong('The category of a block is LOINC 59284-0', 'Consent.category');
  if (!(consent.policy ?? []).some(({ uri }) => uri === BLOCK_POLICY))
    wrong(`The policy.uri of a block is ${BLOCK_POLICY}`, 'Consent.policy');
  const [provision, ...more] = consent.provision?.provision ?? [];
  if (provision === undefined || more.length > 0 || provision.type !== 'deny') {
    wrong('A block has one nested provision, of type deny', 'Consent.provision.provision');
    throw new Fault(issues);
  }
  const block = readProvision(consent, provision, wrong);
  if (issues.length > 0) throw new Fault(issues);
  return consent.status === 'active' ? block : undefined;
}

type Wrong = (text: string, expression: string) => void;

function readProvision(consent: Consent, provision: ConsentProvision, wrong: Wrong): Block {
  const at = 'Consent.provision.provision[0]';
  if (provision.provision !== undefined) wrong('A block nests no further', `${at}.provision`);
  const effect = (findExtension(provision, EFFECT) ?? findExtension(consent, EFFECT))?.valueCode ?? 'hide';
  if (effect !== 'hide' && effect !== 'busy-only') wrong('block-effect is hide or busy-only', `${at}.extension`);
  const period = provision.period ?? consent.provision?.period ?? {};
  const valid = parsePeriod(period);
  if (valid === undefined) wrong('The period ends before it starts, or is no period', `${at}.period`);
  const data = parsePeriod(provision.dataPeriod ?? {});
  if (data === undefined) wrong('The dataPeriod ends before it starts, or is no period', `${at}.dataPeriod`);
  return {
    effect: effect === 'busy-only' ? 'busy-only' : 'hide',
    valid: valid ?? {},
    data: data ?? {},
    readerKeys: (provision.actor ?? []).flatMap((actor, index) =>
      readerKeys(actor, subUnits(actor, provision, consent), `${at}.actor[${index}]`, wrong),
    ),
    authorKeys: (provision.data ?? []).flatMap((datum, index) => {
      const key = datum.meaning === 'authoredby' ? organisationKey(datum.reference?.identifier ?? {}) : undefined;
      if (key === undefined)
        wrong('data has the meaning authoredby and names an organisation by SOR id, ydernummer or CVR number', `${at}.data[${index}]`);
      return key ?? [];
    }),
    sectors: (provision.code ?? []).flatMap(({ coding }, index) => {
      const sector = sectorOf(coding?.find(({ system }) => system === SECTOR_SYSTEM)?.code);
      if (sector === undefined) wrong(`code names a sector in ${SECTOR_SYSTEM}`, `${at}.code[${index}]`);
      return sector ?? [];
    }),
  };
}

/** With its sub-units unless it is said otherwise: a block keeps out more rather than less. */
const subUnits = (...elements: Parameters<typeof findExtension>[0][]): boolean =>
  elements.map((element) => findExtension(element, SUB_UNITS)?.valueBoolean).find((said) => said !== undefined) ?? true;

function readerKeys({ role, reference }: ConsentProvisionActor, withSubUnits: boolean, at: string, wrong: Wrong): string[] {
  if (!role?.coding?.some(({ code }) => code === READER_ROLE)) wrong('The role of an actor is IRCP: who may not read', `${at}.role`);
  const { system, value } = reference?.identifier ?? {};
  if (system === undefined || value === undefined) {
    wrong('Name the actor by identifier: an authorisation id, a person id, or an organisation by SOR id or CVR number', `${at}.reference`);
    return [];
  }
  // It would be kept and bind nobody: no token names its reader so.
  if (isCitizenSystem(system) || system === YDER_SYSTEM) {
    wrong('A reader is known by authorisation id, person id, SOR id or CVR number, never by CPR number or ydernummer', `${at}.reference`);
  }
  const organisation = organisationKey({ system, value });
  if (organisation === undefined) return [system === AUTHORISATION_SYSTEM ? authorisationKey(value) : personKey(value)];
  return withSubUnits && organisation.startsWith(SOR_PREFIX) ? [organisation, unitsKey(value)] : [organisation];
}

const hasCoding = (codings: readonly { system?: string; code?: string }[] | undefined, wanted: { system: string; code: string }): boolean =>
  codings?.some(({ system, code }) => system === wanted.system && code === wanted.code) === true;
