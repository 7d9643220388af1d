/** `/kvalitet`: vendors side by side, and the senders that the reader may look at. Pure. */
import { cellKey } from '../../adoption/cell-key.ts';
import { type KeyFigure, keyFigures } from '../../quality/key-figures.ts';
import type { CellQuality, MonthQuality } from '../../quality/month-quality.ts';
import type { SenderRow } from '../../store/sender.ts';
import { firstDay, monthOf } from '../../time/month.ts';
import { type Html, html } from '../html.ts';
import type { Frame, Page } from '../layout.ts';
import { isEmpty, lagText, shortText, toldText } from './figure-cells.ts';
import { chooseForm, withheldNote } from './quality-parts.ts';
import { type QualityView, queryOf, senderAddress } from './quality-view.ts';

export interface VendorsNews {
  readonly frame: Frame;
  readonly view: QualityView;
  readonly quality: MonthQuality;
  /** Those of the registry that the reader may look at. */
  readonly senders: readonly SenderRow[];
  /** By code. */
  readonly municipalities: ReadonlyMap<string, string>;
}

/** A column: a vendor's name, and what its senders' data was like together. */
export interface Compared {
  readonly vendor: string;
  readonly cell: CellQuality;
}

/** Every vendor that something came from, by its name. */
export const comparedVendors = ({ senders, of }: MonthQuality): Compared[] =>
  [...new Set(senders.flatMap(({ vendor }) => vendor ?? []))]
    .sort((a, b) => a.localeCompare(b, 'da'))
    .map((vendor) => ({ vendor, cell: of(cellKey('vendor', vendor)) }))
    .filter(({ cell }) => !isEmpty(cell));

export function vendorsPage({ frame, view, quality, senders, municipalities }: VendorsNews): Page {
  const { quality: t, adoption } = frame.texts;
  return {
    title: t.title,
    wide: true,
    main: html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>
${chooseForm(frame, view, { address: '/kvalitet', asksBy: false })}
<p class="lead">${adoption.month(firstDay(view.month))}</p>${view.month === monthOf(view.today) && html`<p class="quiet">${t.soFar}</p>`}
${vendorTable(frame, quality)}
${senderTable(frame, view, quality, senders, municipalities)}
${withheldNote(frame)}
<section class="take"><h2>${t.export.title}</h2><ul><li><a href="/kvalitet.csv${queryOf(view)}">${t.export.csv}</a></li><li><a href="/kvalitet.json${queryOf(view)}">${t.export.json}</a></li></ul></section>`,
  };
}

function vendorTable({ texts: { quality: t } }: Frame, quality: MonthQuality): Html {
  const columns = [...comparedVendors(quality), { vendor: t.vendors.all, cell: quality.of(cellKey('national')) }];
  const row = (name: string, tell: (cell: CellQuality) => string): Html =>
    html`<tr><th scope="row">${name}</th>${columns.map(({ cell }) => html`<td>${tell(cell)}</td>`)}</tr>`;
  return html`<section aria-labelledby="vendors"><h2 id="vendors">${t.vendors.title}</h2><p class="quiet">${t.vendors.hint}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${t.vendors.tableLabel}"><table class="plain quality"><thead><tr><th scope="col">${t.figures.figure}</th>${columns.map(({ vendor }) => html`<th scope="col">${vendor}</th>`)}</tr></thead><tbody>
${row(t.figures.versions, ({ versions }) => toldText(t, versions))}
${keyFigures.map((figure: KeyFigure) => row(t.figures.names[figure], ({ figures }) => shortText(t, figures[figure])))}
${row(t.figures.lagMedian, ({ lag }) => lagText(t, lag, 'median'))}
${row(t.figures.lagP95, ({ lag }) => lagText(t, lag, 'p95'))}
</tbody></table></div></section>`;
}

function senderTable(
  { texts: { quality: t } }: Frame,
  view: QualityView,
  quality: MonthQuality,
  senders: readonly SenderRow[],
  municipalities: ReadonlyMap<string, string>,
): Html {
  const told: readonly KeyFigure[] = ['uncertain-place', 'unknown-end', 'refused'];
  const row = ({ id, name, vendor, municipality_code }: SenderRow): Html => {
    const { versions, figures } = quality.of(cellKey('sender', id));
    return html`<tr><th scope="row"><a href="${senderAddress(view, id)}">${name}</a></th><td>${vendor ?? ''}</td><td>${municipalities.get(municipality_code ?? '') ?? ''}</td><td>${toldText(t, versions)}</td>${told.map((figure) => html`<td>${shortText(t, figures[figure])}</td>`)}</tr>`;
  };
  if (senders.length === 0) return html`<section><h2>${t.senders.title}</h2><p class="quiet">${t.none}</p></section>`;
  return html`<section aria-labelledby="senders"><h2 id="senders">${t.senders.title}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t.senders.tableLabel}"><table class="plain quality"><thead><tr><th scope="col">${t.senders.name}</th><th scope="col">${t.senders.vendor}</th><th scope="col">${t.senders.municipality}</th><th scope="col">${t.figures.versions}</th>${told.map((figure) => html`<th scope="col">${t.figures.names[figure]}</th>`)}</tr></thead><tbody>${senders.map(row)}</tbody></table></div></section>`;
}
