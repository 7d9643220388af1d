/** A narrative's `div`: well-formed XHTML of the elements that R4 §2.26 allows, and nothing that runs. */
import { SaxesParser } from 'saxes';

const XHTML = 'http://www.w3.org/1999/xhtml';
const MAX_DEPTH = 64;

/** HTML 4.0 chapters 7 to 11 (without §4 of chapter 9) and 15, `a` and `img`. */
const ELEMENTS = new Set(
  (
    'a abbr acronym address b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ' +
    'kbd li map area ol p pre q samp small span strong style sub sup table tbody td tfoot th thead tr tt ul var'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class ' +
    'colspan compact coords dir frame headers height href hreflang hspace id lang longdesc name nowrap rel rev rowspan rules scope ' +
    'shape span src start style summary tabindex title type usemap valign value vspace width xml:lang xmlns'
  ).split(' '),
);

const URI_ATTRIBUTES = new Set(['href', 'src', 'cite', 'longdesc', 'usemap']);

/** What is wrong with the narrative, as a sentence to its sender; undefined where nothing is. */
export function faultOfNarrative(div: string): string | undefined {
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  let hasContent = false;
  let wrong: string | undefined;
  const fail = (sentence: string): void => {
    wrong ??= sentence;
  };
  parser.on('doctype', () => fail('A narrative has no DOCTYPE; send the div alone'));
  parser.on('processinginstruction', () => fail('A narrative has no processing instructions; send the div alone'));
  parser.on('error', () => fail('The narrative is not well-formed XHTML; close every element and write no HTML entities'));
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth === 1 && (name !== 'div' || attributes['xmlns'] !== XHTML)) fail(`A narrative is one div in the namespace ${XHTML}`);
    else if (!ELEMENTS.has(name)) fail('The narrative has an element that R4 does not allow there, such as a script, a form or a frame');
    else if (!Object.entries(attributes).every(isAllowed))
      fail('The narrative has an attribute that R4 does not allow there, such as an event');
    if (depth > MAX_DEPTH) fail(`The narrative is nested deeper than ${MAX_DEPTH} elements`);
    if (name === 'img') hasContent = true;
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.on('text', (text) => {
    hasContent ||= depth > 0 && text.trim() !== '';
  });
  // In pieces, so that a narrative of nothing but opened elements is left early.
  for (let i = 0; i < div.length && wrong === undefined; i += 4096) parser.write(div.slice(i, i + 4096));
  if (wrong === undefined) parser.close();
  return wrong ?? (hasContent ? undefined : 'The narrative is empty; send some text, or leave it out');
}

const isAllowed = ([name, value]: [string, string]): boolean =>
  ATTRIBUTES.has(name) && !(URI_ATTRIBUTES.has(name) && /^[\s\0-\x20]*(?:javascript|vbscript|data:text)/i.test(value));
