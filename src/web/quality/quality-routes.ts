/** How good senders' data is: pages and tables for administrators, and for coordinators of their own municipality. */
import { Router } from 'express';
import type { Kysely } from 'kysely';
import { fault } from '../../fhir/fault.ts';
import type { KeptQualityCounts } from '../../quality/count-quality.ts';
import { readMonth } from '../../quality/month-quality.ts';
import { findSenderQuality } from '../../quality/sender-quality.ts';
import type { Database } from '../../store/database.ts';
import { findMunicipalities } from '../../store/municipality.ts';
import type { Clock } from '../../time/clock.ts';
import { dateOf } from '../../time/zone.ts';
import { type Answer, type PageDeps, servePage, type Visitor } from '../page.ts';
import { senderCsv, senderJson, vendorsCsv, vendorsJson } from './quality-export.ts';
import { maySee, parseQualityView, qualityReaderOf } from './quality-view.ts';
import { senderPage } from './sender-page.ts';
import { vendorsPage } from './vendors-page.ts';

export interface QualityPagesDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly qualityCounts: KeptQualityCounts;
}

export function qualityPages(deps: QualityPagesDeps & PageDeps): Router {
  const { db, clock, qualityCounts } = deps;

  async function readAll(visitor: Visitor) {
    const reader = qualityReaderOf(visitor);
    const view = parseQualityView(visitor.query, dateOf(clock()));
    await qualityCounts.flush();
    const quality = await readMonth(db, view.month);
    return { view, quality, senders: quality.senders.filter((sender) => maySee(reader, sender)) };
  }

  async function readOne(visitor: Visitor) {
    const reader = qualityReaderOf(visitor);
    const view = parseQualityView(visitor.query, dateOf(clock()));
    await qualityCounts.flush();
    const quality = await findSenderQuality(db, { senderId: visitor.parameters['id'] ?? '', ...view });
    if (quality === undefined || !maySee(reader, quality.sender)) throw fault('not-found', 'There is no such sender');
    return { view, quality };
  }

  return Router()
    .get(
      '/kvalitet',
      servePage(deps, async (visitor) => {
        const { view, quality, senders } = await readAll(visitor);
        const municipalities = new Map((await findMunicipalities(db, view.today)).map(({ code, name }) => [code, name]));
        return { page: vendorsPage({ frame: visitor.frame, view, quality, senders, municipalities }) };
      }),
    )
    .get(
      '/kvalitet.csv',
      servePage(deps, async (visitor) => {
        const { quality, senders } = await readAll(visitor);
        return csv(`kvalitet-${quality.month}`, vendorsCsv(quality, senders));
      }),
    )
    .get(
      '/kvalitet.json',
      servePage(deps, async (visitor) => {
        const { quality, senders } = await readAll(visitor);
        return json(`kvalitet-${quality.month}`, vendorsJson(quality, senders));
      }),
    )
    .get(
      '/kvalitet/:id',
      servePage(deps, async (visitor) => ({ page: senderPage({ frame: visitor.frame, ...(await readOne(visitor)) }) })),
    )
    .get(
      '/kvalitet/:id/tal.csv',
      servePage(deps, async (visitor) => {
        const { quality } = await readOne(visitor);
        return csv(`kvalitet-${quality.month}`, senderCsv(quality));
      }),
    )
    .get(
      '/kvalitet/:id/tal.json',
      servePage(deps, async (visitor) => {
        const { quality } = await readOne(visitor);
        return json(`kvalitet-${quality.month}`, senderJson(quality));
      }),
    );
}

const csv = (name: string, text: string): Answer => ({ file: { name: `${name}.csv`, type: 'text/csv', text } });
const json = (name: string, told: object): Answer => ({
  file: { name: `${name}.json`, type: 'application/json', text: `${JSON.stringify(told, undefined, 2)}\n` },
});
