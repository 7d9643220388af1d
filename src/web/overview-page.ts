/** `/aftaler`: rows → page. Pure. */
import { addDays, dateOf, type LocalDate } from '../time/zone.ts';
import { type Day, isoWeek, toAgenda } from './agenda.ts';
import { type Content, type Html, html } from './html.ts';
import { type Frame, icon, type Page, token } from './layout.ts';
import type { Looking } from './looking.ts';
import { type Series, toSeries } from './series.ts';
import type { Visit } from './visit.ts';
import { contactOf, placeWords, sectorClass, sectorLabel, visitCard, whatOf, whenOf } from './visit-card.ts';

export interface Overview {
  readonly frame: Frame;
  readonly looking: Looking;
  readonly visits: readonly Visit[];
  readonly now: Date;
}

export function comingPage({ frame, looking, visits, now }: Overview, windowDays: number): Page {
  const { texts: t } = frame;
  const today = dateOf(now);
  const days = toAgenda(visits, today);
  const series = toSeries(visits.filter(({ masked }) => !masked));
  const next = days.some(({ date }) => date === today)
    ? undefined
    : html`<section class="day"><h2>${dayHeading(today, today, frame)}</h2><p class="quiet">${t.appointments.noneToday}</p></section>`;
  const told = new Set<string>();
  return {
    title: titleOf(looking, frame),
    main: html`${heading(looking, frame)}
${tabs('coming', frame)}
<div class="cols">
<div class="agenda">
${next}
${days.map((day) => daySection(day, { frame, now, today, series, told }))}
${visits.length === 0 && html`<p class="quiet">${t.appointments.none}</p>`}
<p class="quiet">${t.appointments.until(windowDays)}</p>
<p class="quiet">${t.appointments.missing}</p>
</div>
<aside class="side" aria-label="${t.appointments.actions}">
${series.length > 0 && html`<section class="series"><h2>${t.appointments.series}</h2>${series.map((one, index) => seriesCard(one, index, frame))}</section>`}
<section class="take"><h2>${t.appointments.actions}</h2>
<p><a class="button button-secondary" href="/aftaler.ics">${icon(frame, 'calendar-month')}<span>${t.appointments.calendarAll}</span></a></p>
<p class="quiet">${icon(frame, 'print')} ${t.appointments.print}</p></section>
</aside>
</div>`,
  };
}

export interface Period {
  readonly from: LocalDate;
  /** Included. */
  readonly to: LocalDate;
}

export function earlierPage({ frame, looking, visits, now }: Overview, { from, to }: Period): Page {
  const { texts: t } = frame;
  const today = dateOf(now);
  const days = toAgenda(visits, from, to).reverse();
  const newest = addDays(today, -1);
  const told = new Set<string>();
  return {
    title: `${t.appointments.earlier} – ${titleOf(looking, frame)}`,
    main: html`${heading(looking, frame)}
${tabs('earlier', frame)}
<p class="quiet">${t.appointments.period(t.day.name(from), t.day.nameAndYear(to))}</p>
<div class="agenda">${days.map((day) => daySection(day, { frame, now, today, series: [], told }))}</div>
${visits.length === 0 && html`<p class="quiet">${t.appointments.noneEarlier}</p>`}
<p class="pager"><a href="/aftaler/tidligere?til=${addDays(from, -1)}">${t.appointments.older(t.day.name(addDays(from, -EARLIER_DAYS)), t.day.nameAndYear(addDays(from, -1)))}</a>
${to < newest && html`<a href="/aftaler/tidligere">${t.appointments.newest}</a>`}</p>`,
  };
}

/** How far back one page of earlier appointments goes. */
export const EARLIER_DAYS = 60;

const titleOf = ({ otherName }: Looking, { texts: t }: Frame): string =>
  otherName === undefined ? t.appointments.title : t.appointments.titleOf(otherName);

export function heading(looking: Looking, frame: Frame): Html {
  const { texts: t } = frame;
  const { switchTo } = looking;
  return html`<h1>${titleOf(looking, frame)}</h1>
<p class="lead">${t.appointments.intro}</p>
${switchTo !== undefined && switcher(looking, frame)}`;
}

