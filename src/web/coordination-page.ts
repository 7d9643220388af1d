/** `/koordinering`: one citizen, all sectors, on a line of hours for each day. Pure. */
import { addDays, dateOf, type LocalDate, toWall, wallOfDate } from '../time/zone.ts';
import { type Day, type Entry, toAgenda } from './agenda.ts';
import { radio } from './blocks-page.ts';
import { chosenHeading } from './chosen-heading.ts';
import { type Collision, findCollisions } from './collisions.ts';
import { hourClass } from './hour-classes.ts';
import { type Content, type Html, html } from './html.ts';
import { alertBox, danish, type Frame, icon, type Page, token } from './layout.ts';
import { dayHeading, type Period } from './overview-page.ts';
import type { Texts } from './texts.da.ts';
import type { Visit } from './visit.ts';
import { placeWords, sectorClass, sectorLabel, telephone, whatOf, whenOf } from './visit-card.ts';

export interface Ask {
  readonly frame: Frame;
  readonly csrf: string;
  readonly errors: readonly ('cprWrong' | 'issuerWrong' | 'purposeWrong')[];
  /** What the form held. */
  readonly form?: URLSearchParams | undefined;
}

const fieldOfError = { cprWrong: 'cpr', issuerWrong: 'issuer', purposeWrong: 'purpose' } as const;

export function askPage({ frame, csrf, errors, form }: Ask): Page {
  const { coordination: t } = frame.texts;
  const wrong = (error: Ask['errors'][number], id: string): Content =>
    errors.includes(error) && html`<p class="form-error-message" id="${id}">${t[error]}</p>`;
  return {
    title: t.title,
    main: html`<h1>${t.title}</h1><p class="lead">${t.intro}</p>
${errors.length > 0 && alertBox(frame, 'error', html`<p><strong>${t.errors}</strong></p><ul>${errors.map((error) => html`<li><a href="#${fieldOfError[error]}">${t[error]}</a></li>`)}</ul>`, 'alert')}
<form class="ask" method="post" action="/koordinering" autocomplete="off">${token(csrf)}
<div class="field"><label for="cpr">${t.cpr}</label><p class="hint" id="cpr-hint">${t.cprHint}</p>${wrong('cprWrong', 'cpr-error')}
<input class="form-input" id="cpr" name="cpr" maxlength="12" required autocomplete="off" value="${form?.get('cpr') ?? ''}" aria-describedby="cpr-hint${errors.includes('cprWrong') ? ' cpr-error' : ''}"></div>
<div class="field"><label for="issuer">${t.issuer}</label><p class="hint" id="issuer-hint">${t.issuerHint}</p>${wrong('issuerWrong', 'issuer-error')}
<select class="form-input" id="issuer" name="udsteder" aria-describedby="issuer-hint${errors.includes('issuerWrong') ? ' issuer-error' : ''}">${[['', t.issuerNone] as const, ...Object.entries(t.issuers)].map(([key, label]) => html`<option value="${key}"${key === (form?.get('udsteder') ?? '') && html` selected`}>${label}</option>`)}</select></div>
<fieldset><legend>${t.purpose}</legend>${wrong('purposeWrong', 'purpose-error')}
<div class="opt"><input type="checkbox" id="purpose" name="formaal" value="TREAT" required><label for="purpose">${t.purposeTreat}</label></div></fieldset>
<button class="button button-primary">${icon(frame, 'search')}<span>${t.search}</span></button></form>`,
  };
}

export interface Coordination {
  readonly frame: Frame;
  readonly csrf: string;
  /** As it was typed. */
  readonly number: string;
  readonly visits: readonly Visit[];
  readonly period: Period;
  readonly now: Date;
  readonly overridden: boolean;
  readonly overrideErrors: readonly ('overrideCodeWrong' | 'overrideReasonWrong')[];
  readonly form?: URLSearchParams | undefined;
}

export const COORDINATION_DAYS = 14;

export function coordinationPage(view: Coordination): Page {
  const { frame, csrf, number, visits, period, now, overridden } = view;
  const { texts: t } = frame;
  const { coordination: c } = t;
  const today = dateOf(now);
  const collisions = findCollisions(visits);
  const days = toAgenda(visits, period.from, period.to);
  const step = (days_: number): string => `/koordinering?fra=${addDays(period.from, days_)}`;
  return {
    title: `${c.title} – ${c.period(t.day.name(period.from), t.day.nameAndYear(period.to))}`,
    wide: true,
    main: html`${chosenHeading({ frame, csrf, number, here: 'appointments' })}
${alertBox(frame, 'info', html`<p>${c.notice} <span class="quiet">${c.noticeMore}</span></p>`)}
${overridden && alertBox(frame, 'warning', html`<p><strong>${c.overridden}</strong></p>`, 'status')}
<nav class="period" aria-label="${c.hours}"><h2>${c.period(t.day.name(period.from), t.day.nameAndYear(period.to))}</h2><p>
<a href="${step(-COORDINATION_DAYS)}">${c.previous}</a> <a href="/koordinering">${c.today}</a> <a href="${step(COORDINATION_DAYS)}">${c.next}</a></p></nav>
${collisions.size > 0 && html`<p class="marks">${icon(frame, 'warning')}${c.marks(collisions.size)}</p>`}
${legend(t)}
${days.map((day) => dayRow(day, today, collisions, frame))}
${visits.length === 0 && html`<p class="quiet">${c.none}</p>`}
${overrideForm(view)}`,
  };
}

