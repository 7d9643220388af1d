/** HL7's structures as closures: each looks at one value and tells all that the base specification has against it. */
import { isObject, type JsonObject } from '../json.ts';
import { pathOf } from '../parse-json.ts';
import { checkAppointment } from './appointment.ts';
import { codesOf, isBound } from './binding.ts';
import { findExtensionStructure, findStructure, resourceTypes } from './definitions.ts';
import { type ElementNode, type ElementType, namesOf, toTree } from './element.ts';
import { checkInvariants, toInvariants } from './invariant.ts';
import { faultOfNarrative } from './narrative.ts';
import { isPrimitive, primitives } from './primitive.ts';
import { toProfileCheck } from './profile.ts';
import { checkContained, checkReference } from './reference.ts';
import { type Check, isSoundSince, report, type Scope, scopeOf } from './scope.ts';

/** One name that an object may have: an element, a variant of a choice, or either's sibling. */
interface Property {
  /** Without the type of a choice, as FHIRPath writes it. */
  readonly element: string;
  readonly node: ElementNode;
  readonly many: boolean;
  readonly isSibling: boolean;
  /** Whether null may keep a place in an array. */
  readonly isPrimitive: boolean;
  /** The names of value and sibling, for a choice; only one variant may be there. */
  readonly variant: string;
  readonly check: Check;
}

interface Needed {
  readonly element: string;
  readonly names: readonly string[];
}

const objectChecks = new Map<string, Check>();

/** The check of a type, made when first needed. */
export function checkOfType(type: string): Check {
  const made = objectChecks.get(type);
  if (made !== undefined) return made;
  const structure = findStructure(type);
  if (structure === undefined) throw new Error(`No definition of ${type}`);
  const root = toTree(structure);
  const resource = structure.kind === 'resource' && structure.abstract === false;
  const check = toObjectCheck(root, root, resource ? type : undefined);
  objectChecks.set(type, check);
  return check;
}

/** Properties are made at first use: types hold one another in circles. */
function toObjectCheck(node: ElementNode, root: ElementNode, resourceType: string | undefined): Check {
  let properties: ReadonlyMap<string, Property> | undefined;
  const needed = node.children.filter(({ definition }) => (definition.min ?? 0) > 0).map(toNeeded);
  const invariants = toInvariants(node, 'base-invariant');
  const isExtension = node.path === 'Extension';
  const isSibling = node.path === 'Element';
  return (value, path, scope) => {
    if (!isObject(value)) {
      report(scope, 'structure', 'base-structure', 'The element is an object; send { … }', path);
      return;
    }
    const before = scope.issues.length;
    properties ??= new Map(node.children.flatMap((child) => toProperties(child, root)));
    const content = checkNames(value, properties, resourceType !== undefined, path, scope);
    if (content === 0 && !(isSibling && value['id'] !== undefined)) report(scope, 'structure', 'ele-1', EMPTY, path);
    for (const need of needed) checkNeeded(value, need, path, scope);
    checkInvariants(invariants, value, path, scope, isSoundSince(before, scope));
    if (isExtension) checkExtension(value, path, scope);
  };
}

const toNeeded = (node: ElementNode): Needed => ({
  element: node.name,
  names: namesOf(node).flatMap((name) => [name, `_${name}`]),
});

function checkNeeded(value: JsonObject, { element, names }: Needed, path: string, scope: Scope): void {
  for (const name of names) if (value[name] !== undefined) return;
  report(scope, 'required', 'base-structure', `The element ${element} is missing; it has to be there`, `${path}.${element}`);
}

