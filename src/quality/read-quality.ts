/** `GET $quality`: a sender's own figures, all of them, to the last message. */

import type { Kysely } from 'kysely';
import type { Bundle } from '../fhir/types.ts';
import type { Database } from '../store/database.ts';
import type { SenderRow } from '../store/sender.ts';
import { findQualityCounts } from '../store/sender-quality.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf } from '../time/zone.ts';
import type { KeptQualityCounts } from './count-quality.ts';
import { addUp } from './figures.ts';
import type { QualityRequest } from './parse-quality.ts';
import { periodsOf } from './period.ts';
import { toMeasureReport } from './to-measure-report.ts';

export interface QualityDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly qualityCounts: KeptQualityCounts;
}

/** A MeasureReport for each period, oldest first. */
export async function readQuality(
  { db, clock, qualityCounts }: QualityDeps,
  sender: Pick<SenderRow, 'id' | 'name' | 'sor'>,
  { span, by }: QualityRequest,
): Promise<Bundle> {
  // What this process has counted is there; another's follows within a second.
  await qualityCounts.flush();
  const counts = await findQualityCounts(db, { senderIds: [sender.id], ...span });
  const now = clock();
  const reports = periodsOf(span, by).map((period) =>
    toMeasureReport({
      sender,
      period,
      figures: addUp(counts.filter(({ date }) => date >= period.from && date <= period.to)),
      now,
      ended: period.to < dateOf(now),
    }),
  );
  return { resourceType: 'Bundle', type: 'collection', entry: reports.map((resource) => ({ resource })) };
}