const legend = ({ coordination: t }: Texts): Html => html`<ul class="legend" aria-label="${t.legend}">
<li><span class="bar exact"></span>${t.legendExact}</li><li><span class="bar window"></span>${t.legendWindow}</li>
<li><span class="bar day-long"></span>${t.legendDay}</li><li><span class="bar stay"></span>${t.legendStay}</li></ul>`;

/** The line shows at a glance what the list beneath it says in words. */
function dayRow({ date, entries }: Day, today: LocalDate, collisions: ReadonlyMap<string, readonly Collision[]>, frame: Frame): Html {
  return html`<section class="plan"><h2>${dayHeading(date, today, frame)}</h2>
<div class="line" aria-hidden="true"><div class="hours">${[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => html`<span>${hour}</span>`)}</div>
${entries.map((entry) => html`<div class="lane">${bar(entry, date, collisions.has(entry.visit.id))}</div>`)}</div>
<ul>${entries.map((entry) => row(entry, collisions.get(entry.visit.id) ?? [], frame))}</ul></section>`;
}

const DAY = 86_400_000;
const MINUTE = 60_000;

function bar({ visit }: Entry, date: LocalDate, marked: boolean): Html {
  const { kind, minutes } = visit.time;
  const midnight = wallOfDate(date);
  const from = toWall(visit.start) - midnight;
  const to = visit.end === undefined ? from + (minutes ?? 15) * MINUTE : toWall(visit.end) - midnight;
  const shape = { exact: 'exact', 'open-end': 'exact', window: 'window', day: 'day-long', 'multi-day': 'stay' }[kind];
  const where = kind === 'day' ? hourClass(0, DAY) : hourClass(from, to);
  return html`<span class="bar ${shape} ${where} ${sectorClass(visit.sector)}${visit.cancelled ? ' off' : ''}${marked ? ' hit' : ''}"></span>`;
}

function row({ visit, stay }: Entry, collisions: readonly Collision[], frame: Frame): Html {
  const { visit: t } = frame.texts;
  const told = visit.changes.filter(({ what }) => what !== 'cancelled').map((change) => t.change(change));
  return html`<li class="r ${sectorClass(visit.sector)}${visit.cancelled ? ' off' : ''}">
${whenOf(visit, frame)}
<div><p class="sec">${sectorLabel(visit.sector, frame) || frame.texts.coordination.unknownSector}${stay !== undefined && html` <span class="chip">${t.stay(stay.day, stay.of)}</span>`}</p>
<h3>${visit.cancelled && html`<span class="badge badge-error">${t.cancelled}</span> `}${whatOf(visit, frame)}</h3>
${told.length > 0 && html`<p class="chg">${t.changed}: ${told.join('. ')}.</p>`}
${collisions.map((one) => html`<p class="hit">${icon(frame, 'warning')}<span>${collisionText(one, frame)}</span></p>`)}</div>
<div>${visit.place !== undefined && html`<p>${visit.place.kind === 'home' ? frame.texts.coordination.atHome : placeWords(visit.place, frame)}</p>`}${(visit.performer !== undefined || visit.phone !== undefined) && html`<p class="quiet">${danish(visit.performer, frame)} ${visit.phone !== undefined && telephone(visit.phone)}</p>`}</div></li>`;
}

function collisionText({ kind, other }: Collision, frame: Frame): Html {
  const { coordination: c, visit: t } = frame.texts;
  return html`${c.collision[kind]}: ${whatOf(other, frame)}, ${t.when(other).clock}`;
}

function overrideForm({ frame, csrf, period, overrideErrors, form }: Coordination): Html {
  const { coordination: t } = frame.texts;
  const wrong = (error: Coordination['overrideErrors'][number], id: string): Content =>
    overrideErrors.includes(error) && html`<p class="form-error-message" id="${id}">${t[error]}</p>`;
  return html`<details class="override"${overrideErrors.length > 0 ? html` open` : ''}><summary>${t.override}</summary>
<p>${t.overrideIntro}</p>
<form class="ask" method="post" action="/koordinering/vaerdispring">${token(csrf)}<input type="hidden" name="fra" value="${period.from}">
<fieldset><legend>${t.overrideCode}</legend>${wrong('overrideCodeWrong', 'code-error')}
${Object.entries(t.overrideCodes).map(([code, label]) => radio(`override-${code}`, 'grundlag', code, label, form?.get('grundlag') === code))}</fieldset>
<div class="field"><label for="reason">${t.overrideReason}</label><p class="hint" id="reason-hint">${t.overrideReasonHint}</p>${wrong('overrideReasonWrong', 'reason-error')}
<textarea class="form-input" id="reason" name="begrundelse" rows="3" maxlength="500" required aria-describedby="reason-hint">${form?.get('begrundelse') ?? ''}</textarea></div>
<button class="button button-primary">${t.overrideDo}</button></form></details>`;
}
