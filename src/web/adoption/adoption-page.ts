/** `/kommuner`: how far the municipalities are with a solution, on a map, in a list and against dates. Pure. */
import type { MunicipalityStatus } from '../../adoption/national-status.ts';
import { type Counts, type MonthCounts, monthEnds, type Progress } from '../../adoption/progress.ts';
import { type AdoptionState, type AdoptionStatus, adoptionStates } from '../../adoption/status-on.ts';
import { solutions } from '../../store/adoption-event.ts';
import type { LocalDate } from '../../time/zone.ts';
import { type Content, type Html, html } from '../html.ts';
import { alertBox, type Frame, icon, type Page } from '../layout.ts';
import { adoptionChart } from './adoption-chart.ts';
import { listOf } from './adoption-list.ts';
import { adoptionMap, capitalMap, swatch } from './adoption-map.ts';
import { type AdoptionView, addressOf, municipalityAddress, queryOf, type SortKey, sortKeys } from './adoption-view.ts';

export interface AdoptionNews {
  readonly frame: Frame;
  readonly view: AdoptionView;
  readonly statuses: readonly MunicipalityStatus[];
  readonly progress: Progress;
  readonly months: readonly MonthCounts[];
  /** The first day that anything is known of; today where nothing is. */
  readonly since: LocalDate;
  /** What others tell below. */
  readonly sections: Content;
}

export function adoptionPage(news: AdoptionNews): Page {
  const { frame, view, statuses, progress, months, sections } = news;
  const { adoption: t } = frame.texts;
  const { solution, date } = view;
  return {
    title: t.title,
    wide: true,
    main: html`<h1>${t.title}</h1>
<p class="lead">${t.lead[solution](progress.inUse, progress.of, t.day(date))}</p>
${statuses.some(({ status }) => status.madeUp) && alertBox(frame, 'warning', html`<p>${t.madeUp}</p>`)}
<nav class="tabs" aria-label="${t.solutionLabel}"><ul>${solutions.map((one) => html`<li><a href="${addressOf(view, { solution: one })}"${one === solution ? html` aria-current="page"` : ''}>${t.solutions[one]}</a></li>`)}</ul></nav>
${timeForms(news)}
<div class="adoption">
<div>${adoptionMap(frame, statuses, view)}${legend(frame, progress)}${capitalMap(frame, statuses, view)}${milestones(frame, progress)}${chart(frame, months)}${waiting(frame, view, progress)}${exports(frame, view)}</div>
<section aria-labelledby="list"><h2 id="list">${t.list.title}</h2>${filterForm(frame, view, statuses)}${table(frame, view, statuses)}</section>
</div>
${sections}`,
  };
}

/** Months are counted, so that a slider can hold them. */
export const monthIndex = (date: LocalDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

function timeForms({ frame, view, since }: AdoptionNews): Html {
  const { adoption: t } = frame.texts;
  const { date, today } = view;
  const ends = monthEnds(since, today);
  const first = ends[0] ?? today;
  const at = ends.findIndex((end) => end >= date);
  const step = (end: LocalDate | undefined, told: (month: string) => string): Content =>
    end !== undefined && html`<li><a href="${addressOf(view, { date: end })}">${told(t.month(end))}</a></li>`;
  const years = ends.filter((end) => end.slice(5, 7) === '01');
  const span = Math.max(1, ends.length - 1);
  return html`<section class="times" aria-labelledby="times"><h2 id="times">${t.time.title}</h2>
<form method="get" action="/kommuner" class="slider">${hidden({ ...view, date: today })}
<label for="month">${t.time.month}: ${t.month(date)}</label><p class="hint" id="month-hint">${t.time.monthHint(t.month(first), t.month(today))}</p>
<div class="slider-row"><div class="track"><input type="range" id="month" name="maaned" min="${monthIndex(first)}" max="${monthIndex(today)}" step="1" value="${monthIndex(date)}" aria-describedby="month-hint">
<svg class="years" aria-hidden="true">${years.map((end) => html`<text x="${((ends.indexOf(end) / span) * 100).toFixed(1)}%" y="14">${end.slice(0, 4)}</text>`)}</svg></div>
<button class="button button-secondary">${t.time.show}</button></div></form>
<form method="get" action="/kommuner" class="day-form">${hidden({ ...view, date: today })}<label for="day">${t.time.day}</label>
<div class="slider-row"><input class="form-input" type="date" id="day" name="dato" value="${date}" max="${today}"><button class="button button-secondary">${t.time.showDay}</button></div></form>
<ul class="steps">${step(ends[at - 1], t.time.previous)}${step(at < 0 ? undefined : ends[at + 1], t.time.next)}${date !== today && html`<li><a href="${addressOf(view, { date: today })}">${t.time.today}</a></li>`}</ul>
</section>`;
}

/** What a form keeps of the address that it does not ask about. */
const hidden = (view: AdoptionView, ...asked: readonly string[]): Content =>
  [...new URLSearchParams(queryOf(view))]
    .filter(([name]) => !asked.includes(name))
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);

