/** `/kommuner/{code}`: one municipality, its milestones and what others tell of it. Pure. */
import type { AdoptionStatus } from '../../adoption/status-on.ts';
import { type AdoptionEventRow, type Solution, solutions } from '../../store/adoption-event.ts';
import type { Municipality } from '../../store/municipality.ts';
import type { LocalDate } from '../../time/zone.ts';
import { type Content, type Html, html } from '../html.ts';
import { alertBox, type Frame, type Page } from '../layout.ts';
import { swatch, swatchPatterns } from './adoption-map.ts';

export interface MunicipalityNews {
  readonly frame: Frame;
  readonly municipality: Municipality;
  readonly date: LocalDate;
  readonly today: LocalDate;
  readonly statuses: Readonly<Record<Solution, AdoptionStatus>>;
  /** Of the municipality, until that day; none that was withdrawn. */
  readonly events: readonly AdoptionEventRow[];
  readonly sections: Content;
}

export function municipalityPage({ frame, municipality, date, today, statuses, events, sections }: MunicipalityNews): Page {
  const { adoption: t } = frame.texts;
  const { code, name, region } = municipality;
  const title = t.municipality.title(name);
  const query = date === today ? '' : `?dato=${date}`;
  return {
    title,
    main: html`${swatchPatterns()}<p><a href="/kommuner${query}">${t.municipality.back}</a></p><h1>${title}</h1>
<p class="lead">${region}. ${t.municipality.asOf(t.day(date))}</p>
${events.some((event) => event.made_up) && alertBox(frame, 'warning', html`<p>${t.madeUp}</p>`)}
<div class="two">${solutions.map((solution) =>
      solutionPart(
        frame,
        solution,
        statuses[solution],
        date,
        events.filter((event) => event.solution === solution),
      ),
    )}</div>
${sections}
<section class="take"><h2>${t.export.title}</h2><ul><li><a href="/kommuner/${code}.csv${query}">CSV</a></li><li><a href="/kommuner/${code}.json${query}">JSON</a></li></ul></section>`,
  };
}

function solutionPart(
  { texts: { adoption: t } }: Frame,
  solution: Solution,
  status: AdoptionStatus,
  date: LocalDate,
  events: readonly AdoptionEventRow[],
): Html {
  const id = `solution-${solution}`;
  const told = (event: AdoptionEventRow): Html =>
    html`<li><time datetime="${event.event_date}">${t.day(event.event_date)}</time> <strong>${t.kinds[event.kind]}</strong>${event.planned_date !== null && html`, ${t.municipality.planned(t.day(event.planned_date))}`}${event.made_up && html` <span class="quiet">(${t.madeUpMark})</span>`}</li>`;
  return html`<section aria-labelledby="${id}" class="solution"><h2 id="${id}">${t.solutions[solution]}</h2>
<p class="state">${swatch(status.state)}<strong>${t.states[status.state]}</strong></p><p>${sentenceOf(status, date, t)}</p>
<h3>${t.municipality.milestones}</h3>${events.length === 0 ? html`<p class="quiet">${t.municipality.nothing}</p>` : html`<ol class="milestones">${events.map(told)}</ol>`}</section>`;
}

function sentenceOf({ state, inUse, planned }: AdoptionStatus, date: LocalDate, t: Frame['texts']['adoption']): string {
  switch (state) {
    case 'in-use':
      return inUse === undefined ? '' : t.municipality.since(t.day(inUse));
    case 'scheduled':
      if (planned === undefined) return t.municipality.undated;
      return planned < date ? t.municipality.overdue(t.day(planned)) : t.municipality.coming(t.day(planned));
    case 'schedule-missing':
      return t.municipality.missing;
    case 'not-applicable':
      return t.municipality.notApplicable;
    default:
      return state satisfies never;
  }
}