export function switcher({ otherName, switchTo, csrf }: Looking, { texts: t, path }: Frame): Content {
  if (switchTo === undefined) return undefined;
  const words = switchTo.toSelf ? t.appointments.switchTo.self : t.appointments.switchTo.other(switchTo.name);
  return html`<form class="switch" method="post" action="/skift">${token(csrf)}<input type="hidden" name="til" value="${path.split('?', 1)[0]}">
<p>${t.appointments.looking} <strong>${otherName ?? t.appointments.yourself}</strong>. ${switchTo.relation}</p>
<button class="button button-secondary" name="hvem" value="${switchTo.toSelf ? 'mig' : 'anden'}">${words}</button></form>`;
}

const tabs = (here: 'coming' | 'earlier', { texts: t }: Frame): Html =>
  html`<nav class="tabs" aria-label="${t.appointments.tabs}"><ul>
<li><a href="/aftaler"${here === 'coming' ? html` aria-current="page"` : ''}>${t.appointments.coming}</a></li>
<li><a href="/aftaler/tidligere"${here === 'earlier' ? html` aria-current="page"` : ''}>${t.appointments.earlier}</a></li></ul></nav>`;

interface DayContext {
  readonly frame: Frame;
  readonly now: Date;
  readonly today: LocalDate;
  readonly series: readonly Series[];
  /** Series whose first visit has been told whole. */
  readonly told: Set<string>;
}

function daySection({ date, entries }: Day, { frame, now, today, series, told }: DayContext): Html {
  const cards = entries.map((entry) => {
    const key = entry.visit.series;
    const index = series.findIndex((one) => one.key === key);
    const short = key !== undefined && told.has(key);
    if (key !== undefined) told.add(key);
    const one = series[index];
    return visitCard(entry, { frame, now, short, series: one && { anchor: anchorOf(index), pattern: patternText(one, frame) } });
  });
  return html`<section class="day"><h2>${dayHeading(date, today, frame)}</h2><ul>${cards}</ul></section>`;
}

/** Series are counted off in the order of the page, so that an address tells nothing of them. */
const anchorOf = (index: number): string => `fast-${index + 1}`;

function patternText({ pattern }: Series, { texts: t }: Frame): string {
  return pattern === undefined ? t.visit.several : t.visit.pattern(pattern);
}

export function dayHeading(date: LocalDate, today: LocalDate, { texts: t }: Frame): Html {
  const near = date === today ? t.day.today : date === addDays(today, 1) ? t.day.tomorrow : undefined;
  const name = date.slice(0, 4) === today.slice(0, 4) ? t.day.name(date) : t.day.nameAndYear(date);
  return html`${near !== undefined && html`<span class="near">${near}</span> `}<span class="dayname">${name}</span> <span class="week">${t.day.week(isoWeek(date))}</span>`;
}

const NEXT = 4;

function seriesCard(series: Series, index: number, frame: Frame): Content {
  const { texts: t } = frame;
  const ahead = series.visits.filter(({ cancelled }) => !cancelled);
  const [first] = ahead;
  if (first === undefined) return undefined;
  const rest = ahead.length - NEXT;
  return html`<section class="ser ${sectorClass(first.sector)}" id="${anchorOf(index)}"><h3>${whatOf(first, frame)}</h3>
<p class="sec">${sectorLabel(first.sector, frame)}</p>
<p class="pattern">${icon(frame, 'sync')}<strong>${patternText(series, frame)}</strong></p>
${first.place !== undefined && html`<p>${placeWords(first.place, frame)}</p>`}
<p class="next">${t.appointments.next}:</p>
<ul>${ahead.slice(0, NEXT).map((visit) => html`<li>${whenOf(visit, frame)}</li>`)}</ul>
${rest > 0 && html`<p class="quiet">${t.appointments.more(rest)}</p>`}
${contactOf(first, frame)}</section>`;
}
