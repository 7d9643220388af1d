/** `/stamkort`: a citizen's card, each item with where it is from. Pure. */
import { registers } from '../../access/caller.ts';
import { fullName, type Kind } from '../../pdc/item.ts';
import { type Card, type CardItem, itemOf, itemsOf } from '../../stamkort/card.ts';
import { registerOf } from '../../stamkort/kinds.ts';
import { chosenHeading } from '../chosen-heading.ts';
import { type Content, type Html, html } from '../html.ts';
import { alertBox, type Frame, type Page } from '../layout.ts';
import { noticeBox } from '../log-page.ts';
import type { Looking } from '../looking.ts';
import { switcher } from '../overview-page.ts';
import type { FormKind } from './card-form.ts';
import type { CardNotice } from './card-notice.ts';
import { momentText, sourceOf } from './card-source.ts';
import type { CardVoice } from './card-texts.da.ts';
import { type Row, rowsOf } from './card-values.ts';
import { editPaths, newRelativePath, OPT_OUT_PATH } from './edit-paths.ts';
import { resuscitationBox } from './resuscitation-box.ts';

/** Whose card, and who reads. */
export type CardReader =
  | { readonly as: Exclude<CardVoice, 'professional'>; readonly looking: Looking }
  | { readonly as: 'professional'; readonly number: string; readonly csrf: string };

export interface CardView {
  readonly frame: Frame;
  readonly reader: CardReader;
  /** As its reader may see it. */
  readonly card: Card;
  readonly now: Date;
  readonly notice?: CardNotice | undefined;
}

export function cardPage(view: CardView): Page {
  const { frame, reader, card, notice } = view;
  const { card: t } = frame.texts;
  const [title, heading] = headingOf(view);
  const relatives = itemsOf(card, 'relative');
  return {
    title,
    main: html`${heading}<p class="lead">${t.intro[reader.as]}</p>
${noticeBox(frame, notice && t[notice])}
${reader.as !== 'professional' && switcher(reader.looking, frame)}
${reader.as === 'professional' && alertBox(frame, 'info', html`<p>${frame.texts.coordination.notice} <span class="quiet">${frame.texts.coordination.noticeMore}</span></p>`)}
${standingsBox(view)}
${card.isProtected && alertBox(frame, 'info', html`<p>${t.protected[reader.as]}</p>`)}
${resuscitationBox({ frame, card, as: reader.as }, resuscitationMore(view))}
${section(t.sections.person, [single('name-and-address', view), single('contact', view), single('temporary-address', view), single('language', view)])}
${section(
  t.sections.relatives,
  [
    ...relatives.map((item) => shown(item, t.items.relative, view, `${t.items.relative}, ${fullName(item.content.name)}`)),
    ...itemsOf(card, 'custody').map((item) => shown(item, item.content.side === 'child' ? t.items.child : t.items.holder, view)),
  ],
  html`${relatives.length === 0 && html`<p>${t.noRelatives}</p>`}${editLink(newRelativePath, t.addRelative, undefined)}`,
)}
${section(t.sections.care, [single('general-practitioner', view), single('dentist', view), single('coverage-group', view)])}
${section(t.sections.registrations, [single('organ-donor', view), single('treatment-will', view), single('living-will', view)])}`,
  };
}

function headingOf({ frame, reader }: CardView): readonly [title: string, heading: Html] {
  const { card: t } = frame.texts;
  if (reader.as === 'professional') return [t.titleOfCitizen, chosenHeading({ ...reader, frame, here: 'card' })];
  const { otherName } = reader.looking;
  const title = otherName === undefined ? t.title : t.titleOf(otherName);
  return [title, html`<h1>${title}</h1>`];
}

function resuscitationMore({ frame, reader }: CardView): Content {
  const { resuscitation: t } = frame.texts.card;
  if (reader.as === 'professional') return undefined;
  return reader.as === 'self'
    ? html`<p class="edit"><a class="button button-secondary" href="${OPT_OUT_PATH}">${t.change}</a></p>`
    : html`<p class="src">${t.onlySelf}</p>`;
}

/** Registers that are late or down, of which something may be missing that no item tells of. */
function standingsBox({ frame, card }: CardView): Content {
  const { card: t } = frame.texts;
  const told = registers.flatMap((register) => {
    const { status, asOf } = card.standings.get(register) ?? { status: 'ok' as const };
    if (status === 'ok') return [];
    return html`<p>${t[status](t.registers[register])}${asOf !== undefined && ` ${t.asOf(momentText(asOf, frame.texts))}`}</p>`;
  });
  return told.length > 0 && alertBox(frame, 'warning', told);
}

const section = (title: string, items: readonly Content[], more?: Content): Html =>
  html`<section class="part"><h2>${title}</h2>${items.length > 0 && html`<ul class="items">${items}</ul>`}${more}</section>`;

type SingleKind = Exclude<Kind, 'relative' | 'custody' | 'resuscitation'>;

/** One a citizen: there always, since what is missing must be seen to be. */
function single(kind: SingleKind, view: CardView): Content {
  const { frame, card } = view;
  const { card: t } = frame.texts;
  const item = itemOf(card, kind);
  if (item !== undefined) return shown(item, t.items[kind], view);
  const register = registerOf[kind];
  return html`<li class="item"><h3>${t.items[kind]}</h3><p class="quiet">${register === undefined ? t.notTold : t.noWord(t.registers[register])}</p>${isTyped(kind) && editLink(editPaths[kind], t.add, t.addWhat(t.items[kind]))}</li>`;
}

const shown = (item: CardItem, title: string, view: CardView, name: string = title): Html =>
  html`<li class="item"><h3>${title}</h3>${rowList(rowsOf(item.content, view.frame, view.now))}
${sourceOf(item, { ...view, as: view.reader.as })}${wrongText(item, view)}${changeLink(item, name, view)}</li>`;

export function rowList(rows: readonly Row[]): Content {
  const [first] = rows;
  if (rows.length === 1 && first?.label === '') return html`<p class="value">${first.value}</p>`;
  return rows.length > 0 && html`<dl>${rows.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** To the citizen: what is a register's is put right there. */
function wrongText({ register }: CardItem, { frame, reader }: CardView): Content {
  const { wrong } = frame.texts.card;
  if (reader.as !== 'self' || (register !== 'cpr' && register !== 'yder' && register !== 'sygesikring')) return undefined;
  return html`<p class="src">${wrong[register]}</p>`;
}

const isTyped = (kind: Kind): kind is FormKind => Object.hasOwn(editPaths, kind);

function changeLink({ id, content: { kind } }: CardItem, name: string, { frame }: CardView): Content {
  const { card: t } = frame.texts;
  if (!isTyped(kind)) return undefined;
  return editLink(kind === 'relative' ? `${editPaths.relative}/${id}` : editPaths[kind], t.edit, t.editWhat(name));
}

/** @param name with what it changes, for those who hear it by itself */
const editLink = (href: string, words: string, name: string | undefined): Html =>
  html`<p class="edit"><a class="button button-secondary" href="${href}"${name !== undefined && html` aria-label="${name}"`}>${words}</a></p>`;
