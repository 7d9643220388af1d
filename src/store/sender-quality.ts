/** Counts of what senders sent, by sender and Danish day. */
import { type Kysely, sql } from 'kysely';
import { dayAfter, firstDay, type Month } from '../time/month.ts';
import type { LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';

/** `lag`: by the step of the lag; the others as their names say. */
export type QualityMeasure = 'message' | 'told' | 'refused' | 'lag';

export interface SenderQualityTable {
  sender_id: string;
  counted_date: string;
  measure: QualityMeasure;
  name: string;
  count: string;
}

export interface QualityCount {
  readonly senderId: string;
  readonly date: LocalDate;
  readonly measure: QualityMeasure;
  readonly name: string;
  readonly count: number;
}

/** In one order, so that no two processes wait for each other. */
export async function addQualityCounts(db: Kysely<Database>, counts: readonly QualityCount[]): Promise<void> {
  if (counts.length === 0) return;
  await sql`
    insert into sender_quality as q
    select * from json_to_recordset(${JSON.stringify(counts)}::json)
      as n ("senderId" text, date date, measure text, name text, count bigint)
    order by 1, 2, 3, 4
    on conflict (sender_id, counted_date, measure, name) do update set count = q.count + excluded.count`.execute(db);
}

export interface QualityQuestion {
  readonly senderIds: readonly string[];
  /** Danish days, both included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** In the order of the days. */
export async function findQualityCounts(db: Kysely<Database>, { senderIds, from, to }: QualityQuestion): Promise<QualityCount[]> {
  if (senderIds.length === 0) return [];
  const rows = await db
    .selectFrom('sender_quality')
    .selectAll()
    .where('sender_id', 'in', [...senderIds])
    .where('counted_date', '>=', from)
    .where('counted_date', '<=', to)
    .orderBy('counted_date')
    .execute();
  return rows.map(({ sender_id, counted_date, measure, name, count }) => ({
    senderId: sender_id,
    date: counted_date as LocalDate,
    measure,
    name,
    count: Number(count),
  }));
}

/** One sender's count of a month. */
export interface MonthCount extends Omit<QualityCount, 'date'> {
  readonly month: Month;
}

export interface MonthsQuestion {
  readonly first: Month;
  readonly last: Month;
  /** Of rules, these alone; all of them where it is not given. */
  readonly rules?: readonly string[];
}

/** Every sender's, month by month. */
export async function countQualityByMonth(db: Kysely<Database>, { first, last, rules }: MonthsQuestion): Promise<MonthCount[]> {
  const ofRules = rules === undefined ? sql`` : sql`and (measure not in ('told', 'refused') or name = any(${rules}))`;
  const { rows } = await sql<{ sender_id: string; month: string; measure: QualityMeasure; name: string; count: string }>`
    select sender_id, to_char(counted_date, 'YYYY-MM') as month, measure, name, sum(count) as count from sender_quality
    where counted_date >= ${firstDay(first)} and counted_date < ${dayAfter(last)} ${ofRules}
    group by 1, 2, 3, 4`.execute(db);
  return rows.map(({ sender_id, month, measure, name, count }) => ({
    senderId: sender_id,
    month: month as Month,
    measure,
    name,
    count: Number(count),
  }));
}
