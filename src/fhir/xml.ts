/**
 * FHIR XML ↔ FHIR JSON's form, for every type of R4.
 * @see {@link https://hl7.org/fhir/R4/xml.html R4 §2.6.1} and {@link https://hl7.org/fhir/R4/json.html §2.6.2}
 */

import { error, Fault, type Issue } from './fault.ts';
import { isObject, type JsonObject } from './json.ts';
import { pathOf } from './parse-json.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';
import { resourceTypes } from './validate/definitions.ts';
import { type Property, type Shape, shapeOfType } from './xml/shape.ts';
import { FHIR, toAttribute, toElement, toXhtml, XHTML } from './xml/write-xml.ts';

const MAX_ISSUES = 100;

/**
 * The resource of a body, in JSON's form; whether it is valid is `validate`'s to say. Elements may come in any order.
 *
 * @throws Fault 400 `structure`, all issues at once: not XML we read, no resource of R4, an element, attribute or text that R4
 * has no place for, an element twice that stands once, a primitive with neither value nor extension.
 */
export function fromXml(text: string): unknown {
  const root = parseXml(text);
  const issues: Issue[] = [];
  const resource = readResource(root, resourceTypes.has(root.name) ? root.name : 'Resource', issues);
  if (issues.length > 0) throw new Fault(issues.slice(0, MAX_ISSUES));
  return resource;
}

const refuse = (issues: Issue[], text: string, path: string): unknown => issues.push(error('structure', text, path, 'base-structure'));

function readResource(element: XmlElement, path: string, issues: Issue[]): JsonObject {
  if (element.namespace !== FHIR || !resourceTypes.has(element.name)) {
    refuse(issues, `The element is no resource of R4 in the namespace ${FHIR}`, path);
    return {};
  }
  return { resourceType: element.name, ...readObject(element, shapeOfType(element.name), path, issues) };
}

/** `value` is a primitive's own attribute; every other attribute is an element of the shape. */
function readObject(element: XmlElement, shape: Shape, path: string, issues: Issue[], isPrimitive = false): JsonObject {
  const object: Record<string, unknown> = {};
  for (const [name, value] of element.attributes) {
    if (shape.get(name)?.kind === 'attribute') object[name] = value;
    else if (name !== 'xsi:schemaLocation' && !(isPrimitive && name === 'value'))
      refuse(
        issues,
        'R4 has no attribute of this name here; a value is an element of its own, with an attribute value',
        pathOf(path, name),
      );
  }
  const groups = new Map<string, [Property, XmlElement[]]>();
  for (const child of element.children) {
    if (typeof child === 'string') {
      if (child.trim() !== '') refuse(issues, 'The element holds text; a value is written as an attribute value', path);
      continue;
    }
    const property = shape.get(child.name);
    if (property === undefined || property.kind === 'attribute' || child.namespace !== (property.kind === 'xhtml' ? XHTML : FHIR)) {
      refuse(issues, 'R4 has no element of this name here; mend the name, or send the content as an extension', pathOf(path, child.name));
      continue;
    }
    const [, group] = groups.get(child.name) ?? [property, []];
    group.push(child);
    groups.set(child.name, [property, group]);
  }
  for (const [property, group] of groups.values()) Object.assign(object, readGroup(property, group, `${path}.${property.element}`, issues));
  return object;
}

/** The elements of one name as JSON has them: a value or an array, and for primitives the array's sibling. */
function readGroup(property: Property, group: readonly XmlElement[], path: string, issues: Issue[]): JsonObject {
  const { name, many, kind } = property;
  if (!many && group.length > 1) refuse(issues, 'The element stands once; it was sent several times', path);
  const pathAt = (index: number): string => (many ? `${path}[${index}]` : path);
  if (kind !== 'primitive') {
    const items = group.map((element, index) => readItem(property, element, pathAt(index), issues));
    return { [name]: many ? items : items[0] };
  }
  const values = group.map((element) => readValue(property, element.attributes.get('value')));
  const siblings = group.map((element, index) => {
    const known = issues.length;
    const sibling = readObject(element, property.shape(), pathAt(index), issues, true);
    if (Object.keys(sibling).length > 0) return sibling;
    if (!element.attributes.has('value') && issues.length === known)
      refuse(issues, 'The element has neither a value nor an extension; leave it out', pathAt(index));
    return null;
  });
  const hasValue = values.some((value) => value !== null);
  const hasSibling = siblings.some((sibling) => sibling !== null);
  return {
    ...(hasValue && { [name]: many ? values : values[0] }),
    ...(hasSibling && { [`_${name}`]: many ? siblings : siblings[0] }),
  };
}

