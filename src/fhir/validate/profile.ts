/**
 * A profile's snapshot as a closure over what it adds to its base: cardinality, types, fixed values and patterns, bindings,
 * invariants and slices. What the base demands has been told of already; elements that the profile leaves as they are cost nothing.
 */
import type { StructureDefinition } from '@medplum/fhirtypes';
import { EXT } from '../extension.ts';
import { isObject, type JsonObject } from '../json.ts';
import type { RuleId } from '../rule.ts';
import { codesOf, isBound } from './binding.ts';
import { findStructure } from './definitions.ts';
import { type ElementNode, namesOf, toTree } from './element.ts';
import { checkInvariants, toInvariants } from './invariant.ts';
import { fixedIn, type Pattern, patternIn } from './pattern.ts';
import { isPrimitive } from './primitive.ts';
import { checkTargets } from './reference.ts';
import { report, type Scope } from './scope.ts';
import { toSlicing } from './slice.ts';

/** One value of an element: of a primitive, with its sibling. */
export interface Item {
  readonly value: unknown;
  readonly sibling: unknown;
  readonly path: string;
}

export type ItemCheck = (item: Item, scope: Scope) => void;

/** What its closures know of the definition they come from. */
export interface Profile {
  readonly name: string;
  readonly url: string;
  /** Every finding in an extension goes under one rule. */
  readonly rule: (rule: RuleId) => RuleId;
}

export function toProfileCheck(structure: StructureDefinition): (value: JsonObject, path: string, scope: Scope) => void {
  const { name, url, type } = structure;
  const rule = url === EXT.recurrenceTemplate ? 'recurrence-template' : 'extension-content';
  const profile: Profile = { name, url, rule: type === 'Extension' ? () => rule : (own) => own };
  const check = toItemCheck(toTree(structure), profile);
  return (value, path, scope) => check?.({ value, sibling: undefined, path }, scope);
}

const trees = new Map<string, ElementNode | undefined>();

/** The element that a profile's element stands for: in a resource type, a datatype or what these are made from. */
function baseOf({ definition }: ElementNode): ElementNode | undefined {
  const path = definition.base?.path ?? '';
  const type = path.split('.')[0] ?? '';
  if (!trees.has(type)) {
    const structure = findStructure(type);
    trees.set(type, structure === undefined ? undefined : toTree(structure));
  }
  let node = trees.get(type);
  for (const part of path.split('.').slice(1)) node = node?.children.find((child) => child.path.endsWith(`.${part}`));
  return node;
}

/** What is asked of each value of an element; undefined where that is nothing beyond the base. */
export function toItemCheck(node: ElementNode, profile: Profile): ItemCheck | undefined {
  const base = baseOf(node);
  const checks = [...valueChecks(node, profile), ...bindingChecks(node, base, profile), ...targetChecks(node, base, profile)];
  const children = node.children.flatMap((child) => toChildCheck(child, profile) ?? []);
  if (children.length > 0) {
    checks.push(({ value, path }, scope) => {
      if (isObject(value)) for (const child of children) child(value, path, scope);
    });
  }
  const invariants = addedInvariants(node, base, profile);
  if (invariants !== undefined) checks.push(invariants);
  if (checks.length === 0) return undefined;
  return (item, scope) => {
    for (const check of checks) check(item, scope);
  };
}

function valueChecks(node: ElementNode, profile: Profile): ItemCheck[] {
  const tell =
    (accepts: (value: unknown) => boolean): ItemCheck =>
    ({ value, path }, scope) => {
      if (value !== undefined && !accepts(shortUrl(node, value, profile))) {
        report(scope, 'invariant', profile.rule('profile-value'), `The value is another than the one that ${profile.name} fixes`, path);
      }
    };
  return [fixedIn(node.definition), patternIn(node.definition)].flatMap((accepts: Pattern | undefined) =>
    accepts === undefined ? [] : [tell(accepts)],
  );
}

/** A nested url may be the whole stem and its name, as HL7's cross-version packages have had it, or the name alone. */
export const shortUrl = ({ path }: ElementNode, value: unknown, { url }: Profile): unknown =>
  path.endsWith('.url') && typeof value === 'string' && value.startsWith(`${url}.`) ? value.slice(value.lastIndexOf('.') + 1) : value;

function bindingChecks({ definition }: ElementNode, base: ElementNode | undefined, profile: Profile): ItemCheck[] {
  const { binding } = definition;
  if (binding?.strength !== 'required' || binding.valueSet === undefined) return [];
  const url = binding.valueSet.split('|')[0];
  if (url === undefined || url === base?.definition.binding?.valueSet) return [];
  const codes = codesOf(url);
  if (codes === undefined) throw new Error(`${profile.url} binds to ${url}, which is not there`);
  const which = codes.listed === '' ? `one of ${url}` : `one of: ${codes.listed}`;
  return [
    ({ value, path }, scope) => {
      if (!isBound(codes, value)) {
        report(
          scope,
          'invariant',
          profile.rule('profile-binding'),
          `The code is not in the value set that ${profile.name} binds; send ${which}`,
          path,
        );
      }
    },
  ];
}