/** How many elements there are beside an id. */
function checkNames(value: JsonObject, properties: ReadonlyMap<string, Property>, isResource: boolean, path: string, scope: Scope): number {
  let chosen: Property | undefined;
  let content = 0;
  for (const name of Object.keys(value)) {
    if (value[name] === undefined) continue;
    if (name !== 'id') content += 1;
    const property = properties.get(name);
    if (property === undefined) {
      if (isResource && name === 'resourceType') continue;
      report(
        scope,
        'structure',
        'base-structure',
        'R4 has no element of this name here; mend the name, or send the content as an extension',
        pathOf(path, name),
      );
      continue;
    }
    const item = value[name];
    const below = `${path}.${property.element}`;
    if (property.node.isChoice) {
      if (chosen !== undefined && chosen.node === property.node && chosen.variant !== property.variant) {
        report(scope, 'structure', 'base-structure', 'Only one type of this value may be sent; keep one', below);
      }
      chosen = property;
    }
    if (property.many) checkMany(item, property, value[property.isSibling ? property.variant : `_${property.variant}`], below, scope);
    else if (Array.isArray(item)) {
      report(scope, 'structure', 'base-structure', 'The element holds one value; send it without an array', below);
    } else if (item === null) report(scope, 'structure', 'base-structure', NULL, below);
    else {
      property.check(item, below, scope);
      if (property.isSibling && value[property.variant] === undefined && isIdAlone(item)) report(scope, 'structure', 'ele-1', EMPTY, below);
    }
  }
  return content;
}

/** An id says something of a value that is there; without one it is no element (ele-1). */
const isIdAlone = (sibling: unknown): boolean => isObject(sibling) && sibling['id'] !== undefined && Object.keys(sibling).length === 1;

const EMPTY = 'The element is empty; give it content, or leave it out';

const NULL = 'null is no value in FHIR; leave the element out';

function checkMany(list: unknown, { check, isPrimitive: isPlain }: Property, sibling: unknown, path: string, scope: Scope): void {
  if (!Array.isArray(list)) {
    report(scope, 'structure', 'base-structure', 'The element holds a list; send it in an array, though it has one item', path);
    return;
  }
  if (list.length === 0) report(scope, 'structure', 'ele-1', 'The list is empty; give it an item, or leave it out', path);
  for (let i = 0; i < list.length; i += 1) {
    const item: unknown = list[i];
    if (item !== null) check(item, `${path}[${i}]`, scope);
    else if (!isPlain || !Array.isArray(sibling) || sibling[i] === null || sibling[i] === undefined) {
      report(scope, 'structure', 'base-structure', NULL, `${path}[${i}]`);
    }
  }
}

function toProperties(node: ElementNode, root: ElementNode): [string, Property][] {
  if (node.definition.max === '0') return [];
  const names = namesOf(node);
  const types: readonly (ElementType | undefined)[] = node.types.length === 0 ? [undefined] : node.types;
  return types.flatMap((type, i): [string, Property][] => {
    const name = names[i] ?? node.name;
    const plain = type !== undefined && isPrimitive(type.code);
    const shared = { element: node.name, node, many: node.definition.max !== '1', isPrimitive: plain, variant: name };
    const property: Property = { ...shared, isSibling: false, check: withInvariants(node, toValueCheck(node, root, type)) };
    if (!plain) return [[name, property]];
    return [
      [name, property],
      [`_${name}`, { ...shared, isSibling: true, check: checkOfType('Element') }],
    ];
  });
}

/** What the element, not its type, demands: org-3 of `Organization.telecom`. A backbone element's are in its own check. */
function withInvariants(node: ElementNode, check: Check): Check {
  const invariants = node.children.length > 0 ? [] : toInvariants(node, 'base-invariant');
  if (invariants.length === 0) return check;
  return (value, path, scope) => {
    const before = scope.issues.length;
    check(value, path, scope);
    checkInvariants(invariants, isObject(value) ? value : { value }, path, scope, isSoundSince(before, scope));
  };
}

function toValueCheck(node: ElementNode, root: ElementNode, type: ElementType | undefined): Check {
  if (type === undefined) return toSameAs(node, root);
  if (type.code === 'xhtml') return checkNarrative;
  if (isPrimitive(type.code)) return withBinding(node, toPrimitiveCheck(type.code));
  if (type.code === 'Resource') return node.name === 'contained' ? checkContainedResource : checkOwnResource;
  if (node.children.length > 0) return toObjectCheck(node, root, undefined);
  let inner: Check | undefined;
  const check: Check = (value, path, scope) => {
    inner ??= checkOfType(type.profile ?? type.code);
    inner(value, path, scope);
  };
  if (type.code !== 'Reference') return withBinding(node, check);
  return (value, path, scope) => {
    check(value, path, scope);
    if (isObject(value)) checkReference(value, type.targets, path, scope);
  };
}