function readItem({ kind, shape }: Property, element: XmlElement, path: string, issues: Issue[]): unknown {
  if (kind === 'object') return readObject(element, shape(), path, issues);
  if (kind === 'xhtml') {
    const div = toXhtml(element);
    if (div === undefined) refuse(issues, 'The narrative holds an element that is not XHTML', path);
    return div;
  }
  const [resource, ...others] = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  if (resource !== undefined && typeof resource !== 'string' && others.length === 0 && element.attributes.size === 0)
    return readResource(resource, path, issues);
  refuse(issues, 'The element holds one resource and nothing else', path);
  return {};
}

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What is no number or boolean stays a text, for `validate` to refuse by its path. */
function readValue({ json }: Property, value: string | undefined): unknown {
  if (value === undefined) return null;
  if (json === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (json === 'number' && DECIMAL.test(value) && Number.isFinite(Number(value))) return Number(value);
  return value;
}

/**
 * A valid resource as XML.
 *
 * @throws Error that names the path of a property R4 has no element for: nothing is left out in silence.
 */
export function toXml(resource: object): string {
  if (!isObject(resource)) throw new Error('Not a resource');
  return `<?xml version="1.0" encoding="UTF-8"?>${writeResource(resource, toAttribute('xmlns', FHIR))}`;
}

function writeResource(resource: JsonObject, namespace = ''): string {
  const type = String(resource['resourceType']);
  if (!resourceTypes.has(type)) throw new Error('Not a resource of R4');
  const { resourceType: _type, ...elements } = resource;
  return writeObject(type, elements, shapeOfType(type), type, namespace);
}

function writeObject(tag: string, object: JsonObject, shape: Shape, path: string, attributes = ''): string {
  const unknown = Object.keys(object).find((name) => !isKnown(shape, name));
  if (unknown !== undefined) throw new Error(`${pathOf(path, unknown)}: R4 has no such element`);
  let ownAttributes = attributes;
  let content = '';
  for (const property of shape.values()) {
    const value = object[property.name];
    const sibling = object[`_${property.name}`];
    if (value === undefined && sibling === undefined) continue;
    if (property.kind === 'attribute') ownAttributes += toAttribute(property.name, String(value));
    else content += writeGroup(property, value, sibling, `${path}.${property.element}`);
  }
  return toElement(tag, ownAttributes, content);
}

const isKnown = (shape: Shape, name: string): boolean =>
  name.startsWith('_') ? shape.get(name.slice(1))?.kind === 'primitive' : shape.has(name);

function writeGroup(property: Property, value: unknown, sibling: unknown, path: string): string {
  const values = listOf(value);
  const siblings = listOf(sibling);
  const length = Math.max(values.length, siblings.length);
  const pathAt = (index: number): string => (property.many ? `${path}[${index}]` : path);
  const items = Array.from({ length }, (_, index) =>
    writeItem(property, values[index] ?? undefined, siblings[index] ?? undefined, pathAt(index)),
  );
  return items.join('');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

function writeItem({ name, kind, shape }: Property, value: unknown, sibling: unknown, path: string): string {
  if (kind === 'primitive') {
    const attribute = value === undefined ? '' : toAttribute('value', String(value));
    return writeObject(name, isObject(sibling) ? sibling : {}, shape(), path, attribute);
  }
  if (kind === 'xhtml') {
    const div = toXhtml(parseXml(String(value)));
    if (div === undefined) throw new Error(`${path} is no XHTML`);
    return div;
  }
  if (!isObject(value)) throw new Error(`${path} is no object`);
  return kind === 'resource' ? toElement(name, '', writeResource(value)) : writeObject(name, value, shape(), path);
}
