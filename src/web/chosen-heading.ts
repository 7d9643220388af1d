/** The top of a professional's pages: which citizen is chosen, and what there is to see of them. Pure. */
import { numberText } from './card/card-values.ts';
import { type Html, html } from './html.ts';
import { type Frame, token } from './layout.ts';

export interface Chosen {
  readonly frame: Frame;
  readonly csrf: string;
  /** CPR or eCPR. */
  readonly number: string;
  readonly here: 'appointments' | 'card';
}

export function chosenHeading({ frame, csrf, number, here }: Chosen): Html {
  const { coordination: c, card: t } = frame.texts;
  const tab = (name: Chosen['here'], href: string, words: string): Html =>
    html`<li><a href="${href}"${here === name ? html` aria-current="page"` : ''}>${words}</a></li>`;
  return html`<div class="chosen"><h1>${c.citizen(numberText(number))}</h1>
<form method="post" action="/koordinering/slip">${token(csrf)}<button class="button button-secondary">${c.release}</button></form></div>
<nav class="tabs" aria-label="${t.whichPage}"><ul>${tab('appointments', '/koordinering', t.appointments)}${tab('card', '/stamkort', t.titleOfCitizen)}</ul></nav>`;
}
