/** The marks of XML that FHIR needs: elements, attributes, and a narrative's XHTML. */
import type { XmlElement } from '../parse-xml.ts';

export const FHIR = 'http://hl7.org/fhir';
export const XHTML = 'http://www.w3.org/1999/xhtml';

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  // Bare ones become spaces when an attribute is read, and a carriage return anywhere becomes a line feed.
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

/** XML 1.0 §2.2 has no other characters than these, not even escaped. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const escapeMarks = (text: string, marks: RegExp): string =>
  text.replaceAll(NO_CHARACTER, '\ufffd').replaceAll(marks, (mark) => escapes.get(mark) ?? mark);

export const escapeText = (text: string): string => escapeMarks(text, /[&<>\r]/g);
export const toAttribute = (name: string, value: string): string => ` ${name}="${escapeMarks(value, /[&<>"\t\n\r]/g)}"`;

export const toElement = (name: string, attributes: string, content: string): string =>
  content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;

/** A narrative's `div` as text, in its own namespace; undefined where something in it is not XHTML. */
export function toXhtml(div: XmlElement): string | undefined {
  return isXhtml(div) ? toNode(div, toAttribute('xmlns', XHTML)) : undefined;
}

const isXhtml = (element: XmlElement): boolean =>
  element.namespace === XHTML && element.children.every((child) => typeof child === 'string' || isXhtml(child));

/** XHTML's elements without content; any other is closed by a tag of its own, since a browser that reads `<td/>` as HTML leaves it open. */
const VOID = new Set(['area', 'br', 'col', 'hr', 'img']);

function toNode({ name, attributes, children }: XmlElement, namespace = ''): string {
  const content = children.map((child) => (typeof child === 'string' ? escapeText(child) : toNode(child))).join('');
  const start = name + namespace + [...attributes].map(([key, value]) => toAttribute(key, value)).join('');
  return content === '' && VOID.has(name) ? `<${start}/>` : `<${start}>${content}</${name}>`;
}