function targetChecks({ types }: ElementNode, base: ElementNode | undefined, profile: Profile): ItemCheck[] {
  const targets = types.find(({ code }) => code === 'Reference')?.targets;
  const inBase = base?.types.find(({ code }) => code === 'Reference')?.targets;
  if (targets === undefined || (inBase !== undefined && targets.size === inBase.size)) return [];
  return [
    ({ value, path }, scope) => {
      if (isObject(value)) checkTargets(value, targets, profile.rule('reference-target'), path, scope);
    },
  ];
}

function addedInvariants(node: ElementNode, base: ElementNode | undefined, profile: Profile): ItemCheck | undefined {
  const inBase = new Set(base?.definition.constraint?.map(({ key }) => key));
  const invariants = toInvariants(node, profile.rule('profile-invariant')).filter(({ key }) => !inBase.has(key));
  if (invariants.length === 0) return undefined;
  return ({ value, sibling, path }, scope) => {
    const element = isObject(value) ? value : { value, ...(isObject(sibling) && sibling) };
    checkInvariants(invariants, element, path, scope, scope.isSound);
  };
}

/** An element of an object: how often it is there, its types, its slices and each of its values. */
function toChildCheck(node: ElementNode, profile: Profile): ((parent: JsonObject, path: string, scope: Scope) => void) | undefined {
  const base = baseOf(node);
  const checkItem = toItemCheck(node, profile);
  const checkCount = toCountCheck(node, profile);
  const checkSlices = node.definition.slicing === undefined ? undefined : toSlicing(node, profile);
  const names = namesOf(base ?? node);
  const allowed = new Set(namesOf(node));
  const isNarrowed = allowed.size < names.length && node.definition.max !== '0';
  if (checkItem === undefined && checkCount === undefined && checkSlices === undefined && !isNarrowed) return undefined;
  const sibling = node.types.some(({ code }) => isPrimitive(code)) ? '_' : undefined;
  return (parent, path, scope) => {
    const below = `${path}.${node.name}`;
    const items = names.flatMap((name): readonly Item[] => {
      const found = itemsOf(parent[name], sibling === undefined ? undefined : parent[`_${name}`], below);
      if (isNarrowed && found.length > 0 && !allowed.has(name)) {
        const text = `The value has another type than ${profile.name} allows; send ${[...allowed].join(' or ')}`;
        report(scope, 'invariant', profile.rule('profile-type'), text, below);
      }
      return found;
    });
    checkCount?.(items.length, below, scope);
    if (checkItem !== undefined) for (const item of items) checkItem(item, scope);
    checkSlices?.(items, below, scope);
  };
}

function itemsOf(value: unknown, sibling: unknown, path: string): readonly Item[] {
  if (value === undefined && sibling === undefined) return NONE;
  if (!Array.isArray(value) && !Array.isArray(sibling)) return [{ value, sibling, path }];
  const values: readonly unknown[] = Array.isArray(value) ? value : [];
  const siblings: readonly unknown[] = Array.isArray(sibling) ? sibling : [];
  return Array.from({ length: Math.max(values.length, siblings.length) }, (_, i) => ({
    value: values[i] ?? undefined,
    sibling: siblings[i] ?? undefined,
    path: `${path}[${i}]`,
  }));
}

const NONE: readonly Item[] = [];

const numberOf = (max: string | undefined): number => (max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max));

function toCountCheck(
  { definition, name, slices }: ElementNode,
  profile: Profile,
): ((count: number, path: string, scope: Scope) => void) | undefined {
  const { min = 0, max, base } = definition;
  const inSlices = slices.reduce((sum, slice) => sum + (slice.definition.min ?? 0), 0);
  const least = min > (base?.min ?? 0) && min > inSlices ? min : 0;
  const most = numberOf(max) < numberOf(base?.max) ? numberOf(max) : Number.POSITIVE_INFINITY;
  if (least === 0 && most === Number.POSITIVE_INFINITY) return undefined;
  return (count, path, scope) => {
    const rule = profile.rule('profile-cardinality');
    if (count < least) {
      const text =
        least === 1 ? `The element ${name} is missing; ${profile.name} requires it` : `${profile.name} requires ${least} of ${name}`;
      report(scope, 'invariant', rule, text, path);
    }
    if (count > most) {
      report(
        scope,
        'invariant',
        rule,
        most === 0 ? `${profile.name} does not allow ${name}; leave it out` : `${profile.name} allows ${most} of ${name}`,
        path,
      );
    }
  };
}
