/** `/eksempelkald`: the answer to the front page's call, as it is now. Pure. */
import type { Bundle } from '../fhir/types.ts';
import { exampleLine } from './example-call.ts';
import { html } from './html.ts';
import type { Frame, Page } from './layout.ts';

const SHOWN = 2;

/** @param answer the searchset as JSON */
export function exampleAnswerPage(frame: Frame, publicUrl: string, answer: string): Page {
  const { front: t } = frame.texts;
  const bundle = JSON.parse(answer) as Bundle;
  const entries = bundle.entry ?? [];
  const cut = entries.length === 0 ? bundle : { ...bundle, entry: entries.slice(0, SHOWN) };
  return {
    title: t.liveTitle,
    wide: true,
    main: html`<h1>${t.liveTitle}</h1><p class="lead">${t.liveIntro}</p>
<pre tabindex="0" aria-label="${t.callLabel}"><code>${exampleLine(publicUrl)}</code></pre>
<h2>${t.liveAnswer}</h2><p>${entries.length === 0 ? t.liveEmpty : t.liveShown(Math.min(SHOWN, entries.length), entries.length)}</p>
<pre tabindex="0" aria-label="${t.liveAnswer}"><code>${JSON.stringify(cut, undefined, 2)}</code></pre>
<p><a href="/">${frame.texts.faults.home}</a></p>`,
  };
}
