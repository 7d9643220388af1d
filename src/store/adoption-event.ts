/** What happened in a municipality with a solution, by day. Events are never edited; one that was wrong is withdrawn. */
import type { Kysely, Selectable } from 'kysely';
import type { LocalDate } from '../time/zone.ts';
import type { Database } from './database.ts';

export const solutions = ['aftaler', 'stamkort'] as const;
export type Solution = (typeof solutions)[number];

export const adoptionEventKinds = ['schedule-given', 'technically-installed', 'in-use', 'not-applicable'] as const;
export type AdoptionEventKind = (typeof adoptionEventKinds)[number];

export interface AdoptionEventTable {
  id: string;
  municipality_code: string;
  solution: Solution;
  kind: AdoptionEventKind;
  /** The Danish day it happened. */
  event_date: LocalDate;
  /** Of a schedule: the day from which the solution is to be in use. */
  planned_date: LocalDate | null;
  /** Of an example state, not of the real one. */
  made_up: boolean;
  recorded_at: Date;
  recorded_by: string;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
}

export type AdoptionEventRow = Selectable<AdoptionEventTable>;

/** Withdrawn ones too; in the order of their days, and of one day as they were recorded. */
export const findAdoptionEvents = (db: Kysely<Database>): Promise<AdoptionEventRow[]> =>
  db.selectFrom('adoption_event').selectAll().orderBy('event_date').orderBy('recorded_at').orderBy('id').execute();

/** Adds those that are not there yet: an event is known by its municipality, solution, kind and day. */
export async function insertAdoptionEvents(db: Kysely<Database>, rows: readonly AdoptionEventRow[]): Promise<void> {
  await db
    .insertInto('adoption_event')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['municipality_code', 'solution', 'kind', 'event_date']).where('withdrawn_at', 'is', null).doNothing(),
    )
    .execute();
}

/** One that was withdrawn before stays as it was. */
export async function withdrawAdoptionEvents(db: Kysely<Database>, ids: readonly string[], at: Date, by: string): Promise<void> {
  await db
    .updateTable('adoption_event')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('id', 'in', [...ids])
    .where('withdrawn_at', 'is', null)
    .execute();
}
