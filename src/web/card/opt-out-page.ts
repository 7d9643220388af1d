/** `/stamkort/genoplivning`: what opting out of resuscitation means, said before it is done; and how to take it back. Pure. */
import type { Card } from '../../stamkort/card.ts';
import { errorSummary, type FieldErrors } from '../form-field.ts';
import { type Content, html } from '../html.ts';
import type { Frame, Page } from '../layout.ts';
import { token } from '../layout.ts';
import { noticeBox } from '../log-page.ts';
import type { CardReader } from './card-page.ts';
import { OPT_OUT_PATH } from './edit-paths.ts';
import { resuscitationBox } from './resuscitation-box.ts';

export interface OptOutView {
  readonly frame: Frame;
  readonly reader: Exclude<CardReader, { readonly as: 'professional' }>;
  readonly card: Card;
  /** What may be done: opt out, take it back; or neither, of one who is too young or not the citizen. */
  readonly may: 'opt-out' | 'withdraw' | undefined;
  /** In whole years. */
  readonly minimumAge: number;
  readonly notice: 'done' | 'withdrawn' | undefined;
  readonly isUnread: boolean;
}

export function optOutPage(view: OptOutView): Page {
  const { frame, reader, card, may, minimumAge, notice, isUnread } = view;
  const { resuscitation: t } = frame.texts.card;
  const errors: FieldErrors = isUnread ? [{ id: 'laest', text: t.readWrong }] : [];
  return {
    title: t.pageTitle,
    main: html`<h1>${t.pageTitle}</h1>
${noticeBox(frame, notice && t[notice])}
${errorSummary(frame, errors)}
${resuscitationBox({ frame, card, as: reader.as }, undefined)}
${reader.as === 'relative' && html`<p>${t.onlySelf}</p>`}
${reader.as === 'self' && may === undefined && html`<p>${t.age(minimumAge)}</p>`}
${may === 'withdraw' && withdrawForm(view)}
${may === 'opt-out' ? optOutForm(view) : html`<p class="edit"><a href="/stamkort">${t.back}</a></p>`}`,
  };
}

function optOutForm({ frame, reader, isUnread }: OptOutView): Content {
  const { resuscitation: t } = frame.texts.card;
  return html`<section class="part"><h2>${t.meansTitle}</h2><ul class="meaning">${t.means.map((line) => html`<li>${line}</li>`)}</ul>
<form class="ask" method="post" action="${OPT_OUT_PATH}">${token(reader.looking.csrf)}
<div class="field">${isUnread && html`<p class="form-error-message" id="laest-error">${t.readWrong}</p>`}
<div class="opt"><input type="checkbox" id="laest" name="laest" value="ja" required${isUnread && html` aria-describedby="laest-error" aria-invalid="true"`}><label for="laest">${t.read}</label></div></div>
<button class="button button-primary" name="valg" value="fravaelg">${t.optOut}</button> <a class="button button-secondary" href="/stamkort">${frame.texts.card.form.regret}</a></form></section>`;
}

function withdrawForm({ frame, reader }: OptOutView): Content {
  const { resuscitation: t } = frame.texts.card;
  return html`<section class="part"><h2>${t.withdrawTitle}</h2><p>${t.withdrawText}</p>
<form method="post" action="${OPT_OUT_PATH}">${token(reader.looking.csrf)}
<button class="button button-primary" name="valg" value="traek-tilbage">${t.withdraw}</button></form></section>`;
}
