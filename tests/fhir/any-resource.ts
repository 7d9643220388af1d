/** A resource of any type, made by chance from HL7's definitions: each element that R4 has may turn up, valid or not by its value. */
import { findStructure } from '../../src/fhir/validate/definitions.ts';
import { type ElementNode, toTree } from '../../src/fhir/validate/element.ts';
import { primitives } from '../../src/fhir/validate/primitive.ts';

/** 0 inclusive to 1 exclusive. */
export type Chance = () => number;

type Json = Record<string, unknown>;

const TEXTS = ['a', ' b ', 'æøå', 'x < y & "z"', "it's", 'line\nline', 'tab\there', 'return\r\n', '😀', ']]>', '<!--', '&amp;', 'a\u00a0b'];
const NUMBERS = [0, 1, -1, 0.1, 155.3, -2.5e-7, 1e21, 2147483647];
const DIV = '<div xmlns="http://www.w3.org/1999/xhtml" title="&quot;&lt;">a &amp; b<br/><p>\n<b></b>&lt;</p></div>';

export function anyResource(chance: Chance, type: string, depth = 4): Json {
  const structure = findStructure(type);
  if (structure === undefined) throw new Error(type);
  const root = toTree(structure);
  return { ...(structure.kind === 'resource' && { resourceType: type }), ...anyObject(chance, root, root, depth) };
}

const pick = <T>(chance: Chance, list: readonly T[]): T => {
  const found = list[Math.floor(chance() * list.length)];
  if (found === undefined) throw new Error('Nothing to pick from');
  return found;
};

function anyObject(chance: Chance, node: ElementNode, root: ElementNode, depth: number): Json {
  const share = Math.min(0.5, 6 / node.children.length);
  return Object.assign({}, ...node.children.filter(() => chance() < share).map((child) => anyProperty(chance, child, root, depth - 1)));
}

function anyProperty(chance: Chance, node: ElementNode, root: ElementNode, depth: number): Json {
  const same = node.definition.contentReference?.split('.').slice(1);
  if (same !== undefined) {
    const target = same.reduce<ElementNode>((found, name) => found.children.find((child) => child.name === name) ?? found, root);
    return depth <= 0 ? {} : { [node.name]: listed(chance, node, () => anyObject(chance, target, root, depth)) };
  }
  const { code } = pick(chance, node.types);
  const name = node.isChoice ? node.name + code.charAt(0).toUpperCase() + code.slice(1) : node.name;
  const isAttribute = node.path === 'Extension.url' || (node.name === 'id' && code !== 'id');
  if (isAttribute) return { [name]: pick(chance, TEXTS) };
  if (code === 'xhtml') return { [name]: DIV };
  const primitive = primitives.get(code)?.json;
  if (primitive !== undefined) return anyPrimitive(chance, node, name, primitive, depth);
  if (depth <= 0) return {};
  if (code === 'Resource')
    return { [name]: listed(chance, node, () => anyResource(chance, pick(chance, ['Patient', 'Location', 'Basic']), depth)) };
  const inner = (): Json => (node.children.length > 0 ? anyObject(chance, node, root, depth) : anyResource(chance, code, depth));
  return { [name]: listed(chance, node, inner) };
}

const listed = (chance: Chance, { definition }: ElementNode, make: () => Json): Json | Json[] =>
  definition.max === '1' ? make() : Array.from({ length: 1 + Math.floor(chance() * 3) }, make);

/** Each place has a value, a sibling or both; a list that is all null is left out. */
function anyPrimitive(chance: Chance, node: ElementNode, name: string, json: 'string' | 'number' | 'boolean', depth: number): Json {
  const length = node.definition.max === '1' ? 1 : 1 + Math.floor(chance() * 3);
  const values = Array.from({ length }, () =>
    chance() < 0.2 && depth > 0
      ? null
      : json === 'string'
        ? pick(chance, TEXTS)
        : json === 'number'
          ? pick(chance, NUMBERS)
          : chance() < 0.5,
  );
  const siblings = values.map((value) =>
    value === null || chance() < 0.1
      ? { id: 'x', ...(chance() < 0.5 && { extension: [{ url: 'urn:x', valueString: pick(chance, TEXTS) }] }) }
      : null,
  );
  const isList = node.definition.max !== '1';
  return {
    ...(values.some((value) => value !== null) && { [name]: isList ? values : values[0] }),
    ...(siblings.some((sibling) => sibling !== null) && { [`_${name}`]: isList ? siblings : siblings[0] }),
  };
}

/** Mulberry32: the same seed, the same resource. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