const legend = ({ texts: { adoption: t } }: Frame, { states }: Progress): Html =>
  html`<section class="dk-legend" aria-labelledby="legend"><h2 id="legend">${t.map.legend}</h2><ul>${adoptionStates.map(
    (state) => html`<li>${swatch(state)}<span>${t.states[state]}</span><strong>${t.map.count(states[state])}</strong></li>`,
  )}</ul></section>`;

function milestones({ texts: { adoption: t } }: Frame, progress: Progress): Html {
  const { of } = progress;
  const bar = (milestone: Exclude<keyof Counts, 'of'>): Html => html`<div class="milestone">
<dt>${t.progress[milestone]}</dt><dd><svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="10" class="share-of"/><rect width="${of === 0 ? 0 : ((progress[milestone] / of) * 100).toFixed(2)}" height="10" class="share-is"/></svg><strong>${t.progress.share(progress[milestone], of)}</strong></dd></div>`;
  return html`<section aria-labelledby="milestones"><h2 id="milestones">${t.progress.title}</h2><dl>${bar('scheduleGiven')}${bar('technicallyInstalled')}${bar('inUse')}</dl></section>`;
}

function chart(frame: Frame, months: readonly MonthCounts[]): Content {
  const { adoption: t } = frame.texts;
  if (months.length < 2) return undefined;
  const { short } = t.progress;
  return html`<section aria-labelledby="months"><h2 id="months">${t.progress.chart}</h2>${adoptionChart(frame, months)}
<details><summary>${t.progress.table}</summary><table class="plain"><thead><tr><th scope="col">${t.progress.tableMonth}</th><th scope="col">${short.scheduleGiven}</th><th scope="col">${short.technicallyInstalled}</th><th scope="col">${short.inUse}</th></tr></thead>
<tbody>${months.map((month) => html`<tr><th scope="row">${t.day(month.date)}</th><td>${month.scheduleGiven}</td><td>${month.technicallyInstalled}</td><td>${month.inUse}</td></tr>`)}</tbody></table></details></section>`;
}

function waiting({ texts: { adoption: t } }: Frame, view: AdoptionView, { overdue, coming, withoutSchedule }: Progress): Html {
  const link = ({ code, name }: MunicipalityStatus): Html => html`<a href="${municipalityAddress(view, code)}">${name}</a>`;
  const named = (title: string, statuses: readonly MunicipalityStatus[], tell: (one: MunicipalityStatus) => Content): Html =>
    html`<h3>${title} (${statuses.length})</h3>${statuses.length === 0 ? html`<p class="quiet">${t.progress.nobody}</p>` : html`<ul class="named">${statuses.map((one) => html`<li>${link(one)}${tell(one)}</li>`)}</ul>`}`;
  const planned = ({ status }: MunicipalityStatus): Content => status.planned !== undefined && html`, ${t.day(status.planned)}`;
  const installed = ({ status }: MunicipalityStatus): Content =>
    status.technicallyInstalled !== undefined && html` (${t.progress.installed})`;
  return html`<section>${named(t.progress.withoutSchedule, withoutSchedule, installed)}${named(t.progress.overdue, overdue, planned)}${named(t.progress.coming, coming, planned)}</section>`;
}

