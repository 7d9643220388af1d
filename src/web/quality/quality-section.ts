/** On `/kommuner/{code}`, to those who may see it: how good the data is that the municipality's systems send. */
import { cellKey } from '../../adoption/cell-key.ts';
import { keyFigures } from '../../quality/key-figures.ts';
import { readMonth } from '../../quality/month-quality.ts';
import { monthOf } from '../../time/month.ts';
import { dateOf } from '../../time/zone.ts';
import type { AdoptionSection } from '../adoption-section.ts';
import { type Html, html } from '../html.ts';
import { shortText, toldText } from './figure-cells.ts';
import type { QualityPagesDeps } from './quality-routes.ts';
import { senderAddress } from './quality-view.ts';

export const qualitySection = ({ db, clock }: Pick<QualityPagesDeps, 'db' | 'clock'>): AdoptionSection => ({
  async municipality({ caller, frame }, { code }, date) {
    const mayRead = caller?.role === 'admin' || (caller?.role === 'coordinator' && caller.municipality === code);
    if (!mayRead) return undefined;
    const { quality: t, adoption } = frame.texts;
    const quality = await readMonth(db, monthOf(date));
    const senders = quality.senders.filter(({ municipality_code }) => municipality_code === code);
    if (senders.length === 0) return undefined;
    const view = { month: quality.month, by: 'month' as const, today: dateOf(clock()) };
    const columns = senders.map(({ id, name }) => ({ id, name, cell: quality.of(cellKey('sender', id)) }));
    const row = (name: string, cells: readonly string[]): Html =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
    return html`<section aria-labelledby="quality"><h2 id="quality">${t.section.title}, ${adoption.month(date)}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t.figures.tableLabel}"><table class="plain quality"><thead><tr><th scope="col">${t.figures.figure}</th>${columns.map(({ id, name }) => html`<th scope="col"><a href="${senderAddress(view, id)}">${name}</a></th>`)}</tr></thead><tbody>
${row(
  t.figures.versions,
  columns.map(({ cell }) => toldText(t, cell.versions)),
)}
${keyFigures.map((figure) =>
  row(
    t.figures.names[figure],
    columns.map(({ cell }) => shortText(t, cell.figures[figure])),
  ),
)}</tbody></table></div></section>`;
  },
});