/** An element that has another's content (`Bundle.entry.link`). */
function toSameAs({ definition }: ElementNode, root: ElementNode): Check {
  const path = definition.contentReference?.replace(/^.*#/, '');
  let check: Check | undefined;
  return (value, at, scope) => {
    check ??= toObjectCheck(findNode(root, path), root, undefined);
    check(value, at, scope);
  };
}

function findNode(root: ElementNode, path: string | undefined): ElementNode {
  const found = [root, ...allBelow(root)].find((node) => node.path === path);
  if (found === undefined) throw new Error(`${root.path} has no element ${path}`);
  return found;
}

const allBelow = ({ children }: ElementNode): ElementNode[] => children.flatMap((child) => [child, ...allBelow(child)]);

function toPrimitiveCheck(type: string): Check {
  const primitive = primitives.get(type);
  if (primitive === undefined) throw new Error(`No primitive type ${type}`);
  const { json, accepts, form } = primitive;
  const isLink = type === 'uri' || type === 'url' || type === 'canonical';
  const text = `The value is no valid ${type}; send ${form}`;
  return (value, path, scope) => {
    if (typeof value !== json) report(scope, 'structure', 'base-structure', text, path);
    else if (!accepts(value as never)) report(scope, 'value', 'base-structure', text, path);
    else if (isLink && (value as string).startsWith('#')) scope.mentioned.add((value as string).slice(1));
  };
}

function withBinding({ definition }: ElementNode, check: Check): Check {
  const url = definition.binding?.strength === 'required' ? definition.binding.valueSet : undefined;
  if (url === undefined) return check;
  return (value, path, scope) => {
    const before = scope.issues.length;
    check(value, path, scope);
    const codes = codesOf(url);
    if (codes !== undefined && scope.issues.length === before && !isBound(codes, value)) {
      const which = codes.listed === '' ? `one of ${url}` : `one of: ${codes.listed}`;
      report(scope, 'value', 'base-binding', `The code is not in the required value set; send ${which}`, path);
    }
  };
}

const checkNarrative: Check = (value, path, scope) => {
  if (typeof value !== 'string') report(scope, 'structure', 'base-structure', 'A narrative is XHTML in a text', path);
  else {
    const wrong = faultOfNarrative(value);
    if (wrong !== undefined) report(scope, 'invariant', 'txt-1', wrong, path);
  }
};

const extensionChecks = new Map<string, ReturnType<typeof toProfileCheck> | undefined>();

/** What its own definition asks of an extension that we know. */
function extensionCheckOf(url: string): ReturnType<typeof toProfileCheck> | undefined {
  if (!extensionChecks.has(url)) {
    const structure = findExtensionStructure(url);
    if (structure === undefined) return undefined;
    extensionChecks.set(url, toProfileCheck(structure));
  }
  return extensionChecks.get(url);
}

/** ext-1, and the extension's own definition. */
function checkExtension(value: JsonObject, path: string, scope: Scope): void {
  const hasValue = Object.keys(value).some((name) => name.startsWith('value') || name.startsWith('_value'));
  if (hasValue === (value['extension'] !== undefined)) {
    report(scope, 'invariant', 'ext-1', 'An extension has a value or extensions of its own; send one of them', path);
  }
  const { url } = value;
  if (typeof url === 'string') extensionCheckOf(url)?.(value, path, scope);
}

/** A resource that others can be contained in. */
export function checkResource(value: JsonObject, path: string, scope: Scope): void {
  const type = value['resourceType'];
  if (typeof type !== 'string' || !resourceTypes.has(type)) {
    report(scope, 'structure', 'base-structure', 'The resourceType is missing or is no type of R4', path);
    return;
  }
  checkOfType(type)(value, path, scope);
  if (type === 'Appointment') checkAppointment(value, path, scope);
  if (scope.resource === scope.container) checkContained(value, path, scope);
}

const checkContainedResource: Check = (value, path, scope) => {
  if (isObject(value)) checkResource(value, path, { ...scope, resource: value });
  else report(scope, 'structure', 'base-structure', NO_RESOURCE, path);
};

/** In a Bundle's entry or a parameter: a resource that is contained in nothing. */
const checkOwnResource: Check = (value, path, scope) => {
  if (scope.isShell) return;
  if (isObject(value)) checkResource(value, path, scopeOf(value, scope.issues, false, scope.budget));
  else report(scope, 'structure', 'base-structure', NO_RESOURCE, path);
};

const NO_RESOURCE = 'A resource is an object; send { … }';