function exports({ texts: { adoption: t } }: Frame, view: AdoptionView): Html {
  const query = queryOf(view);
  return html`<section class="take"><h2>${t.export.title}</h2><ul><li><a href="/kommuner.csv${query}">${t.export.csv}</a></li><li><a href="/kommuner/forloeb.csv${query}">${t.export.monthsCsv}</a></li><li><a href="/kommuner.json${query}">${t.export.json}</a></li></ul></section>`;
}

function filterForm(frame: Frame, view: AdoptionView, statuses: readonly MunicipalityStatus[]): Html {
  const { list: t, states } = frame.texts.adoption;
  const regions = [...new Set(statuses.map(({ region }) => region))].sort((a, b) => a.localeCompare(b, 'da'));
  const option = (value: string, text: string, chosen: string | undefined): Html =>
    html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`;
  return html`<form method="get" action="/kommuner" class="filter" aria-label="${t.filter}">${hidden(view, 'tilstand', 'region', 'soeg')}
<div><label for="state">${t.state}</label><select class="form-select" id="state" name="tilstand"><option value="">${t.everyState}</option>${adoptionStates.map((state: AdoptionState) => option(state, states[state], view.state))}</select></div>
<div><label for="region">${t.region}</label><select class="form-select" id="region" name="region"><option value="">${t.everyRegion}</option>${regions.map((region) => option(region, region, view.region))}</select></div>
<div><label for="search">${t.search}</label><input class="form-input" id="search" name="soeg" value="${view.search}" maxlength="100" autocomplete="off"></div>
<button class="button button-secondary">${icon(frame, 'search')}<span>${t.apply}</span></button>
</form>`;
}

function table(frame: Frame, view: AdoptionView, statuses: readonly MunicipalityStatus[]): Html {
  const { adoption: t } = frame.texts;
  const list = listOf(statuses, view);
  // Where everything is made up, the page has said so at its head.
  const isMixed = new Set(statuses.filter(({ status }) => isKnown(status)).map(({ status }) => status.madeUp)).size > 1;
  const isFiltered = view.state !== undefined || view.region !== undefined || view.search !== undefined;
  const clear =
    isFiltered && html` <a href="${addressOf(view, { state: undefined, region: undefined, search: undefined })}">${t.list.clear}</a>`;
  return html`<p class="quiet">${t.list.count(list.length, statuses.length)}${clear} ${t.list.columnHint}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${t.list.tableLabel}"><table class="plain"><thead><tr>${sortKeys.map((key) => heading(frame, view, key))}</tr></thead>
<tbody>${list.map((one) => row(frame, view, one, isMixed))}</tbody></table></div>${list.length === 0 && html`<p>${t.list.none}</p>`}`;
}

const isKnown = ({ scheduleGiven, technicallyInstalled, inUse, state }: AdoptionStatus): boolean =>
  state === 'not-applicable' || [scheduleGiven, technicallyInstalled, inUse].some((date) => date !== undefined);

function heading({ texts: { adoption: t } }: Frame, view: AdoptionView, key: SortKey): Html {
  const isSorted = view.sort === key;
  const order = view.descending ? 'descending' : 'ascending';
  const mark = isSorted && html`<span aria-hidden="true"> ${view.descending ? '▼' : '▲'}</span>`;
  return html`<th scope="col"${isSorted ? html` aria-sort="${order}"` : ''}><a href="${addressOf(view, { sort: key, descending: isSorted && !view.descending })}#list">${t.list.columns[key]}${mark}</a></th>`;
}

function row(
  { texts: { adoption: t } }: Frame,
  view: AdoptionView,
  { code, name, region, status }: MunicipalityStatus,
  isMixed: boolean,
): Html {
  const day = (date: LocalDate | undefined): Content => date !== undefined && html`<time datetime="${date}">${t.shortDay(date)}</time>`;
  return html`<tr><th scope="row"><a href="${municipalityAddress(view, code)}">${name}</a></th><td>${region.replace(/^Region /, '')}</td><td><span class="state">${swatch(status.state)}<span>${t.states[status.state]}${isMixed && status.madeUp && html` <span class="quiet">(${t.madeUpMark})</span>`}</span></span></td><td>${day(status.planned)}</td><td>${day(status.technicallyInstalled)}</td><td>${day(status.inUse)}</td></tr>`;
}
