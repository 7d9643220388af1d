/** `/eksempler`: each kind of time and place, with the text that a citizen reads beside the data it came from. Pure. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../project-root.ts';
import { type Html, html } from './html.ts';
import type { Frame, Page } from './layout.ts';

const exampleSchema = z.object({ title: z.string(), kind: z.string(), text: z.string(), data: z.record(z.string(), z.unknown()) });
const examplesSchema = z.object({ times: z.array(exampleSchema), places: z.array(exampleSchema) });

type Example = z.infer<typeof exampleSchema>;
export type Examples = z.infer<typeof examplesSchema>;

/** Written out of the conformance cases by `tests/tools/write-examples.ts`. */
export const readExamples = (): Examples =>
  examplesSchema.parse(JSON.parse(readFileSync(join(projectRoot, 'src/web/assets/examples.json'), 'utf8')));

export function examplesPage(frame: Frame, { times, places }: Examples): Page {
  const { examples: t } = frame.texts;
  return {
    title: t.title,
    wide: true,
    main: html`<h1>${t.title}</h1><p class="lead">${t.intro}</p>
<section><h2>${t.times}</h2><ul class="cards">${times.map((one) => card(one, frame))}</ul></section>
<section><h2>${t.places}</h2><ul class="cards">${places.map((one) => card(one, frame))}</ul></section>`,
  };
}

const card = ({ title, kind, text, data }: Example, { texts: { examples: t } }: Frame): Html =>
  html`<li><p class="quiet">${title}</p><h3 lang="da">${text}</h3><p><span class="chip">${t.kind}: <code>${kind}</code></span></p>
<details><summary>${t.data}</summary><pre tabindex="0" aria-label="${t.data}: ${title}"><code>${JSON.stringify(data, undefined, 2)}</code></pre></details></li>`;
