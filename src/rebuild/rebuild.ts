/** Everything shared derived again from what was received (`npm run rebuild`): what differs is told, and then written. */
import type { Kysely } from 'kysely';
import type { DeriveContext } from '../derive/derived.ts';
import { retainedFrom } from '../derive/retained-from.ts';
import type { Derivation } from '../ingest/to-write-set.ts';
import type { Database } from '../store/database.ts';
import { type CitizenRows, FIRST_CITIZEN, keepWritersOut, nextCitizens, readCitizens } from '../store/rebuild-citizen.ts';
import { write } from '../store/write-set.ts';
import { startOfDay } from '../time/zone.ts';
import { deriveAgain } from './derive-again.ts';
import type { Difference } from './difference.ts';
import { findDifferences, isPast } from './find-differences.ts';

export interface RebuildDeps {
  readonly db: Kysely<Database>;
  readonly context: DeriveContext;
  /** Only tells. */
  readonly dryRun: boolean;
  /** Called before anything of that citizen is written. */
  readonly tell: (difference: Difference) => void;
}

export interface Rebuilt {
  citizens: number;
  appointments: number;
  occurrences: number;
  differences: number;
}

/** Citizens at a time: writers wait while what differs among them is written. */
const STEP = 100;

export async function rebuild(deps: RebuildDeps): Promise<Rebuilt> {
  const { db, dryRun, tell } = deps;
  const total: Rebuilt = { citizens: 0, appointments: 0, occurrences: 0, differences: 0 };
  for (let after = FIRST_CITIZEN; ; ) {
    const ids = await nextCitizens(db, after, STEP);
    const last = ids.at(-1);
    if (last === undefined) return total;
    after = last;
    const { rows, differences } = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (trx) => compare(await readCitizens(trx, ids), deps));
    total.citizens += ids.length;
    total.appointments += rows.appointments.length;
    total.occurrences += rows.occurrences.length;
    total.differences += differences.length;
    for (const difference of differences) tell(difference);
    if (!dryRun && differences.length > 0) await mend(deps, [...new Set(differences.map(({ citizenId }) => citizenId))]);
  }
}

interface Compared {
  readonly rows: CitizenRows;
  readonly derivations: readonly Derivation[];
  readonly differences: readonly Difference[];
}

function compare(rows: CitizenRows, { context }: Pick<RebuildDeps, 'context'>): Compared {
  const derivations = rows.senders.map(({ id, sector, sor, cvr }) =>
    deriveAgain(
      rows.appointments.filter((row) => row.sender_id === id),
      { sector, sor: sor ?? undefined, cvr: cvr ?? undefined },
      context,
    ),
  );
  const derived = {
    appointments: derivations.flatMap(({ appointments }) => appointments),
    occurrences: derivations.flatMap(({ occurrences }) => occurrences),
  };
  return { rows, derivations, differences: findDifferences(rows, derived, startOfDay(retainedFrom(context))) };
}

/** Compared once more where nobody writes, and written. */
const mend = (deps: RebuildDeps, citizenIds: readonly string[]): Promise<void> =>
  deps.db.transaction().execute(async (trx) => {
    await keepWritersOut(trx, citizenIds);
    const { rows, derivations } = compare(await readCitizens(trx, citizenIds), deps);
    const border = startOfDay(retainedFrom(deps.context));
    for (const { appointments, extended, occurrences: all } of derivations) {
      if (appointments.length === 0) continue;
      const occurrences = all.filter((row) => !isPast(row, border));
      const starts = new Map<string, Date[]>(appointments.map(({ id }) => [id, []]));
      for (const { appointment_id, original_start } of occurrences) starts.get(appointment_id)?.push(new Date(original_start));
      const kept = appointments.map(({ citizen_id, id }) => ({
        citizen_id,
        appointment_id: id,
        original_starts: starts.get(id) ?? [],
      }));
      await write(trx, { ...NOTHING, appointments, extended, occurrences, kept });
    }
    await dropStrays(trx, rows);
  });

const NOTHING = { citizens: [], identifiers: [], movedIdentifiers: [], owners: [], versions: [], audit: [] };

/** Occurrences of appointments that are not there: no derivation names them. */
async function dropStrays(trx: Kysely<Database>, { appointments, occurrences }: CitizenRows): Promise<void> {
  const known = new Set(appointments.map(({ citizen_id, id }) => `${citizen_id} ${id}`));
  for (const { citizen_id, appointment_id } of occurrences) {
    if (known.has(`${citizen_id} ${appointment_id}`)) continue;
    await trx.deleteFrom('occurrence').where('citizen_id', '=', citizen_id).where('appointment_id', '=', appointment_id).execute();
  }
}
