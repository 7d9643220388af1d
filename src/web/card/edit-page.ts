/** One item of a card in a form: to change it, to see what became of it meanwhile, to take it away. Pure. */
import type { Card, CardItem } from '../../stamkort/card.ts';
import { chosenHeading } from '../chosen-heading.ts';
import { errorSummary, type FieldErrors, fieldOf } from '../form-field.ts';
import { type Content, type Html, html } from '../html.ts';
import { alertBox, type Frame, type Page, token } from '../layout.ts';
import type { CardForm } from './card-form.ts';
import { type CardReader, rowList } from './card-page.ts';
import { sourceOf } from './card-source.ts';
import { rowsOf } from './card-values.ts';

export interface EditView {
  readonly frame: Frame;
  readonly reader: CardReader;
  readonly form: CardForm;
  /** Where the form is sent. */
  readonly action: string;
  readonly card: Card;
  /** As it is now; undefined of one that is new, or gone. */
  readonly item: CardItem | undefined;
  /** What the form was opened on. */
  readonly version: string;
  /** In the fields: the item's, or what was typed. */
  readonly values: URLSearchParams;
  readonly errors: FieldErrors;
  /** Another was changed or deleted since the form was opened. */
  readonly isOutdated: boolean;
  readonly now: Date;
}

export function editPage(view: EditView): Page {
  const { frame, reader, form, action, item, version, values, errors, isOutdated } = view;
  const { card: t } = frame.texts;
  const what = t.items[form.kind];
  const fields = form.fields(values, {
    frame,
    isOwn: reader.as === 'self',
    isHidden: item !== undefined && view.card.isProtected && reader.as !== 'self',
  });
  const title = item === undefined && !isOutdated ? t.addWhat(what) : t.editWhat(what);
  return {
    title: errors.length > 0 ? `${frame.texts.coordination.errors}: ${title}` : title,
    main: html`${headingOf(title, view)}
${errorSummary(frame, errors)}
${isOutdated && newerBox(view)}
${overText(view)}
<form class="ask" method="post" action="${action}">${token(csrfOf(reader))}<input type="hidden" name="version" value="${version}">
${fields.map((field) => fieldOf(field, errors))}
${!form.removable && html`<p class="quiet">${t.form.emptying}</p>`}
<button class="button button-primary">${isOutdated ? t.form.saveMine : t.form.save}</button> <a class="button button-secondary" href="/stamkort">${isOutdated ? t.form.keepTheirs : t.form.regret}</a></form>
${form.removable && item !== undefined && !isOutdated && html`<p class="remove"><a href="${action}/slet">${t.form.removeWhat(what)}</a></p>`}`,
  };
}

export type RemoveView = Pick<EditView, 'frame' | 'reader' | 'form' | 'action' | 'card' | 'now'> & {
  readonly item: CardItem;
  readonly isOutdated: boolean;
};

export function removePage(view: RemoveView): Page {
  const { frame, reader, form, action, item, isOutdated, now } = view;
  const { card: t } = frame.texts;
  const title = t.form.removeTitle(t.items[form.kind]);
  return {
    title,
    main: html`${headingOf(title, view)}
${isOutdated && alertBox(frame, 'warning', html`<p><strong>${t.form.newer}</strong></p>`, 'alert')}
<div class="item now">${rowList(rowsOf(item.content, frame, now))}${sourceOf(item, { frame, as: reader.as, card: view.card })}</div>
<p>${t.form.removeText}</p>
<form method="post" action="${action}">${token(csrfOf(reader))}<input type="hidden" name="version" value="${item.version}">
<button class="button button-primary">${t.form.removeDo}</button> <a class="button button-secondary" href="/stamkort">${t.form.regret}</a></form>`,
  };
}

const csrfOf = (reader: CardReader): string => (reader.as === 'professional' ? reader.csrf : reader.looking.csrf);

/** Whose card it is stands above: what is written here is theirs. */
function headingOf(title: string, { frame, reader }: Pick<EditView, 'frame' | 'reader'>): Html {
  if (reader.as === 'professional') return html`${chosenHeading({ ...reader, frame, here: 'card' })}<h2>${title}</h2>`;
  const { otherName } = reader.looking;
  return html`<h1>${title}</h1>${otherName !== undefined && html`<p class="lead">${frame.texts.card.titleOf(otherName)}</p>`}`;
}

function newerBox({ frame, reader, card, item, now }: EditView): Html {
  const { form: t } = frame.texts.card;
  const there =
    item === undefined
      ? html`<p>${t.newerGone}</p>`
      : html`<p>${t.newerText}</p><div class="item now">${rowList(rowsOf(item.content, frame, now))}${sourceOf(item, { frame, as: reader.as, card })}</div>`;
  return alertBox(frame, 'warning', html`<p><strong>${t.newer}</strong></p>${there}<p>${t.newerChoose}</p>`, 'alert');
}

/** To a professional, before they write over the citizen. */
function overText({ frame, reader, item }: EditView): Content {
  if (reader.as !== 'professional') return undefined;
  const { form: t } = frame.texts.card;
  const isTheirs = item !== undefined && (item.author.kind === 'citizen' || item.author.kind === 'relative');
  return html`<p class="quiet">${isTheirs ? `${t.overCitizen} ` : ''}${t.overCitizenBy}</p>`;
}
