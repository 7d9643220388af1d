/** XML text → a tree of elements. Nothing is fetched, nothing is expanded, and a hostile body costs no more than its length. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type Fault, fault } from './fault.ts';

/** CDA nests some 20 deep and FHIR no deeper; beyond that only an attack goes, and saxes' cost grows with the square of the depth. */
const MAX_DEPTH = 64;
/** More than 16 MB of honest FHIR holds, and all that memory should. */
const MAX_NODES = 500_000;

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  /** By name as written (`xsi:type` keeps its prefix); namespace declarations are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Elements and texts in document order; no text is empty, comments and processing instructions are gone. */
  readonly children: readonly (XmlElement | string)[];
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

/**
 * The root element of a well-formed XML 1.0 document, with or without a byte order mark.
 *
 * Throws a Fault (400 `structure`) that names line and column, never the text there: it may be a citizen's.
 */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;

  const refuse = (reason: string): Fault => fault('structure', `${reason} (line ${parser.line}, column ${parser.column})`, { rule: 'xml' });
  const count = (added: number): void => {
    nodes += added;
    if (nodes > MAX_NODES) throw refuse(`The XML has more than ${MAX_NODES} elements, attributes and texts`);
  };
  const addText = (value: string): void => {
    if (value === '' || open.length === 0) return;
    count(1);
    open.at(-1)?.children.push(value);
  };

  parser.on('error', () => {
    throw refuse('The XML is not well-formed');
  });
  parser.on('doctype', () => {
    throw refuse('The XML has a DOCTYPE; send it without one, and without entities of its own');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding)) throw refuse('The XML declares another encoding than UTF-8');
  });
  // Here and not at `opentag`: a namespace is resolved between the two.
  parser.on('opentagstart', () => {
    if (open.length >= MAX_DEPTH) throw refuse(`The XML is nested more than ${MAX_DEPTH} deep`);
  });
  parser.on('opentag', (tag) => {
    const attributes = attributesOf(tag);
    count(1 + attributes.size);
    const element: OpenElement = { name: tag.local, namespace: tag.uri, attributes, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);

  parser.write(xml).close();
  if (root === undefined) throw refuse('The XML has no element');
  return root;
}

function attributesOf(tag: SaxesTagNS): ReadonlyMap<string, string> {
  const list = Object.values(tag.attributes).filter(({ name, prefix }) => name !== 'xmlns' && prefix !== 'xmlns');
  return list.length === 0 ? NO_ATTRIBUTES : new Map(list.map(({ name, value }) => [name, value]));
}

const isElement = (node: XmlElement | string): node is XmlElement => typeof node !== 'string';

/** The element's children, in order: all of them, or those of one name. */
export const children = (element: XmlElement | undefined, name?: string): XmlElement[] =>
  element?.children.filter(isElement).filter((child) => name === undefined || child.name === name) ?? [];

/** The first element at the end of a path of names; where an element stands more than once, its first. */
export function child(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let found = element;
  for (const name of path) found = found?.children.find((node): node is XmlElement => isElement(node) && node.name === name);
  return found;
}

/** The element's own text and that of all within it, each run of white space as one space; undefined where there is none. */
export function text(element: XmlElement | undefined): string | undefined {
  const words = rawText(element).replaceAll(/\s+/g, ' ').trim();
  return words === '' ? undefined : words;
}

const rawText = (element: XmlElement | undefined): string =>
  element?.children.map((node) => (isElement(node) ? rawText(node) : node)).join('') ?? '';

/** An attribute's value, trimmed; undefined where it is empty or absent. */
export const attribute = (element: XmlElement | undefined, name: string): string | undefined =>
  element?.attributes.get(name)?.trim() || undefined;
