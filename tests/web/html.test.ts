import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { html } from '../../src/web/html.ts';

describe('html', () => {
  it('escapes every value, in text as in attributes', () => {
    expect(html`<a title="${'"><script>'}">${"<b>'&"}</a>`.toString()).toBe('<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&#39;&amp;</a>');
  });

  it('keeps markup that it made, alone and in lists', () => {
    expect(html`<ul>${['<', '>'].map((text) => html`<li>${text}</li>`)}</ul>`.toString()).toBe('<ul><li>&lt;</li><li>&gt;</li></ul>');
  });

  it('shows nothing of undefined and false, and zero as it is', () => {
    expect(html`[${undefined}${false}${0}]`.toString()).toBe('[0]');
  });

  it('lets no value open a tag or leave an attribute, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'a', ';', '#') }), (text) => {
        const inside = html`${text}`.toString();
        expect(inside).not.toMatch(/[<>"']/);
        expect(inside.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });
});
