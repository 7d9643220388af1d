import { describe, expect, it } from '@jest/globals';
import { Fault } from '../../src/fhir/fault.ts';
import { attribute, child, children, parseXml, text } from '../../src/fhir/parse-xml.ts';

const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n};`.repeat(10)}">`).join('');

/** What an attacker sends, or a sender's slip; and the word of the refusal. */
const refused: [string, string, string][] = [
  ['a DOCTYPE', '<!DOCTYPE a><a/>', 'DOCTYPE'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'DOCTYPE'],
  ['an external DTD', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/evil.dtd"><a/>', 'DOCTYPE'],
  ['a billion laughs', `<!DOCTYPE a [<!ENTITY lol0 "lol">${laughs}]><a>&lol9;</a>`, 'DOCTYPE'],
  ['an entity nobody declared', '<a>&x;</a>', 'well-formed'],
  ['a character XML has not', '<a>&#0;</a>', 'well-formed'],
  ['50,000 nested tags', '<a>'.repeat(50_000) + '</a>'.repeat(50_000), 'nested'],
  ['600,000 elements', `<a>${'<b/>'.repeat(600_000)}</a>`, 'more than'],
  ['an element left open', '<a><b></a>', 'well-formed'],
  ['a body cut short', '<a><b>text', 'well-formed'],
  ['two roots', '<a/><b/>', 'well-formed'],
  ['text after the root', '<a/>x', 'well-formed'],
  ['one attribute twice', '<a b="1" b="2"/>', 'well-formed'],
  ['a prefix nobody declared', '<x:a/>', 'well-formed'],
  ['no element', '<?xml version="1.0"?><!-- nothing -->', 'well-formed'],
  ['nothing', '', 'well-formed'],
  ['JSON', '{"resourceType":"Appointment"}', 'well-formed'],
  ['another encoding', '<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 'encoding'],
];

function refusal(xml: string): Fault {
  try {
    parseXml(xml);
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
  throw new Error('It was read');
}

describe('parseXml', () => {
  it.each(refused)('refuses %s', (_name, xml, word) => {
    const fault = refusal(xml);
    expect(fault).toMatchObject({ status: 400, issues: [{ code: 'structure', rule: 'xml' }] });
    expect(fault.message).toContain(word);
  });

  it('refuses 50,000 nested tags in less than 100 ms', () => {
    const xml = '<a>'.repeat(50_000);
    const start = performance.now();
    refusal(xml);
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('takes 64 deep and refuses 65', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(parseXml(nested(64)).name).toBe('a');
    expect(refusal(nested(65)).message).toContain('nested');
  });

  it('says where, and never what', () => {
    const fault = refusal('<a>\n  <b>2512489996</c>\n</a>');
    expect(fault.message).toContain('line 2');
    expect(fault.message).not.toContain('2512489996');
  });

  it('reads names without prefix, attributes with theirs, and drops comments and instructions', () => {
    const root = parseXml(
      '\ufeff<?xml version="1.0" encoding="utf-8"?><?style x?><p:a xmlns:p="urn:p" xmlns:q="urn:q" q:t=" T " u="U"><!-- c -->x<b/>y</p:a>',
    );
    expect(root).toMatchObject({ name: 'a', namespace: 'urn:p', children: ['x', { name: 'b', namespace: '' }, 'y'] });
    expect([...root.attributes]).toEqual([
      ['q:t', ' T '],
      ['u', 'U'],
    ]);
    expect(attribute(root, 'q:t')).toBe('T');
  });

  it('keeps a name that JavaScript has a use for as a name', () => {
    const root = parseXml('<a __proto__="x" constructor="y"><__proto__/></a>');
    expect(attribute(root, '__proto__')).toBe('x');
    expect(children(root, '__proto__')).toHaveLength(1);
  });

  it('finds by path, and gives a text its words with single spaces', () => {
    const root = parseXml('<a><b><c>one\n   two</c><c>three</c></b><b><c>four</c></b><e> </e></a>');
    expect(text(child(root, 'b', 'c'))).toBe('one two');
    expect(children(child(root, 'b'), 'c').map(text)).toEqual(['one two', 'three']);
    expect(children(root).map(({ name }) => name)).toEqual(['b', 'b', 'e']);
    expect(text(child(root, 'e'))).toBeUndefined();
    expect(child(root, 'b', 'nothing', 'c')).toBeUndefined();
    expect(text(parseXml('<a><![CDATA[<x>]]> &amp; &#233;</a>'))).toBe('<x> & é');
  });
});
