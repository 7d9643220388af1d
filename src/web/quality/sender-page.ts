/** `/kvalitet/{sender}`: one sender's data, how it has gone, and what to mend. Pure. */
import { isRuleId } from '../../fhir/rule.ts';
import { keyFigures } from '../../quality/key-figures.ts';
import { type ExamplePart, ruleExamples } from '../../quality/rule-examples.ts';
import type { RuleTold, SenderQuality, TrendPoint } from '../../quality/sender-quality.ts';
import { firstDay, monthOf } from '../../time/month.ts';
import { type Content, type Html, html } from '../html.ts';
import type { Frame, Page } from '../layout.ts';
import { countText, isEmpty, lagText, shareText, shortText, toldText } from './figure-cells.ts';
import { chooseForm, withheldNote } from './quality-parts.ts';
import { type QualityView, queryOf, senderAddress } from './quality-view.ts';
import { trendChart } from './trend-chart.ts';

export interface SenderNews {
  readonly frame: Frame;
  readonly view: QualityView;
  readonly quality: SenderQuality;
}

export function senderPage({ frame, view, quality }: SenderNews): Page {
  const { quality: t } = frame.texts;
  const { sender } = quality;
  const title = t.ofSender(sender.name);
  return {
    title,
    wide: true,
    main: html`<p><a href="/kvalitet${queryOf({ ...view, by: 'month' })}">${t.back}</a></p><h1>${title}</h1>
<p class="lead">${t.system(sender.vendor ?? '', sender.system_name ?? '', sender.system_version ?? '')}</p>
${chooseForm(frame, view, { address: `/kvalitet/${encodeURIComponent(sender.id)}`, asksBy: true })}
${view.month === monthOf(view.today) && html`<p class="quiet">${t.soFar}</p>`}
${isEmpty(quality) && html`<p>${t.nothing}</p>`}
${keyTable(frame, quality)}
${trend(frame, view, quality.trend)}
${rulesPart(frame, quality)}
${refusals(frame, quality)}
${withheldNote(frame)}
<section class="take"><h2>${t.export.title}</h2><ul><li><a href="${senderAddress(view, sender.id, '/tal.csv')}">${t.export.csv}</a></li><li><a href="${senderAddress(view, sender.id, '/tal.json')}">${t.export.json}</a></li></ul></section>`,
  };
}

function keyTable(
  { texts: { quality: t, adoption } }: Frame,
  { month: asked, versions, figures, lag, before, trend }: SenderQuality,
): Html {
  const month = adoption.month(firstDay(asked));
  const { figures: f } = t;
  const row = (name: string, count: string, share: string, was: string, picture: Content): Html =>
    html`<tr><th scope="row">${name}</th><td>${count}</td><td>${share}</td><td>${was}</td><td>${picture}</td></tr>`;
  return html`<section aria-labelledby="figures"><h2 id="figures">${f.title}, ${month}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${f.tableLabel}"><table class="plain quality"><thead><tr><th scope="col">${f.figure}</th><th scope="col">${f.count}</th><th scope="col">${f.share}</th><th scope="col">${f.before}</th><th scope="col">${t.trend.title}</th></tr></thead><tbody>
${row(f.versions, toldText(t, versions), '', before === undefined ? '' : toldText(t, before.versions), '')}
${keyFigures.map((figure) =>
  row(
    f.names[figure],
    countText(t, figures[figure]),
    shareText(t, figures[figure]),
    before === undefined ? '' : shortText(t, before.figures[figure]),
    trendChart(
      t.trend.chart(f.names[figure]),
      trend.map((point) => point.figures[figure]),
    ),
  ),
)}
${row(f.lagMedian, lagText(t, lag, 'median'), '', lagText(t, before?.lag, 'median'), '')}
${row(f.lagP95, lagText(t, lag, 'p95'), '', lagText(t, before?.lag, 'p95'), '')}
</tbody></table></div><p class="quiet">${codeIn(f.lagNote)}</p></section>`;
}

