/** One entry's values → the content of an item. */
import { parseCdaTime } from '../apd/cda-time.ts';
import { type Issue, information, warning } from '../fhir/fault.ts';
import { attribute, child, text, type XmlElement } from '../fhir/parse-xml.ts';
import type { Address } from '../fhir/types.ts';
import { dateOf } from '../time/zone.ts';
import { CPR_ROOT, type EntryKind, PROTECTED_MARK } from './codes.ts';
import type { Content } from './item.ts';
import { extensionOf, identifierOf, toContactPoints, toName, toPlainAddress, toRelationship, type Values } from './read-values.ts';

export interface EntryContext {
  readonly path: string;
  /** The first observation of the entry; others carry further values. */
  readonly observation: XmlElement;
  readonly issues: Issue[];
}

/** Undefined, with a finding, where there is not enough to make an item of. */
export function readContent(kind: EntryKind, values: Values, context: EntryContext): Content | undefined {
  const { path, issues } = context;
  const lacking = (what: string): undefined => {
    issues.push(warning('pdc-entry-empty', `The entry has no ${what}; it was left out`, `${path}.value`));
    return undefined;
  };
  const [pn] = values.ofType('PN', 'EN');
  const name = toName(pn);
  const telecom = toContactPoints(values.ofType('TEL'));
  const relation = toRelationship(values.ofType('CD')[0]);
  switch (kind) {
    case 'custody': {
      const identifier = identifierOf(values.ofType('II').filter((id) => attribute(id, 'root') === CPR_ROOT));
      if (name === undefined) return lacking('name');
      return { kind, side: 'child', ...(identifier && { identifier }), name, ...(relation && { relation }) };
    }
    case 'name-and-address': {
      const isProtected = values.ofType('II').some((id) => attribute(id, 'extension') === PROTECTED_MARK);
      const address = isProtected && isMarker(values) ? undefined : addressOf(values, context, 'home');
      if (name === undefined) return lacking('name');
      return { kind, name, ...(address && { address }), isProtected };
    }
    case 'coverage-group': {
      const group = /[12]$/.exec(extensionOf(values.ofType('II')) ?? '')?.[0];
      return group === undefined ? lacking('group') : { kind, group };
    }
    case 'organ-donor':
    case 'treatment-will':
    case 'living-will': {
      const said = extensionOf(values.ofType('II'));
      return said === 'true' || said === 'false' ? { kind, registered: said === 'true' } : lacking('value true or false');
    }
    case 'resuscitation': {
      const said = extensionOf(values.ofType('II'));
      if (said !== 'true' && said !== 'false' && said !== 'NAV')
        issues.push(warning('pdc-value', 'The opt-out is neither true, false nor NAV; it was taken as not known', `${path}.value`));
      return { kind, optedOut: said === 'true' || said === 'false' ? said === 'true' : 'temp-unknown' };
    }
    case 'language': {
      const [cd] = values.ofType('CD');
      const code = attribute(cd, 'code');
      const display = attribute(cd, 'displayName');
      return code === undefined ? lacking('language') : { kind, code, ...(display !== undefined && { display }) };
    }
    case 'temporary-address': {
      const address = addressOf(values, context, 'temp');
      return address === undefined ? lacking('address') : { kind, address, ...periodOf(context) };
    }
    case 'dentist': {
      const identifier = identifierOf(values.ofType('II'));
      const clinic = text(values.ofType('TN', 'ON')[0]);
      const address = addressOf(values, context, 'work');
      if (identifier === undefined && clinic === undefined && name === undefined) return lacking('dentist');
      return {
        kind,
        ...(identifier && { identifier }),
        ...(clinic && { clinic }),
        ...(name && { name }),
        ...(address && { address }),
        telecom,
      };
    }
    case 'contact':
      return telecom.length === 0 ? lacking('telephone') : { kind, telecom };
    case 'relative': {
      const comment = text(values.ofType('ST')[0]);
      if (name === undefined) return lacking('name');
      return { kind, name, telecom, ...(relation && { relation }), ...(comment && { comment }) };
    }
    default:
      return kind satisfies never;
  }
}

/** Beside the mark of protection stands a word where the street would be (`ADRESSEBESKYTTET`, in 2.0 `Adressebeskyttelse`), and no town. */
function isMarker(values: Values): boolean {
  const [ad] = values.ofType('AD');
  return text(child(ad, 'city')) === undefined && text(child(ad, 'postalCode')) === undefined;
}

function addressOf(values: Values, { path, issues }: EntryContext, use: 'home' | 'temp' | 'work'): Address | undefined {
  const { address, hadText } = toPlainAddress(values.ofType('AD')[0]);
  if (hadText) issues.push(information('pdc-address-text', 'Text between the parts of the address was left out', `${path}.value`));
  return address && { ...address, use };
}

function periodOf({ observation, path, issues }: EntryContext): { from?: string; to?: string } {
  const day = (side: 'low' | 'high'): string | undefined => {
    const value = attribute(child(observation, 'effectiveTime', side), 'value');
    const time = value === undefined ? undefined : parseCdaTime(value);
    if (value !== undefined && time === undefined)
      issues.push(warning('pdc-time', 'Not a time; it was left out', `${path}.effectiveTime.${side}`));
    return time && dateOf(time.instant);
  };
  const [from, to] = [day('low'), day('high')];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
