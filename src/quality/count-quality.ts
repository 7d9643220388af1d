/**
 * Counts in memory, written every second and at the end: a process that is killed loses the counts of its last second. They are figures,
 * and no part of what a sender is told was taken.
 */
import type { Kysely } from 'kysely';
import { stepOf } from '../adoption/lag-steps.ts';
import type { Issue } from '../fhir/fault.ts';
import type { QualityCounts } from '../ingest/quality-counts.ts';
import type { Database } from '../store/database.ts';
import { addQualityCounts, type QualityCount, type QualityMeasure } from '../store/sender-quality.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf, type LocalDate } from '../time/zone.ts';

export interface KeptQualityCounts extends QualityCounts {
  /** Writes what was counted; what could not be written is kept for the next time. */
  flush(): Promise<void>;
}

type Counted = Map<string, QualityCount & { count: number }>;

export function createQualityCounts(db: Kysely<Database>, clock: Clock): KeptQualityCounts {
  let counted: Counted = new Map();
  let underway: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const taken = counted;
    counted = new Map();
    try {
      await addQualityCounts(db, [...taken.values()]);
    } catch (cause) {
      for (const one of taken.values()) grow(counted, one);
      throw cause;
    }
  }

  return {
    stored(senderId, { how, kept, findings }) {
      const now = clock();
      const count = counting(counted, senderId, dateOf(now));
      count('message', how);
      const isVersion = how === 'created' || how === 'revived' || how === 'updated';
      for (const rule of toldBy(findings, isVersion)) count('told', rule);
      if (!isVersion) return;
      if (findings.some(({ severity }) => severity === 'warning')) count('message', 'doubted');
      if (kept.sourceUpdated !== undefined) count('lag', String(stepOf(secondsBetween(kept.sourceUpdated, now))));
    },
    refused(senderId, issues) {
      const count = counting(counted, senderId, dateOf(clock()));
      count('message', 'refused');
      for (const name of new Set(issues.map(({ rule, code }) => rule ?? code))) count('refused', name);
    },
    flush() {
      underway = underway.catch(() => {}).then(write);
      return underway;
    },
  };
}

/** The same content again changes nothing, and its doubts were counted when it first came. */
const toldBy = (findings: readonly Issue[], isVersion: boolean): Set<string> =>
  new Set(findings.flatMap(({ rule }) => (rule !== undefined && (isVersion || rule === 'source-updated-late') ? [rule] : [])));

/** A source whose clock is ahead of ours is not early. */
const secondsBetween = (from: Date, to: Date): number => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

const counting =
  (counted: Counted, senderId: string, date: LocalDate) =>
  (measure: QualityMeasure, name: string): void =>
    grow(counted, { senderId, date, measure, name, count: 1 });

function grow(counted: Counted, one: QualityCount): void {
  const key = `${one.date} ${one.measure} ${one.name} ${one.senderId}`;
  const known = counted.get(key);
  if (known === undefined) counted.set(key, { ...one });
  else known.count += one.count;
}
