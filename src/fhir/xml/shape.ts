/** What each type's elements are called in JSON and XML, in the order XML wants: read from HL7's definitions. */
import { findStructure, resourceTypes } from '../validate/definitions.ts';
import { type ElementNode, toTree } from '../validate/element.ts';
import { isPrimitive, primitives } from '../validate/primitive.ts';

export interface Property {
  /** The same in JSON and XML, a choice with its type (`valueQuantity`). */
  readonly name: string;
  /** As FHIRPath says it: a choice without its type. */
  readonly element: string;
  readonly many: boolean;
  /** `attribute`: `Element.id` and `Extension.url`; `resource`: the element holds a resource, with its type as an element of its own. */
  readonly kind: 'attribute' | 'primitive' | 'xhtml' | 'resource' | 'object';
  /** Of a primitive: what it is in JSON. */
  readonly json: 'string' | 'number' | 'boolean';
  /** Of an object, and of a primitive the id and extensions beside its value. */
  readonly shape: () => Shape;
}

/** By name; a Map keeps the order in which the definition has them. */
export type Shape = ReadonlyMap<string, Property>;

const shapes = new Map<string, Shape>();

/** The shape of a data type or resource, made when first needed. */
export function shapeOfType(type: string): Shape {
  const made = shapes.get(type);
  if (made !== undefined) return made;
  const structure = findStructure(type);
  if (structure === undefined) throw new Error(`No definition of ${type}`);
  const root = toTree(structure);
  const shape = toShape(root, root, structure.kind === 'resource');
  shapes.set(type, shape);
  return shape;
}

const toShape = (node: ElementNode, root: ElementNode, isResource: boolean): Shape =>
  new Map(node.children.flatMap((child) => toProperties(child, root, isResource)).map((property) => [property.name, property]));

function toProperties(node: ElementNode, root: ElementNode, ofResource: boolean): Property[] {
  const { name: element, isChoice, definition, path } = node;
  const many = definition.max !== '1';
  const isAttribute = (element === 'id' && !ofResource) || path === 'Extension.url';
  if (node.types.length === 0)
    return [{ name: element, element, many, kind: 'object', json: 'string', shape: lazily(() => toSameAs(node, root)) }];
  return node.types.map(({ code }) => ({
    name: isChoice ? element + code.charAt(0).toUpperCase() + code.slice(1) : element,
    element,
    many,
    kind: isAttribute ? 'attribute' : kindOf(code),
    json: primitives.get(code)?.json ?? 'string',
    shape: lazily(() => (node.children.length > 0 ? toShape(node, root, false) : shapeOfType(isPrimitive(code) ? 'Element' : code))),
  }));
}

function kindOf(type: string): Property['kind'] {
  if (type === 'xhtml') return 'xhtml';
  if (type === 'Resource' || resourceTypes.has(type)) return 'resource';
  return isPrimitive(type) ? 'primitive' : 'object';
}

/** An element that has another's content (`Bundle.entry.link`). */
function toSameAs({ definition }: ElementNode, root: ElementNode): Shape {
  const [, ...names] = (definition.contentReference ?? '').replace(/^.*#/, '').split('.');
  const node = names.reduce<ElementNode | undefined>((found, name) => found?.children.find((child) => child.name === name), root);
  if (node === undefined) throw new Error(`${root.path} has no element ${names.join('.')}`);
  return toShape(node, root, false);
}

/** Types hold one another in circles. */
function lazily(make: () => Shape): () => Shape {
  let made: Shape | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
