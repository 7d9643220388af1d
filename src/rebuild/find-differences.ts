/** Where what is shared is not what would be derived now. */
import { isDeepStrictEqual } from 'node:util';
import type { Insertable, Selectable } from 'kysely';
import { isOver } from '../derive/retained-from.ts';
import type { StoredAppointment } from '../store/appointment.ts';
import type { OccurrenceTable } from '../store/database.ts';
import type { WriteSet } from '../store/write-set.ts';
import { type LocalDate, startOfDay } from '../time/zone.ts';
import type { Difference } from './difference.ts';

export interface Derived {
  readonly appointments: WriteSet['appointments'];
  readonly occurrences: WriteSet['occurrences'];
}

export interface Stored {
  readonly appointments: readonly StoredAppointment[];
  readonly occurrences: readonly Selectable<OccurrenceTable>[];
}

/**
 * How far a series was taken is no difference: of its plain occurrences only those are held against each other that both reach.
 *
 * @param retainedFrom what was over before may be there or not
 */
export function findDifferences(stored: Stored, derived: Derived, retainedFrom: Date): Difference[] {
  const before = new Map(stored.appointments.map((row) => [row.id, row]));
  const ends = new Map<string, Date>();
  const differences: Difference[] = [];
  for (const row of derived.appointments) {
    const old = before.get(row.id);
    if (old === undefined) continue;
    const names = differingColumns(old, row, ['extended_date']);
    if ((old.extended_date === null) !== ((row.extended_date ?? null) === null)) names.push('extended_date');
    if (names.length > 0) {
      differences.push({ citizenId: row.citizen_id, appointmentId: row.id, what: `derived otherwise: ${names.join(', ')}` });
    }
    const reach = [old.extended_date, row.extended_date].flatMap((date) => (date === null || date === undefined ? [] : [date])).sort()[0];
    if (reach !== undefined) ends.set(row.id, startOfDay(reach as LocalDate));
  }
  return [...differences, ...occurrenceDifferences(stored.occurrences, derived.occurrences, { ends, retainedFrom })];
}

interface Bounds {
  /** Of series: where what both have ends. */
  readonly ends: ReadonlyMap<string, Date>;
  readonly retainedFrom: Date;
}

type Row = Insertable<OccurrenceTable> | Selectable<OccurrenceTable>;

function occurrenceDifferences(stored: readonly Row[], derived: readonly Row[], { ends, retainedFrom }: Bounds): Difference[] {
  const isBeyond = (row: Row): boolean => {
    const end = ends.get(row.appointment_id);
    return end !== undefined && row.content_id === row.appointment_id && instantOf(row) >= end.getTime();
  };
  const fresh = new Map(derived.map((row) => [keyOf(row), row]));
  const differences: Difference[] = [];
  for (const row of stored) {
    const other = fresh.get(keyOf(row));
    fresh.delete(keyOf(row));
    if (other === undefined) {
      if (!isBeyond(row) && !isPast(row, retainedFrom)) differences.push(differenceOf(row, 'is there and would not be'));
      continue;
    }
    const names = differingColumns(row, other, []);
    if (names.length > 0) differences.push(differenceOf(row, `derived otherwise: ${names.join(', ')}`));
  }
  for (const row of fresh.values())
    if (!isBeyond(row) && !isPast(row, retainedFrom)) differences.push(differenceOf(row, 'is not there and would be'));
  return differences;
}

/** Past its retention: it is no longer made, and may be there until it is taken away. */
export const isPast = ({ starts_at, touches_until }: Row, retainedFrom: Date): boolean =>
  isOver({ start: new Date(starts_at), touchesUntil: new Date(touches_until) }, retainedFrom);

const instantOf = (row: Row): number => new Date(row.original_start).getTime();
const keyOf = (row: Row): string => `${row.citizen_id} ${row.appointment_id} ${instantOf(row)}`;

const differenceOf = (row: Row, what: string): Difference => ({
  citizenId: row.citizen_id,
  appointmentId: row.appointment_id,
  originalStart: new Date(row.original_start).toISOString(),
  what,
});

function differingColumns(stored: object, derived: object, except: readonly string[]): string[] {
  const before = new Map(Object.entries(plain(stored)));
  return Object.entries(plain(derived)).flatMap(([name, value]) =>
    except.includes(name) || isDeepStrictEqual(before.get(name), value) ? [] : [name],
  );
}

/** As JSON has it: an instant as text, and nothing that is undefined. */
const plain = (row: object): object => JSON.parse(JSON.stringify(row)) as object;
