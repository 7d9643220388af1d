/** Elements of a CDA document as text; FHIR's XML writer has the escapes. */
import { escapeText, toAttribute, toElement } from '../fhir/xml/write-xml.ts';

export type Attributes = Readonly<Record<string, string | undefined>>;

/** @param content elements already written, never text of a citizen's: that goes through `words` */
export const element = (name: string, attributes: Attributes = {}, ...content: readonly string[]): string =>
  toElement(
    name,
    Object.entries(attributes)
      .map(([key, value]) => (value === undefined ? '' : toAttribute(key, value)))
      .join(''),
    content.join(''),
  );

/** An element that holds nothing but text. */
export const words = (name: string, text: string, attributes: Attributes = {}): string => element(name, attributes, escapeText(text));
