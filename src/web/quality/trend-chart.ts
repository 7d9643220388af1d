/** One figure over time as bars; what is withheld is a dotted foot. Pure. */
import type { Figure } from '../../quality/key-figures.ts';
import { type Html, html } from '../html.ts';

const WIDTH = 240;
const HEIGHT = 64;
const FOOT = 4;

/** @param label what the picture is of; the numbers are beside it in words */
export function trendChart(label: string, figures: readonly Figure[]): Html {
  const most = Math.max(...figures.map(heightOf), 0) || 1;
  const step = WIDTH / Math.max(1, figures.length);
  const bars = figures.map((figure, index) => {
    const x = (index * step).toFixed(1);
    const width = Math.max(1, step - 2).toFixed(1);
    if (figure.how === 'withheld')
      return html`<line class="unknown" x1="${x}" x2="${(index * step + step - 2).toFixed(1)}" y1="${HEIGHT - 2}" y2="${HEIGHT - 2}"/>`;
    const height = (heightOf(figure) / most) * (HEIGHT - FOOT);
    return html`<rect class="count" x="${x}" width="${width}" y="${(HEIGHT - height).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><line class="grid" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}"/>${bars}</svg>`;
}

const heightOf = (figure: Figure): number => (figure.how === 'exact' ? (figure.share ?? 0) : 0);