function trend(frame: Frame, { by }: QualityView, points: readonly TrendPoint[]): Html {
  const { quality: t, adoption } = frame.texts;
  const periodText = ({ from, to }: TrendPoint): string =>
    by === 'month' ? adoption.month(from) : by === 'day' ? adoption.shortDay(from) : `${adoption.shortDay(from)}–${adoption.shortDay(to)}`;
  return html`<section aria-labelledby="trend"><h2 id="trend">${t.granularities[by]}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${t.trend.tableLabel}"><table class="plain quality"><thead><tr><th scope="col">${t.trend.period}</th><th scope="col">${t.figures.versions}</th>${keyFigures.map((figure) => html`<th scope="col">${t.figures.names[figure]}</th>`)}</tr></thead>
<tbody>${points.map((point) => html`<tr><th scope="row">${periodText(point)}</th><td>${toldText(t, point.versions)}</td>${keyFigures.map((figure) => html`<td>${shortText(t, point.figures[figure])}</td>`)}</tr>`)}</tbody></table></div></section>`;
}

function rulesPart(frame: Frame, { rules }: SenderQuality): Html {
  const { quality: t } = frame.texts;
  return html`<section aria-labelledby="rules"><h2 id="rules">${t.rules.title}</h2>${rules.length === 0 ? html`<p class="quiet">${t.rules.none}</p>` : html`<ol class="rules">${rules.map((one) => html`<li>${ruleItem(frame, one)}</li>`)}</ol>`}</section>`;
}

function ruleItem(frame: Frame, { rule, count, share }: RuleTold): Html {
  const { quality: t } = frame.texts;
  const counted = t.rules.count(toldText(t, count), share === undefined ? undefined : t.share(share));
  return html`${ruleHead(frame, rule, html` <span class="counted">${counted}</span>`)}${examplePart(frame, rule)}`;
}

/** What the rule says, in the reader's language where we have it in that. */
function ruleHead({ texts: { quality: t, language } }: Frame, rule: string, more?: Content): Html {
  const advice = t.rules.advice(rule);
  const foreign = advice === undefined && language.code !== 'en';
  const says = advice?.says ?? t.rules.sentence(rule);
  return html`<p class="rule"><strong>${foreign ? html`<span lang="en">${says}</span>` : says}</strong>${more} <code>${rule}</code></p>${advice !== undefined && html`<p><strong>${t.rules.mend}:</strong> ${codeIn(advice.mend)}</p>`}`;
}

/** What stands between backticks is code. */
const codeIn = (text: string): Content => text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));

function examplePart({ texts: { quality: t } }: Frame, rule: string): Content {
  const example = isRuleId(rule) ? ruleExamples[rule] : undefined;
  if (example === undefined) return undefined;
  const { path, wrong, right } = example;
  return html`<p>${t.rules.where}: <code>${path}</code></p><details><summary>${t.rules.example}</summary><p class="quiet">${t.rules.madeUp}</p><div class="two"><div><h3>${t.rules.wrong}</h3>${code(wrong)}</div><div><h3>${t.rules.right}</h3>${code(right)}</div></div></details>`;
}

const code = (part: ExamplePart): Html => html`<pre tabindex="0"><code>${JSON.stringify(part, undefined, 2)}</code></pre>`;

function refusals(frame: Frame, { refusedBy }: SenderQuality): Html {
  const { refusals: t } = frame.texts.quality;
  return html`<section aria-labelledby="refusals"><h2 id="refusals">${t.title}</h2><p class="quiet">${refusedBy.length === 0 ? t.none : t.hint}</p>${refusedBy.length > 0 && html`<ol class="rules">${refusedBy.map((rule) => html`<li>${ruleHead(frame, rule)}${examplePart(frame, rule)}</li>`)}</ol>`}</section>`;
}
