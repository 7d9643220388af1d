/** What the pages of `/kvalitet` have in common. Pure. */
import { granularities } from '../../quality/period.ts';
import { firstDay, type Month, monthBefore, monthOf } from '../../time/month.ts';
import { type Content, type Html, html } from '../html.ts';
import { alertBox, type Frame } from '../layout.ts';
import { type QualityView, wordOf } from './quality-view.ts';

/** Months to choose among. */
const MONTHS = 24;

interface Asking {
  readonly address: string;
  /** Whether the trend can be chosen too. */
  readonly asksBy: boolean;
}

export function chooseForm(frame: Frame, { month, by, today }: QualityView, { address, asksBy }: Asking): Html {
  const { quality: t, adoption } = frame.texts;
  const option = (value: string, text: string, chosen: boolean): Html =>
    html`<option value="${value}"${chosen ? html` selected` : ''}>${text}</option>`;
  const bySelect: Content =
    asksBy &&
    html`<div><label for="by">${t.by}</label><select class="form-select" id="by" name="pr">${granularities.toReversed().map((one) => option(wordOf[one], t.granularities[one], one === by))}</select></div>`;
  return html`<form method="get" action="${address}" class="filter choose" aria-label="${t.choose}">
<div><label for="month">${t.month}</label><select class="form-select" id="month" name="maaned">${monthsUntil(monthOf(today), month).map((one) => option(one, adoption.month(firstDay(one)), one === month))}</select></div>
${bySelect}<button class="button button-secondary">${t.show}</button></form>`;
}

/** Newest first; the chosen one too, however old. */
function monthsUntil(last: Month, chosen: Month): Month[] {
  const months = [last];
  for (let month = last; months.length < MONTHS; months.push(month)) month = monthBefore(month);
  return months.includes(chosen) ? months : [...months, chosen];
}

export const withheldNote = (frame: Frame): Html =>
  html`<div class="quality-note">${alertBox(frame, 'info', html`<p>${frame.texts.quality.withheldNote}</p>`)}</div>`;
