/** How far the municipalities are: pages and tables, open to all. */
import { Router } from 'express';
import { nationalStatus } from '../../adoption/national-status.ts';
import { type MonthCounts, monthEnds, progressByMonth, progressOn } from '../../adoption/progress.ts';
import { type Adoption, readAdoption } from '../../adoption/read-adoption.ts';
import { type AdoptionStatus, statusOn } from '../../adoption/status-on.ts';
import { fault } from '../../fhir/fault.ts';
import type { AdoptionEventRow, Solution } from '../../store/adoption-event.ts';
import type { Municipality } from '../../store/municipality.ts';
import type { TolerantReads } from '../../store/tolerant-reads.ts';
import type { Clock } from '../../time/clock.ts';
import { addDays, dateOf, type LocalDate } from '../../time/zone.ts';
import type { AdoptionSection } from '../adoption-section.ts';
import { type Answer, type PageDeps, servePage, type Visitor } from '../page.ts';
import { adoptionJson, eventsCsv, monthsCsv, municipalityJson, statusesCsv } from './adoption-export.ts';
import { listOf } from './adoption-list.ts';
import { adoptionPage, monthIndex } from './adoption-page.ts';
import { type AdoptionView, addressOf, parseView } from './adoption-view.ts';
import { municipalityPage } from './municipality-page.ts';

export interface AdoptionPagesDeps {
  readonly reads: TolerantReads;
  readonly clock: Clock;
}

export function adoptionRoutes(deps: AdoptionPagesDeps & PageDeps, sections: readonly AdoptionSection[]): Router {
  const { reads, clock } = deps;

  async function read({ query }: Visitor) {
    const view = parseView(query, dateOf(clock()));
    const adoption = await reads.read((db) => readAdoption(db, view.date));
    return { view, adoption, statuses: nationalStatus(adoption, view.solution, view.date) };
  }

  async function readOne(visitor: Visitor, code: string): Promise<OneMunicipality> {
    const { date, today } = parseView(visitor.query, dateOf(clock()));
    const adoption = await reads.read((db) => readAdoption(db, date));
    const municipality = adoption.municipalities.find((one) => one.code === code);
    if (municipality === undefined) throw fault('not-found', 'There is no municipality of this code');
    const events = adoption.events.filter(
      (event) => event.municipality_code === code && event.withdrawn_at === null && event.event_date <= date,
    );
    const statusOf = (solution: Solution) =>
      statusOn(
        events.filter((event) => event.solution === solution),
        date,
      );
    return { municipality, date, today, events, statuses: { aftaler: statusOf('aftaler'), stamkort: statusOf('stamkort') } };
  }

  async function showOne(visitor: Visitor, code: string): Promise<Answer> {
    const one = await readOne(visitor, code);
    const told = await Promise.all(sections.map((section) => section.municipality?.(visitor, one.municipality, one.date)));
    return { page: municipalityPage({ ...one, frame: visitor.frame, sections: told }) };
  }

  return Router()
    .get(
      '/kommuner',
      servePage(deps, async (visitor) => {
        const month = visitor.query.get('maaned');
        if (month !== null) return { seeOther: ofMonth(visitor.query, month, dateOf(clock())) };
        const { view, adoption, statuses } = await read(visitor);
        const page = adoptionPage({
          frame: visitor.frame,
          view,
          statuses,
          progress: progressOn(statuses, view.date),
          months: progressByMonth(adoption, view.solution, view.date),
          since: adoption.events.find((event) => event.withdrawn_at === null)?.event_date ?? view.today,
          sections: await Promise.all(sections.map((section) => section.national?.(visitor, view.date))),
        });
        return { page };
      }),
    )
    .get(
      '/kommuner.csv',
      servePage(deps, async (visitor) => {
        const { view, statuses } = await read(visitor);
        return csv(`kommuner-${view.solution}-${view.date}`, statusesCsv(view, listOf(statuses, view)));
      }),
    )
    .get(
      '/kommuner.json',
      servePage(deps, async (visitor) => {
        const { view, adoption, statuses } = await read(visitor);
        const told = adoptionJson(view, statuses, progressOn(statuses, view.date), monthsOf(adoption, view));
        return json(`kommuner-${view.solution}-${view.date}`, told);
      }),
    )
    .get(
      '/kommuner/forloeb.csv',
      servePage(deps, async (visitor) => {
        const { view, adoption } = await read(visitor);
        return csv(`kommuner-forloeb-${view.solution}-${view.date}`, monthsCsv(view, monthsOf(adoption, view)));
      }),
    )
    .get(
      '/kommuner/:code',
      servePage(deps, async (visitor) => {
        const [, code = '', form] = /^(\d{4})(?:\.(csv|json))?$/.exec(visitor.parameters['code'] ?? '') ?? [];
        if (form === undefined) return showOne(visitor, code);
        const { municipality, date, events, statuses } = await readOne(visitor, code);
        const name = `kommune-${code}-${date}`;
        return form === 'csv'
          ? csv(name, eventsCsv(municipality, events))
          : json(name, municipalityJson(municipality, date, statuses, events));
      }),
    );
}

interface OneMunicipality {
  readonly municipality: Municipality;
  readonly date: LocalDate;
  readonly today: LocalDate;
  readonly events: readonly AdoptionEventRow[];
  readonly statuses: Readonly<Record<Solution, AdoptionStatus>>;
}

const monthsOf = (adoption: Adoption, { solution, date }: AdoptionView): MonthCounts[] => progressByMonth(adoption, solution, date);

/** The slider's month, as the day that closes it. */
function ofMonth(query: URLSearchParams, text: string, today: LocalDate): string {
  const month = /^\d{5}$/.test(text) ? Number(text) : monthIndex(today);
  const first = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01` as LocalDate;
  const last = monthEnds(first, addDays(first, 40))[0] ?? today;
  return addressOf({ ...parseView(query, today), date: last < today ? last : today });
}

const csv = (name: string, text: string): Answer => ({ file: { name: `${name}.csv`, type: 'text/csv', text } });
const json = (name: string, told: object): Answer => ({
  file: { name: `${name}.json`, type: 'application/json', text: `${JSON.stringify(told, undefined, 2)}\n` },
});
