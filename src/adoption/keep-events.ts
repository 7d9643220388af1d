/** What administrators record, and withdraw where it was wrong; with who, and when. */
import type { Kysely } from 'kysely';
import type { AdminCaller } from '../access/caller.ts';
import { fault } from '../fhir/fault.ts';
import { type AdoptionEventRow, findAdoptionEvents, insertAdoptionEvents, withdrawAdoptionEvents } from '../store/adoption-event.ts';
import type { Database } from '../store/database.ts';
import { findMunicipalities } from '../store/municipality.ts';
import type { Clock } from '../time/clock.ts';
import { dateOf } from '../time/zone.ts';
import { parseEvents, parseWithdrawn } from './parse-events.ts';

export interface AdoptionDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** All or none. What is there already is not recorded again. */
export async function recordEvents({ db, clock, newId }: AdoptionDeps, caller: AdminCaller, body: unknown): Promise<AdoptionEventRow[]> {
  const now = clock();
  const today = dateOf(now);
  const codes = new Set((await findMunicipalities(db, today)).map(({ code }) => code));
  const rows = parseEvents(body, codes, today).map(
    ({ municipalityCode, solution, kind, date, planned, madeUp }): AdoptionEventRow => ({
      id: newId(),
      municipality_code: municipalityCode,
      solution,
      kind,
      event_date: date,
      planned_date: planned ?? null,
      made_up: madeUp,
      recorded_at: now,
      recorded_by: caller.subject,
      withdrawn_at: null,
      withdrawn_by: null,
    }),
  );
  return db.transaction().execute(async (trx) => {
    await insertAdoptionEvents(trx, rows);
    const live = new Map((await findAdoptionEvents(trx)).filter((row) => row.withdrawn_at === null).map((row) => [keyOf(row), row]));
    return rows.map((row, index) => {
      const kept = live.get(keyOf(row));
      if (kept !== undefined && kept.planned_date === row.planned_date && kept.made_up === row.made_up) return kept;
      throw fault('duplicate', 'This event is recorded with another planned day, or as made up: withdraw that one first', {
        expression: `Parameters.parameter[${index}]`,
      });
    });
  });
}

const keyOf = ({ municipality_code, solution, kind, event_date }: AdoptionEventRow): string =>
  [municipality_code, solution, kind, event_date].join('|');

/** All or none. */
export async function withdrawEvents({ db, clock }: AdoptionDeps, caller: AdminCaller, body: unknown): Promise<AdoptionEventRow[]> {
  const ids = parseWithdrawn(body);
  return db.transaction().execute(async (trx) => {
    await withdrawAdoptionEvents(trx, ids, clock(), caller.subject);
    const found = new Map((await findAdoptionEvents(trx)).map((row) => [row.id, row]));
    return ids.map((id, index) => {
      const row = found.get(id);
      if (row !== undefined) return row;
      throw fault('not-found', 'There is no event by this id', { expression: `Parameters.parameter[${index}]` });
    });
  });
}
