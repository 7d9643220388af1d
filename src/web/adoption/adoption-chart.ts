/** Municipalities by month as three curves, told apart by their strokes and by words at their ends. Pure. */
import type { MonthCounts } from '../../adoption/progress.ts';
import { type Html, html } from '../html.ts';
import type { Frame } from '../layout.ts';

const WIDTH = 600;
const HEIGHT = 220;
const LEFT = 34;
const RIGHT = 150;
const TOP = 12;
const BOTTOM = 26;
/** Between two words at the ends of curves. */
const LINE = 18;

const curves = ['scheduleGiven', 'technicallyInstalled', 'inUse'] as const;

export function adoptionChart({ texts: { adoption: t } }: Pick<Frame, 'texts'>, months: readonly MonthCounts[]): Html {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return html``;
  const most = Math.max(1, ...months.map(({ of }) => of));
  const x = (index: number): number => LEFT + (index / Math.max(1, months.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (count: number): number => HEIGHT - BOTTOM - (count / most) * (HEIGHT - TOP - BOTTOM);
  const grid = [0, Math.round(most / 2), most].map(
    (count) =>
      html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(count)}" y2="${y(count)}"/><text x="${LEFT - 6}" y="${y(count) + 5}" text-anchor="end">${count}</text>`,
  );
  const words = apart(curves.map((curve) => ({ curve, at: y(last[curve]) })));
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${t.progress.chartLabel(t.month(first.date), t.month(last.date))}">
${grid}${curves.map((curve) => html`<polyline class="curve c-${curve}" points="${months.map((month, index) => `${x(index).toFixed(1)},${y(month[curve]).toFixed(1)}`).join(' ')}"/>`)}
${words.map(({ curve, at }) => html`<text x="${WIDTH - RIGHT + 8}" y="${at + 5}">${t.progress.short[curve]} ${last[curve]}</text>`)}
<text x="${LEFT}" y="${HEIGHT - 6}">${t.month(first.date)}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 6}" text-anchor="end">${t.month(last.date)}</text></svg>`;
}

/** From the top down, none closer than a line of text to the one above. */
function apart<T extends { readonly at: number }>(words: readonly T[]): T[] {
  let next = TOP;
  return [...words]
    .sort((a, b) => a.at - b.at)
    .map((word) => {
      const at = Math.max(word.at, next);
      next = at + LINE;
      return { ...word, at };
    });
}
