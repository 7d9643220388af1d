/** A citizen's appointments of one sender, derived as if all of them had just come: the same code as an ingest's. */

import type { DeriveContext } from '../derive/derived.ts';
import type { SenderFacts } from '../derive/facts.ts';
import { kindOf } from '../derive/interpret.ts';
import { type Kept, keptFrom } from '../ingest/kept.ts';
import { startPlan } from '../ingest/plan.ts';
import { type Derivation, derive } from '../ingest/to-write-set.ts';
import type { StoredAppointment } from '../store/appointment.ts';

/** What an exception's number was counted to, when each was first received or cancelled, and what changed stay as they are kept. */
export function deriveAgain(rows: readonly StoredAppointment[], sender: SenderFacts, context: DeriveContext): Derivation {
  const appointments = new Map(rows.map((row) => [row.id, withKind(keptFrom(row, sender.sector))]));
  const plan = startPlan({ identities: new Map(), appointments, newest: new Map() }, { now: new Date(Number.NaN), newId: noId });
  for (const kept of appointments.values()) plan.touched.set(kept.id, kept);
  return derive(plan, sender, context);
}

const withKind = (kept: Kept): Kept => (kept.said === undefined ? kept : { ...kept, kind: kindOf(kept.said) });

const noId = (): never => {
  throw new Error('deriving makes no ids');
};
