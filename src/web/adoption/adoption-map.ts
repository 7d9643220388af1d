/** Denmark, one shape a municipality: by colour, by pattern and by word. Pure. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { MunicipalityStatus } from '../../adoption/national-status.ts';
import { type AdoptionState, adoptionStates } from '../../adoption/status-on.ts';
import { projectRoot } from '../../project-root.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';
import type { AdoptionTexts } from './adoption-texts.da.ts';
import { type AdoptionView, municipalityAddress } from './adoption-view.ts';

const shapesSchema = z.object({ viewBox: z.string(), shapes: z.record(z.string(), z.string()) });

/** Carried over from the npm package react-denmark-map; the file holds its licence. */
const { viewBox, shapes } = shapesSchema.parse(
  JSON.parse(readFileSync(join(projectRoot, 'src/web/assets/municipality-shapes.json'), 'utf8')),
);

/** What is too small to see on the whole map, and the part of the map that it is on. */
const capital = {
  viewBox: '884 718 116 116',
  codes: [
    ...['0101', '0147', '0151', '0153', '0155', '0157', '0159', '0161', '0163', '0165', '0167', '0169'],
    ...['0173', '0175', '0183', '0185', '0187', '0190', '0230', '0240', '0253', '0265', '0269'],
  ],
};
/** How much larger the capital is drawn: its patterns are that much finer. */
const CAPITAL_SCALE = 4;

export function adoptionMap({ texts: { adoption: t } }: Frame, statuses: readonly MunicipalityStatus[], view: AdoptionView): Html {
  const shapeOf = ({ code }: MunicipalityStatus): Html => html`<path id="k${code}" d="${shapes[code]}"/>`;
  return html`<figure class="dk">
<svg class="dk-map" viewBox="${viewBox}" role="group" aria-label="${t.map.label(t.solutions[view.solution], t.day(view.date))}">
<defs>${patterns('dk', 1)}${patterns('kbh', CAPITAL_SCALE)}</defs>
${byState('dk', statuses, view, t, shapeOf)}
</svg></figure>`;
}

/** Of the shapes of the map, which has to be on the page. */
export function capitalMap({ texts: { adoption: t } }: Frame, statuses: readonly MunicipalityStatus[], view: AdoptionView): Html {
  const shown = statuses.filter(({ code }) => capital.codes.includes(code));
  return html`<figure class="dk dk-capital"><svg viewBox="${capital.viewBox}" role="group" aria-label="${t.map.capital}">
${byState('kbh', shown, view, t, ({ code }) => html`<use href="#k${code}"/>`)}
</svg><figcaption class="quiet">${t.map.capital}. ${t.map.credit}</figcaption></figure>`;
}

/** The keyboard reaches the same links in the list. */
function byState(
  prefix: string,
  statuses: readonly MunicipalityStatus[],
  view: AdoptionView,
  t: AdoptionTexts,
  shapeOf: (one: MunicipalityStatus) => Html,
): Content {
  const link = (one: MunicipalityStatus): Html => {
    const words = `${one.name}: ${t.states[one.status.state]}`;
    return html`<a href="${municipalityAddress(view, one.code)}" tabindex="-1" aria-label="${words}"><title>${words}</title>${shapeOf(one)}</a>`;
  };
  return adoptionStates.map(
    (state) => html`<g fill="url(#${prefix}-${state})">${statuses.filter(({ status }) => status.state === state).map(link)}</g>`,
  );
}

/** Dark and whole; striped; dotted; crossed. They differ without colour. */
const patterns = (prefix: string, scale: number): Html =>
  html`${adoptionStates.map((state) => html`<pattern id="${prefix}-${state}" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="scale(${1 / scale}) rotate(45)"><rect width="14" height="14" class="m-${state}"/>${marks[state]}</pattern>`)}`;

const marks: Readonly<Record<AdoptionState, Content>> = {
  'in-use': undefined,
  scheduled: html`<rect width="4" height="14" class="m-mark"/>`,
  'schedule-missing': html`<circle cx="7" cy="7" r="1.8" class="m-mark"/>`,
  'not-applicable': html`<rect width="1" height="14" class="m-mark"/><rect width="14" height="1" class="m-mark"/>`,
};

/** The colour and pattern of a state beside its word. Needs the map's patterns on the page, or `swatchPatterns`. */
export const swatch = (state: AdoptionState): Html =>
  html`<svg class="swatch" viewBox="0 0 44 28" aria-hidden="true"><rect x="1" y="1" width="42" height="26" fill="url(#dk-${state})" class="m-edge"/></svg>`;

/** For a page without the map. */
export const swatchPatterns = (): Html => html`<svg class="defs" aria-hidden="true"><defs>${patterns('dk', 1)}</defs></svg>`;
