/** `/spaerringer`: set and lift, with what it will mean said first. Pure. */

import type { KeptConsent } from '../access/keep-consent.ts';
import { dateOf } from '../time/zone.ts';
import { type BlockChoice, keyOf, type Organisation, toBlockChoice } from './block.ts';
import { type Content, type Html, html } from './html.ts';
import { alertBox, type Frame, icon, type Page, token } from './layout.ts';
import { noticeBox } from './log-page.ts';
import type { Looking } from './looking.ts';
import { switcher } from './overview-page.ts';
import type { Texts } from './texts.da.ts';
import type { Visit } from './visit.ts';

export interface BlocksView {
  readonly frame: Frame;
  readonly looking: Looking;
  readonly consents: readonly KeptConsent[];
  readonly organisations: readonly Organisation[];
  readonly now: Date;
  readonly notice?: 'done' | 'lifted' | undefined;
  readonly error?: 'untilWrong' | undefined;
  /** What the form held, so that nothing is to be written twice. */
  readonly form?: URLSearchParams | undefined;
}

export function blocksPage(view: BlocksView): Page {
  const { frame, looking, consents, notice } = view;
  const { blocks: t } = frame.texts;
  const title = looking.otherName === undefined ? t.title : t.titleOf(looking.otherName);
  return {
    title,
    main: html`<h1>${title}</h1><p class="lead">${t.intro}</p>
${switcher(looking, frame)}
${noticeBox(frame, notice && t[notice])}
<section><h2>${t.yours}</h2>
${consents.length === 0 ? html`<p>${t.none}</p>` : html`<ul class="blocks">${consents.map((one) => kept(one, view))}</ul>`}</section>
<section><h2>${t.set}</h2>${setForm(view)}</section>`,
  };
}

function kept({ consent, version, recordedAt }: KeptConsent, { frame, organisations, looking, now }: BlocksView): Html {
  const { blocks: t, day } = frame.texts;
  const choice = toBlockChoice(consent, organisations);
  const what = choice === undefined ? t.other : meaningOf(choice, frame.texts);
  const last = choice?.end === undefined ? undefined : dateOf(new Date(choice.end.getTime() - 1));
  const ended = (choice?.end !== undefined && choice.end <= now) || consent.status !== 'active';
  return html`<li>${icon(frame, 'lock')}<div><p><strong>${what}</strong></p>
<p class="quiet">${t.since(day.nameAndYear(dateOf(recordedAt)))}. ${ended ? t.ended : t.untilText(last && day.nameAndYear(last))}</p>
<form method="post" action="/spaerringer/ophaev">${token(looking.csrf)}<input type="hidden" name="id" value="${consent.id ?? ''}"><input type="hidden" name="version" value="${version}">
<button class="button button-secondary" aria-label="${t.liftWhat(what)}">${t.lift}</button></form></div></li>`;
}

export function meaningOf({ sector, effect, reader }: BlockChoice, { blocks: t }: Texts): string {
  return t.consequence[effect](t.whoText(reader?.name), t.whichText[sector ?? 'all']);
}

function setForm({ frame, looking, organisations, error, form }: BlocksView): Html {
  const { blocks: t } = frame.texts;
  const which = form?.get('hvilke') ?? 'alle';
  const effect = form?.get('virkning') ?? 'hide';
  const who = form?.get('hvem') ?? 'alle';
  const group = (name: string, legend: string, options: readonly (readonly [string, string])[], chosen: string) =>
    html`<fieldset><legend>${legend}</legend>${options.map(([value, label], index) => radio(`${name}-${index}`, name, value, label, value === chosen))}</fieldset>`;
  return html`<form class="ask" method="post" action="/spaerringer/gennemse">${token(looking.csrf)}
${group('hvilke', t.which, [['alle', t.everySector], ...Object.entries(t.sectors)], which)}
${group('virkning', t.effect, Object.entries(t.effects), effect)}
${group('hvem', t.who, [['alle', t.everybody], ...organisations.map((one) => [keyOf(one), t.onlyAt(one.name)] as const)], who)}
<div class="field${error === undefined ? '' : ' wrong'}"><label for="until">${t.until}</label><p class="hint" id="until-hint">${t.untilHint}</p>
${error !== undefined && html`<p class="form-error-message" id="until-error">${t[error]}</p>`}
<input class="form-input" type="date" id="until" name="til-og-med" value="${form?.get('til-og-med') ?? ''}" aria-describedby="until-hint${error === undefined ? '' : ' until-error'}"${error === undefined ? '' : html` aria-invalid="true"`}></div>
<button class="button button-primary">${t.review}</button></form>`;
}

export const radio = (id: string, name: string, value: string, label: string, checked: boolean): Html =>
  html`<div class="opt"><input type="radio" id="${id}" name="${name}" value="${value}"${checked ? html` checked` : ''}><label for="${id}">${label}</label></div>`;

export interface Review {
  readonly frame: Frame;
  readonly csrf: string;
  readonly choice: BlockChoice;
  /** As it came, to be brought again. */
  readonly form: URLSearchParams;
  /** What is coming, as the citizen sees it. */
  readonly visits: readonly Visit[];
}

export function reviewPage({ frame, csrf, choice, form, visits }: Review): Page {
  const { blocks: t, day } = frame.texts;
  const concerned = visits.filter((visit) => concerns(choice, visit)).length;
  return {
    title: t.reviewTitle,
    main: html`<h1>${t.reviewTitle}</h1>
${alertBox(frame, 'info', html`<p>${t.reviewIntro}</p>`)}
<p class="lead"><strong>${meaningOf(choice, frame.texts)}</strong> ${t.untilText(choice.until && day.nameAndYear(choice.until))}</p>
<p>${t.concerns(concerned, visits.length)}</p>
<ul class="meaning">${t.meaning.map((line) => html`<li>${line}</li>`)}</ul>
<form method="post" action="/spaerringer">${token(csrf)}${['hvilke', 'virkning', 'hvem', 'til-og-med'].map((name) => html`<input type="hidden" name="${name}" value="${form.get(name) ?? ''}">`)}
<button class="button button-primary">${t.confirm}</button> <a class="button button-secondary" href="/spaerringer">${t.regret}</a></form>`,
  };
}

const concerns = ({ sector, until }: BlockChoice, { sector: of, start }: Visit): boolean =>
  (sector === undefined || sector === of) && (until === undefined || dateOf(start) <= until);

export interface Lift {
  readonly frame: Frame;
  readonly csrf: string;
  readonly id: string;
  readonly version: string;
  readonly what: Content;
}

export const liftPage = ({ frame, csrf, id, version, what }: Lift): Page => {
  const { blocks: t } = frame.texts;
  return {
    title: t.liftTitle,
    main: html`<h1>${t.liftTitle}</h1><p class="lead"><strong>${what}</strong></p><p>${t.liftMeaning}</p>
<form method="post" action="/spaerringer/ophaev">${token(csrf)}<input type="hidden" name="id" value="${id}"><input type="hidden" name="version" value="${version}"><input type="hidden" name="ja" value="ja">
<button class="button button-primary">${t.liftConfirm}</button> <a class="button button-secondary" href="/spaerringer">${t.regret}</a></form>`,
  };
};
